"""Seals that hold a book together: each record's digest covers the digest of the one before it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.engine import sha256_hex, shown, sm3_hex

#: What the first record of a book is sealed to.
BEGINNING = "0" * 64


def canonical(data: Mapping[str, Any]) -> bytes:
    """The same data always as the same bytes: sorted keys, UTF-8, whole numbers and texts only. TypeError for else."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text).encode()


def sealed(previous: str, data: Mapping[str, Any]) -> str:
    """The SHA-256 seal of `data` after the record whose seal is `previous`."""
    return sha256_hex(previous.encode() + b"\n" + canonical(data))


def sealed_sm3(previous: str, data: Mapping[str, Any]) -> str:
    """The same with SM3, for those who must or would rather trust that."""
    return sm3_hex(previous.encode() + b"\n" + canonical(data))


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them, exact numbers as text, so that what is stored reads back as what was sealed."""
    return json.loads(canonical(data))


def moment(at: datetime) -> str:
    """A moment as text that every database gives back the same: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: object) -> str:
    if isinstance(value, Decimal | Fraction):
        return shown(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {value!r}")
