"""What a file may be called: its last part only, without signs that hide what it is, short enough to be read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

#: Longer names are cut before their ending; nobody reads further, and file systems refuse 255 bytes and more.
LONGEST: Final = 120

#: Endings of what runs when it is opened; none may hide in the middle of a name (照片.exe.jpg).
RUNS: Final = frozenset(
    [
        "exe", "com", "scr", "bat", "cmd", "msi", "dll", "pif", "cpl", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta",
        "ps1", "jar", "apk", "sh", "lnk", "reg", "chm",
    ]
)  # fmt: skip

_BLANKS: Final = re.compile(r"\s+")


#: Of a name as it came, so much is kept: enough to find the file again on whoever's machine it lies.
LONGEST_ORIGINAL: Final = 400


class Name(NamedTuple):
    """A name as it is shown, and its ending in lower case without the dot ("" for none)."""

    text: str
    ending: str

    @property
    def hides_a_program(self) -> bool:
        """True where an ending of a program stands before the last one."""
        return bool(RUNS.intersection(part.strip().lower() for part in self.text.split(".")[1:-1]))


def clean(raw: str) -> Name:
    """The name without folders, control signs and signs that turn the reading direction (which make exe look like jpg)."""
    text = unicodedata.normalize("NFC", raw.replace("\\", "/")).rpartition("/")[2]
    text = "".join(sign for sign in _BLANKS.sub(" ", text) if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        return Name(_short(text, ""), "")
    return Name(_short(stem, f".{ending}"), ending.strip().lower())


def _short(stem: str, ending: str) -> str:
    room = LONGEST - len(ending)
    return (stem if len(stem) <= room else stem[: room - 1] + "…") + ending


def original(raw: str) -> str:
    """The name as it came, for the record: only what no database could keep is spelled out."""
    return raw.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[:LONGEST_ORIGINAL]
