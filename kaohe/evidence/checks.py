"""What a file must be to be taken: its name and size are asked here, its inside by a child process. No Django here.

Everything is bounded: a file is at most 20 MB, what is packed in it is counted while it comes out, a picture's size is
read before it is drawn, and the child that does all this has ten seconds and 512 MB.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kaohe.engine import Problem, Refused, Said
from kaohe.evidence import apart
from kaohe.evidence.names import RUNS, Name, clean, original
from kaohe.evidence.scanner import scan
from kaohe.files.odd import Odd
from kaohe.files.phrases import Told

LARGEST: Final = 20_000_000
#: How many files one entry or one goal of a report may have: asking for less is a kindness, and five pages prove a fact.
MOST_FILES: Final = 5

TAKEN: Final = ("pdf", "ofd", "docx", "xlsx", "pptx", "wps", "et", "dps", "jpg", "jpeg", "png", "heic", "heif", "txt", "zip")
#: Endings that are the same, and those that become another: not every office can open a telephone's own format.
SAME: Final = {"jpeg": "jpg", "heif": "heic"}
BECOMES: Final = {"heic": "jpg"}

#: What people bring that isn't taken, and what they should bring instead.
_INSTEAD: Final = (
    (frozenset(["docm", "xlsm", "pptm", "dotm", "xltm", "xlsb", "xlam"]), "evidence.type_macro"),
    (frozenset(["doc", "xls", "ppt", "rtf", "odt", "ods", "odp", "pages", "numbers"]), "evidence.type_old"),
    (frozenset(["gif", "bmp", "tif", "tiff", "webp", "raw", "avif"]), "evidence.type_picture"),
    (frozenset(["html", "htm", "mht", "mhtml", "svg", "xml", "xhtml"]), "evidence.type_page"),
    (frozenset(["mp4", "mov", "avi", "mp3", "wav", "m4a", "amr"]), "evidence.type_film"),
    (frozenset(["rar", "7z", "gz", "tar", "bz2", "xz", "iso"]), "evidence.type_archive"),
    (RUNS, "evidence.type_program"),
)


class Sound(NamedTuple):
    """A file that may be kept.

    name, original  as it is shown, and as it came
    kind            its ending, such as "pdf"
    content         the bytes to keep
    scanned_by      the virus scanner that found nothing; "" where none is set
    peak            the most memory that looking cost
    """

    name: str
    original: str
    kind: str
    content: bytes
    scanned_by: str
    peak: int


def inspect(name: str, data: bytes, *, scanner: str = "") -> Sound:
    """Look a file through. Raises Refused with the reason and what to do instead.

    scanner  how to ask the house's virus scanner (see `scanner`); it sees the file as it came
    """
    called = clean(name)
    try:
        _check_name(called.ending, called.hides_a_program)
        _check_size(len(data))
        ending = SAME.get(called.ending, called.ending)
        scanned_by = scan(scanner, data)
        kept = apart.look(ending, data)
    except Odd as odd:
        raise Refused([_problem(odd, called.text or "?")]) from None
    kind = BECOMES.get(ending, ending)
    shown = _renamed(called, kind) if ending in BECOMES else called.text
    return Sound(shown, original(name), kind, kept.content, scanned_by, kept.peak)


def _problem(odd: Odd, file: str) -> Problem:
    values = {name: Told(*value) if isinstance(value, list) else value for name, value in odd.values.items()}
    if odd.code == "evidence.inner":
        inner = _problem(Odd(str(odd.values["reason"]), **odd.values["told"]), str(odd.values["part"]))  # type: ignore[arg-type]
        values = {"reason": Said(inner.code, inner.values)}
    return Problem(odd.code, {**values, "file": file})


def _renamed(called: Name, kind: str) -> str:
    return called.text[: -len(called.ending) - 1] + f".{kind}"


def _check_name(ending: str, hides_a_program: bool) -> None:
    for endings, code in _INSTEAD:
        if ending in endings:
            raise Odd(code, ending=ending)
    if ending not in TAKEN:
        raise Odd("evidence.type", ending=ending or "—", taken=tuple(each for each in TAKEN if each not in SAME))
    if hides_a_program:
        raise Odd("evidence.double_name")


def _check_size(size: int) -> None:
    if not size:
        raise Odd("evidence.empty")
    if size > LARGEST:
        raise Odd("evidence.too_large", most=f"{LARGEST // 1_000_000} MB")  # how large is unknown: no more of it was read
