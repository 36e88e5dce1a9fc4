"""The bundle's container: a stored zip in which every byte follows from its members, so that any other byte shows.

Ordinary tools open it. We write and read it ourselves because a library leaves choices open (dates, flags, versions of
Python) that would change bytes, and because nothing here is ever compressed: a container can't be larger than its file.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_MADE_BY: Final = 3 << 8 | _VERSION
_UTF8_NAMES: Final = 0x0800
_FIRST_DAY: Final = 0x0021  # 1980-01-01, the earliest a zip can name: nobody takes it for a real date
_READABLE: Final = 0o100644 << 16

#: A member's name: folders and a file of plain letters (Chinese ones too), never "..", never absolute.
_NAME: Final = re.compile(r"[\w\-]+(?:\.[\w\-]+)*(?:/[\w\-]+(?:\.[\w\-]+)*)*")
_LONGEST_NAME: Final = 200
MOST_MEMBERS: Final = 2000

HEADER: Final = "header"
CHECKSUM: Final = "checksum"
CONTENT: Final = "content"
DIRECTORY: Final = "directory"


class Member(NamedTuple):
    """A name, its bytes, and the checksum written beside them (None: the right one)."""

    name: str
    content: bytes
    checksum: int | None = None


class Span(NamedTuple):
    """Which bytes of a container belong to what: a member's header, checksum or content, or its directory entry."""

    start: int
    end: int
    member: str
    part: str


def pack(members: tuple[Member, ...] | list[Member]) -> bytes:
    """The container of these members in this order. Checksums are always computed."""
    body, directory = [], []
    offset = 0
    for member in members:
        name = member.name.encode()
        size, checksum = len(member.content), zlib.crc32(member.content)
        common = (_VERSION, _UTF8_NAMES, 0, 0, _FIRST_DAY, checksum, size, size, len(name), 0)
        directory.append(_ENTRY.pack(b"PK\1\2", _MADE_BY, *common, 0, 0, 0, _READABLE, offset) + name)
        header = _LOCAL.pack(b"PK\3\4", *common) + name
        body += [header, member.content]
        offset += len(header) + size
    listing = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(listing), offset, 0)
    return b"".join([*body, listing, end])


def spans(members: tuple[Member, ...] | list[Member]) -> Iterator[Span]:
    """What each byte of `pack(members)` is, in order and without gaps."""
    offset = 0
    for member in members:
        head = _LOCAL.size + len(member.name.encode())
        yield Span(offset, offset + 14, member.name, HEADER)
        yield Span(offset + 14, offset + 18, member.name, CHECKSUM)
        yield Span(offset + 18, offset + head, member.name, HEADER)
        yield Span(offset + head, offset + head + len(member.content), member.name, CONTENT)
        offset += head + len(member.content)
    for member in members:
        long = _ENTRY.size + len(member.name.encode())
        yield Span(offset, offset + 16, member.name, DIRECTORY)
        yield Span(offset + 16, offset + 20, member.name, CHECKSUM)
        yield Span(offset + 20, offset + long, member.name, DIRECTORY)
        offset += long
    yield Span(offset, offset + _END.size, "", DIRECTORY)


def unpack(data: bytes) -> tuple[Member, ...]:
    """The members of a container. Names are plain and stand once. Raises ValueError where there are none."""
    return readings(data)[0]


def readings(data: bytes) -> tuple[tuple[Member, ...], ...]:
    """The members by the container's directory and by its headers, the one that explains more of its bytes first.

    Two ways, because a changed byte may stand in either. Raises ValueError where neither finds any member.
    """
    ways = [members for read in (_by_directory, _by_headers) if (members := read(data)) is not None]
    if not ways:
        raise ValueError("not a container of this kind")
    return tuple(sorted(ways, key=lambda members: _strangeness(members, data)))


def differing(one: bytes, other: bytes) -> Iterator[int]:
    """The offsets at which the two differ, ascending; where one is longer, every byte beyond the shorter."""
    step = 4096
    for start in range(0, max(len(one), len(other)), step):
        left, right = one[start : start + step], other[start : start + step]
        if left != right:
            for at in range(max(len(left), len(right))):
                if left[at : at + 1] != right[at : at + 1]:
                    yield start + at


def _strangeness(members: tuple[Member, ...], data: bytes) -> int:
    """How many bytes a container of these members would have otherwise."""
    packed = pack(members)
    short = min(len(packed), len(data))
    mixed = int.from_bytes(packed[:short], "big") ^ int.from_bytes(data[:short], "big")
    return short - mixed.to_bytes(short, "big").count(0) + abs(len(packed) - len(data))


def _by_directory(data: bytes) -> tuple[Member, ...] | None:
    if len(data) < _END.size:
        return None
    _, _, _, count, _, _, offset, _ = _END.unpack_from(data, len(data) - _END.size)
    members = []
    at = offset
    for _ in range(count if count <= MOST_MEMBERS else 0):
        if at + _ENTRY.size > len(data):
            return None
        fields = _ENTRY.unpack_from(data, at)
        checksum, size, name_size, start = fields[7], fields[9], fields[10], fields[16]
        name = _plain_name(data[at + _ENTRY.size : at + _ENTRY.size + name_size])
        content_at = start + _LOCAL.size + name_size
        if name is None or content_at + size > len(data):
            return None
        members.append(Member(name, data[content_at : content_at + size], checksum))
        at += _ENTRY.size + name_size
    return _sound(members, data)


def _by_headers(data: bytes) -> tuple[Member, ...] | None:
    members: list[Member] = []
    at = 0
    while data[at : at + 4] == b"PK\3\4" and at + _LOCAL.size <= len(data) and len(members) <= MOST_MEMBERS:
        fields = _LOCAL.unpack_from(data, at)
        checksum, size, name_size = fields[6], fields[8], fields[9]
        name = _plain_name(data[at + _LOCAL.size : at + _LOCAL.size + name_size])
        content_at = at + _LOCAL.size + name_size
        if name is None or content_at + size > len(data):
            break  # a file cut short still has the members before the cut
        members.append(Member(name, data[content_at : content_at + size], checksum))
        at = content_at + size
    return _sound(members, data)


def _plain_name(raw: bytes) -> str | None:
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        return None
    return name if len(raw) <= _LONGEST_NAME and _NAME.fullmatch(name) else None


def _sound(members: list[Member], data: bytes) -> tuple[Member, ...] | None:
    """Members that stand once each and are no larger together than the file: directory entries must not overlap."""
    names = {member.name for member in members}
    if not members or len(names) != len(members) or sum(len(member.content) for member in members) > len(data):
        return None
    return tuple(members)
