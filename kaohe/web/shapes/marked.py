"""Two texts beside each other, the words marked that one has and the other hasn't."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

#: A Chinese character is a word by itself; elsewhere letters and digits hold together, as do spaces.
_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)


class Mark(NamedTuple):
    """A piece of text; `differs` where the other text hasn't got it."""

    text: str
    differs: bool


def marked(old: str, new: str) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """Both texts in pieces. Put together again, the pieces of each are that text."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    before, after = [], []
    for what, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before.append(Mark("".join(one[first:last]), what != "equal"))
        after.append(Mark("".join(other[start:end]), what != "equal"))
    return tuple(each for each in before if each.text), tuple(each for each in after if each.text)


class Change(NamedTuple):
    """One field as it was and as it is, or as two people have it; the words marked that differ."""

    label: str
    old: tuple[Mark, ...]
    new: tuple[Mark, ...]


def change(label: str, old: str, new: str) -> Change:
    """The field of that name with its two texts."""
    return Change(label, *marked(old, new))
