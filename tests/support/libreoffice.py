"""LibreOffice: workbooks with every formula computed anew, and Word files set on paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

WHAT_TO_INSTALL = (
    "LibreOffice is missing, so nobody can tell whether workbooks compute what the engine does, or how Word files are set. "
    "Install it: apt-get install --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui"
)

#: Recalculate whatever is opened: 0 is "always" in LibreOffice's settings.
_ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


#: A page that is empty so that the next one is an even one is a page too.
_FILTERS: Final = {"pdf": 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'}


class NoLibreOffice(Exception):
    """There is no LibreOffice to calculate with; the message says how to get one."""


def recalculated(workbooks: Iterable[Path], target: Path) -> dict[str, Path]:
    """Each workbook with its formulas computed anew, by file name. Raises NoLibreOffice.

    The values that were stored are wiped first, so that a formula which isn't computed shows as wrong.
    """
    with tempfile.TemporaryDirectory(prefix="kaohe-office-") as name:
        home = Path(name)
        wiped = [_without_values(path, home / path.name) for path in workbooks]
        convert(list(map(str, wiped)), target, "xlsx")
    return {path.name: target / path.name for path in wiped}


def convert(sources: list[str], target: Path, kind: str, environment: Mapping[str, str] | None = None) -> None:
    """Let LibreOffice make another kind of file of each, all in one call. Raises NoLibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoLibreOffice(WHAT_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="kaohe-profile-") as name:
        settings = Path(name) / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_ALWAYS)
        profile = f"-env:UserInstallation={Path(name).as_uri()}"
        command = [program, profile, "--headless", "--convert-to", _FILTERS.get(kind, kind), "--outdir", str(target), *sources]
        subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=600,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    missing = [source for source in sources if not (target / Path(source).with_suffix(f".{kind}").name).exists()]
    if missing:  # without the part for documents it ends well and does nothing
        raise NoLibreOffice(WHAT_TO_INSTALL)


def _without_values(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>0</v>", content)
                content = re.sub(rb' t="str"(><f>)', rb"\1", content)
            new.writestr(name, content)
    return target
