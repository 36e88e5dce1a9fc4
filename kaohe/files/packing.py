"""What every reader of a package needs: what no document may hold, and parts that are counted while they unpack."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from kaohe.files.odd import Odd

#: Parts of a package that tell what is in it, by their path in lower case, and the sentence that refuses them.
REFUSED_PARTS: Final = (
    (re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/"), "files.macro"),
    (re.compile(r"/externallinks/|/connections\.xml|/querytables/"), "files.external"),
    (re.compile(r"/embeddings/|/activex/|/ctrlprops/|oleobject"), "files.embedded"),
)
#: The same by content type or kind of relation, since a path can be called anything.
REFUSED_TYPES: Final = (
    (re.compile(r"macroenabled|vbaproject|macrosheet|dialogsheet|xlmacro|vbadata"), "files.macro"),
    (re.compile(r"externallink|connections|querytable|attachedtemplate|ddelink|externalreference"), "files.external"),
    (re.compile(r"oleobject|activex|/package$|control$|ctrlprop|afchunk"), "files.embedded"),
)

#: What zipfile raises at a package that is spoilt: torn, miscounted, locked or packed in a way that it doesn't know (both of
#: them a RuntimeError), or with numbers that no file has.
SPOILT: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)
#: Every part has this mark in the package's directory; counted before zipfile makes objects of them.
_PART: Final = b"PK\x01\x02"


def has_more_parts(data: bytes, most: int) -> bool:
    """Whether a package lists more than so many parts, told without opening it."""
    return data.count(_PART) > most


def pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """The part's bytes a piece at a time, counted as they come: the size that a package declares may be a lie.

    Raises Odd beyond `room`.
    """
    with package.open(part) as stream:
        while piece := stream.read(1 << 18):
            room -= len(piece)
            if room < 0:
                raise Odd("files.bomb")
            yield piece
