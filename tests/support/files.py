"""Files made by code: sound ones of every type that is taken, and what someone might bring instead."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "ofd": "OFD.xml"}


class Upload:
    """A file as a form hands it over."""

    def __init__(self, name, content):
        self.name, self.content = name, content

    def read(self, size=-1):
        return self.content if size < 0 else self.content[:size]


def package(parts, *, how=zipfile.ZIP_DEFLATED):
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def office(ending, **more):
    """An Office document or an OFD; `more` are further parts by their path."""
    parts = {} if ending == "ofd" else {"[Content_Types].xml": TYPES}
    return package(
        {**parts, MAIN[ending]: '<?xml version="1.0" encoding="UTF-8"?><w>考勤情况</w>', **more.get("parts", {})}
    )


def pdf(body=b"1 0 obj<</Type/Catalog>>endobj\n"):
    """A PDF that says nothing."""
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def stream(dictionary, content):
    """One object of a PDF with a stream."""
    return b"7 0 obj<<" + dictionary + b"/Length " + str(len(content)).encode() + b">>\nstream\n" + content + b"\nendstream endobj\n"


def png(width=2, height=2, extra=b""):
    """A PNG; `extra` are chunks between its head and its pixels. A large one has the head alone."""
    pixels = zlib.compress((b"\0" * (1 + 3 * width)) * height if width * height < 10_000 else b"\0" * 14)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(kind, content):
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def drawn(form, mode="RGB", size=(48, 32), **how):
    """A picture as a program writes it, of one kind or the other."""
    from PIL import Image

    target = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    if form == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(picture).save(target, quality=60)
    else:
        picture.save(target, form, **how)
    return target.getvalue()


@cache
def _plain_jpg():
    return drawn("JPEG", quality=80)


def jpg(width=0, height=0, notes=b""):
    """A JPG; `notes` are segments in front of its tables. With a size its head says so, whatever there is of it."""
    data = bytearray(_plain_jpg())
    if width:
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data[:2]) + notes + bytes(data[2:])


def segment(marker, content):
    """One segment of a JPG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation):
    """What a telephone writes: which way up, and a place that is nobody's business."""
    body = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0) + b"GPS 36.06N 120.38E"
    return segment(0xE1, body)


@cache
def heic(size=(48, 32)):
    """A picture as a telephone keeps it."""
    return drawn("HEIF", size=size)


def old_office(*entries):
    """A document in the container of the old Office, with these entries in its directory beside the first."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    head[24:32] = b"\x3e\0\x03\0\xfe\xff\x09\0"
    directory = b"".join(_entry(name) for name in ("Root Entry", "WordDocument", *entries))
    return bytes(head) + directory.ljust(-(-len(directory) // 512) * 512 + 512, b"\0")


def _entry(name):
    written = name.encode("utf-16-le") + b"\0\0"
    return (written.ljust(64, b"\0") + struct.pack("<H", len(written))).ljust(128, b"\0")


OLD_OFFICE = old_office()


def wide(text):
    """A name as the old Office container writes it."""
    return text.encode("utf-16-le")
