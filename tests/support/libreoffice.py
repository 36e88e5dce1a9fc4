"""LibreOffice as a calculator: workbooks in, the same workbooks with every formula computed anew out."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

WHAT_TO_INSTALL = (
    "LibreOffice is missing, so nobody can tell whether the workbook's formulas give the engine's numbers. "
    "Install it: apt-get install --no-install-recommends libreoffice-calc-nogui"
)

#: Recalculate whatever is opened: 0 is "always" in LibreOffice's settings.
_ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


class NoLibreOffice(Exception):
    """There is no LibreOffice to calculate with; the message says how to get one."""


def recalculated(workbooks: Iterable[Path], target: Path) -> dict[str, Path]:
    """Each workbook with its formulas computed anew, by file name. Raises NoLibreOffice.

    The values that were stored are wiped first, so that a formula which isn't computed shows as wrong.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoLibreOffice(WHAT_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="kaohe-office-") as name:
        home = Path(name)
        settings = home / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_ALWAYS)
        wiped = [_without_values(path, home / path.name) for path in workbooks]
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, wiped)]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=300)
    return {path.name: target / path.name for path in wiped}


def _without_values(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>0</v>", content)
                content = re.sub(rb' t="str"(><f>)', rb"\1", content)
            new.writestr(name, content)
    return target
