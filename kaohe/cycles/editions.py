"""Rulebooks read once: a small shelf of those in use, by the digest of their texts."""

from collections.abc import Callable, Mapping

from kaohe.engine import Problem, Refused, Rulebook, load
from kaohe.people.shelf import Shelf

#: Editions in use at once in one process; each is a few hundred kilobytes.
_read: Shelf[str, Rulebook] = Shelf(most=32)


def rulebook(digest: str, texts: Callable[[], Mapping[str, str]]) -> Rulebook:
    """The rulebook with that digest, read from `texts` the first time. Raises Refused where they are not those texts."""
    return _read.get(digest, lambda: _load(digest, texts()))


def _load(digest: str, texts: Mapping[str, str]) -> Rulebook:
    loaded = load(texts)
    if loaded.rulebook is None:
        raise Refused(loaded.problems)
    if loaded.rulebook.digest != digest:
        raise Refused([Problem("cycles.edition_changed", {"found": loaded.rulebook.digest, "expected": digest})])
    return loaded.rulebook
