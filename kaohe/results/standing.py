"""What of the ledger still stands once its reversals are taken off."""

from __future__ import annotations

from collections import Counter

from kaohe.engine import Entry


def standing(entries: tuple[Entry, ...], rules: tuple[str, ...]) -> list[Entry]:
    """The entries under these rules of which something still stands."""
    taken = Counter[str]()
    for each in entries:
        if each.reverses:
            taken[each.reverses] -= each.count
    return [each for each in entries if each.rule in rules and not each.reverses and each.count > taken[each.id]]
