"""Files made by code: sound ones of every type that is taken, and what someone might bring instead."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

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


def png(width=2, height=2, extra=b""):
    """A PNG; `extra` are chunks between its head and its pixels."""
    pixels = zlib.compress(b"\0" * 14)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(kind, content):
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def jpg(width=16, height=16, notes=b""):
    """A JPG; `notes` are segments in front of its tables."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + notes + frame + scan + b"\xff\xd9"


def segment(marker, content):
    """One segment of a JPG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation):
    """What a telephone writes: which way up, and a place that is nobody's business."""
    body = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0) + b"GPS 36.06N 120.38E"
    return segment(0xE1, body)


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def wide(text):
    """A name as the old Office container writes it."""
    return text.encode("utf-16-le")
