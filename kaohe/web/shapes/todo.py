"""One thing that somebody owes, as every list of them shows it."""

from datetime import date
from typing import NamedTuple


class Act(NamedTuple):
    """A deed done in place: a button that posts `fields` to `url` under a one-time key.

    ask  a sentence is asked for, in the field "reason", with these words beside it
    """

    label: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    strong: bool = True


class Todo(NamedTuple):
    """One thing to be done: its kind in a word, what, a note, where to go for it, by when, and what can be done in place."""

    kind: str
    words: str
    note: str
    url: str
    tone: str = "blue"
    until: date | None = None
    acts: tuple[Act, ...] = ()
