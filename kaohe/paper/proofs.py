"""The proof at the foot: a code that a person can type, made from the digest of what was archived, and its QR symbol."""

from __future__ import annotations

import io
from typing import Final

from kaohe.paper.description import Proof

#: Digits and letters that nobody mistakes for one another on paper: no I, L, O, U.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 12


def code_of(digest: str) -> str:
    """Twelve characters in three groups, from the first sixty bits of a hexadecimal digest: 7K3M-09QX-2AB4.

    Raises ValueError for what is no digest.
    """
    number = int(digest[:15], 16)
    if len(digest) < 32:
        raise ValueError("a digest has at least 128 bits")
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def read_code(text: str) -> str:
    """What a person typed, as `code_of` writes it: lower case, missing dashes and look-alikes are understood.

    Raises ValueError for what can't be a code.
    """
    letters = "".join(text.split()).replace("-", "").replace("－", "").upper()
    letters = letters.translate(str.maketrans("OIL", "011"))
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        raise ValueError("a code has twelve digits and letters")
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def start_of_digest(code: str) -> str:
    """The first fifteen hexadecimal digits of every digest with that code, as `code_of` writes it."""
    number = 0
    for letter in code.replace("-", ""):
        number = number << 5 | _ALPHABET.index(letter)
    return f"{number:015x}"


def proof_words(proof: Proof) -> tuple[str, list[str], str]:
    """The line with the code, the lines under it, and the symbol's words for who can't see it."""
    half = (len(proof.digest) + 1) // 2
    lines = [f"{proof.method} {proof.digest[:half]}", proof.digest[half:]]
    return f"校验码 {proof.code}", lines, f"二维码：{proof.address}"


def symbol_svg(proof: Proof) -> str:
    """The QR symbol as SVG, on a white ground with the quiet zone that readers need."""
    target = io.BytesIO()
    _symbol(proof).save(target, kind="svg", xmldecl=False, svgns=True, border=2, dark="#000", light="#fff", scale=4)
    return target.getvalue().decode()


def symbol_png(proof: Proof) -> bytes:
    """The same as PNG, for Word."""
    target = io.BytesIO()
    _symbol(proof).save(target, kind="png", border=2, scale=8)
    return target.getvalue()


def _symbol(proof: Proof):  # type: ignore[no-untyped-def]  # the library's own class
    import segno

    return segno.make(proof.address, error="m", micro=False)
