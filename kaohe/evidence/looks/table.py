"""Which ending is looked at how: what gives back the bytes to keep, and what only looks, for files inside an archive."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from kaohe.evidence.looks import old_office, packages, pdf, pictures, plain
from kaohe.evidence.looks.marks import ZIP, begins, check_virus
from kaohe.files.odd import Odd

#: Newer WPS documents are Office packages under another name.
_NEWER: Final = {"wps": "docx", "et": "xlsx", "dps": "pptx"}


def look(ending: str, data: bytes) -> bytes:
    """The bytes to keep of a file with that ending. Raises Odd with the reason why it isn't taken."""
    check_virus(data)
    return _KEPT[ending](data)


def _document(ending: str, data: bytes) -> bytes:
    if old_office.is_locked(data):
        raise Odd("evidence.encrypted")
    begins(data, ZIP, ending)
    packages.document(data, ending)
    return data


def _wps(ending: str, data: bytes) -> bytes:
    if data.startswith(ZIP):
        packages.document(data, _NEWER[ending])
        return data
    return old_office.look(data, ending)


def _archive(data: bytes) -> bytes:
    begins(data, ZIP, "zip")
    packages.archive(data, INSIDE)
    return data


_DOCUMENTS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "pdf": pdf.look,
    "txt": plain.look,
    **{ending: partial(_document, ending) for ending in packages.MAIN_PARTS},
    **{ending: partial(_wps, ending) for ending in _NEWER},
}
_KEPT: Final[dict[str, Callable[[bytes], bytes]]] = {
    **_DOCUMENTS,
    "jpg": pictures.jpg,
    "png": pictures.png,
    "heic": pictures.heic,
    "zip": _archive,
}
#: An archive is kept as it came; the pictures in it are looked at and not drawn anew.
INSIDE: Final[dict[str, Callable[[bytes], object]]] = {
    **_DOCUMENTS,
    "jpg": pictures.check_jpg,
    "jpeg": pictures.check_jpg,
    "png": pictures.check_png,
    "heic": pictures.check_heic,
    "heif": pictures.check_heic,
}
