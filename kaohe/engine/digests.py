"""Digests: SHA-256 and SM3 side by side, SM3 in plain Python where this Python was built without it."""

from __future__ import annotations

import hashlib
from typing import Final

_WORD: Final = 0xFFFFFFFF
_START: Final[tuple[int, ...]] = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def sm3_hex(data: bytes) -> str:
    """SM3 (GB/T 32905-2016) as 64 lower-case hex digits."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return sm3_plain(data)


def sm3_plain(data: bytes) -> str:
    """SM3 in plain Python: slow, but the same everywhere. The tests hold it against the standard's own vectors."""
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    state = _START
    for start in range(0, len(padded), 64):
        state = _compress(state, padded[start : start + 64])
    return "".join(f"{word:08x}" for word in state)


def _turn(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _WORD


def _expand(block: bytes) -> tuple[list[int], list[int]]:
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turn(words[j - 3], 15)
        mixed ^= _turn(mixed, 15) ^ _turn(mixed, 23)
        words.append(mixed ^ _turn(words[j - 13], 7) ^ words[j - 6])
    return words, [words[j] ^ words[j + 4] for j in range(64)]


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words, crossed = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        first = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if early else 0x7A879D8A, j)) & _WORD, 7)
        second = first ^ _turn(a, 12)
        choose = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        other = e ^ f ^ g if early else (e & f) | (~e & g & _WORD)
        left = (choose + d + second + crossed[j]) & _WORD
        right = (other + h + first + words[j]) & _WORD
        a, b, c, d = left, a, _turn(b, 9), c
        e, f, g, h = right ^ _turn(right, 9) ^ _turn(right, 17), e, _turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
