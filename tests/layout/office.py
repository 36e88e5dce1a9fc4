"""Word files set by LibreOffice, many in one call: what an inspector would print from them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from kaohe.paper.fonts import STANDARD, included_folder
from kaohe.paper.press import press
from kaohe.paper.word import write_word
from tests.layout.generate import Case
from tests.support.libreoffice import convert

#: The standard's faces aren't on a test machine; the included ones stand in, so that every machine sets the same lines.
_FONTS = """\
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
_ALIAS = '<alias binding="same"><family>{wanted}</family><prefer><family>{here}</family></prefer></alias>'


#: So many files in one call: one process sets a paper in a third of a second, a process for each would need two; and nobody waits long
#: for the first.
TOGETHER: Final = 25


def converted(cases: Iterable[Case], together: int = TOGETHER) -> Iterator[tuple[Case, bytes]]:
    """Each paper with the PDF that LibreOffice made of its Word file. Raises NoLibreOffice."""
    waiting = iter(cases)
    with tempfile.TemporaryDirectory(prefix="kaohe-word-") as name:
        home = Path(name)
        settings = _settings(home)
        while batch := list(islice(waiting, together)):
            yield from zip(batch, _set(batch, home, settings), strict=True)


def _settings(home: Path) -> Path:
    aliases = "\n".join(
        _ALIAS.format(wanted=wanted, here="Noto Sans SC" if part == "hei" else "Noto Serif SC")
        for part, (wanted, _names) in STANDARD.items()
    )
    path = home / "fonts.conf"
    path.write_text(_FONTS.format(folder=included_folder(), cache=home / "cache", aliases=aliases), "utf-8")
    return path


def _set(batch: list[Case], home: Path, settings: Path) -> list[bytes]:
    machine = press()
    sources = []
    for number, case in enumerate(batch):
        source = home / f"{number}.docx"
        source.write_bytes(write_word(case.paper, machine))
        sources.append(str(source))
    convert(sources, home, "pdf", environment={"FONTCONFIG_FILE": str(settings)})
    return [Path(source).with_suffix(".pdf").read_bytes() for source in sources]
