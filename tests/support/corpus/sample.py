"""One file of the corpus."""

from collections.abc import Callable
from typing import NamedTuple


class Sample(NamedTuple):
    """A file: its name, how it is made, and why it must be refused ("" where it must be taken).

    kind  what it must become where that is another type
    """

    title: str
    name: str
    made: Callable[[], bytes]
    refused: str = ""
    kind: str = ""


def good(title: str, name: str, made: Callable[[], bytes], kind: str = "") -> Sample:
    """A file that must be taken."""
    return Sample(title, name, made, "", kind)


def bad(code: str, title: str, name: str, made: Callable[[], bytes]) -> Sample:
    """A file that must be refused for that reason."""
    return Sample(title, name, made, f"evidence.{code}")
