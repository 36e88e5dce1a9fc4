"""The texts of a rulebook from what somebody uploads: one zip of its folder, or its files one by one. In bounded room."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from kaohe.engine import register
from kaohe.files.odd import Odd
from kaohe.files.packing import SPOILT, has_more_parts

register(
    {
        "files.rulebook.type": (
            "“{found}”不是考核办法的文件。请上传一个 .zip，或 .yaml、.md 文件。",
            "“{found}” is no file of a rulebook. Upload one .zip, or .yaml and .md files.",
        ),
        "files.rulebook.large": (
            "考核办法的文件合计超过 {most}，不像一部办法。请检查是否选对了文件。",
            "The rulebook's files are over {most} together, which no rulebook is. Check whether they are the right ones.",
        ),
        "files.rulebook.many": (
            "文件超过 {most} 个。请只上传考核办法文件夹里的文件。",
            "There are over {most} files. Upload only those of the rulebook's folder.",
        ),
        "files.rulebook.zip": ("压缩包打不开或已损坏。请重新压缩后再传。", "The zip is damaged or can't be opened. Make it anew and upload it again."),
        "files.rulebook.encoding": ("“{found}”不是 UTF-8 文本。请另存为 UTF-8 后再传。", "“{found}” is no UTF-8 text. Save it as UTF-8 and upload it again."),
        "files.rulebook.twice": ("有两个文件都叫“{found}”。请只留一个。", "Two files are called “{found}”. Keep one of them."),
    }
)  # fmt: skip

MOST_FILES: Final = 200
LARGEST: Final = 2_000_000
OWN: Final = ("document.md", "rulebook.yaml", "readings.yaml", "english.yaml")


def texts_of(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The texts by the names that the engine knows: cases/… for whatever is none of the four. Raises Odd."""
    found: dict[str, str] = {}
    for name, data in _unpacked(files):
        known = _known_as(name)
        if known in found:
            raise Odd("files.rulebook.twice", found=known)
        try:
            found[known] = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise Odd("files.rulebook.encoding", found=name[:80]) from None
    return found


def _unpacked(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Every text file, out of zips where there are any; counted while they come."""
    found: list[tuple[str, bytes]] = []
    room = LARGEST
    for name, data in files:
        for inner in _from_zip(data, room) if name.lower().endswith(".zip") else [(name, data)]:
            room -= len(inner[1])
            found.append(inner)
            if room < 0:
                raise Odd("files.rulebook.large", most=f"{LARGEST // 1_000_000} MB")
            if len(found) > MOST_FILES:
                raise Odd("files.rulebook.many", most=MOST_FILES)
    return found


def _from_zip(data: bytes, room: int) -> list[tuple[str, bytes]]:
    if has_more_parts(data, MOST_FILES * 2):
        raise Odd("files.rulebook.many", most=MOST_FILES)
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.infolist():
                if part.is_dir() or _is_aside(part.filename):
                    continue
                with package.open(part) as stream:
                    content = stream.read(room + 1)
                room -= len(content)
                if room < 0:
                    raise Odd("files.rulebook.large", most=f"{LARGEST // 1_000_000} MB")
                found.append((part.filename, content))
    except SPOILT:
        raise Odd("files.rulebook.zip") from None
    return found


def _is_aside(name: str) -> bool:
    """What other systems leave in a zip."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith(".") or path.name.lower() == "thumbs.db"


def _known_as(name: str) -> str:
    """`document.md` from any folder is that file; any other YAML is a table of cases. Raises Odd."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.name in OWN:
        return path.name
    if path.suffix.lower() in (".yaml", ".yml"):
        return f"cases/{path.stem}.yaml"
    raise Odd("files.rulebook.type", found=path.name[:80])
