"""One year's facts under one variant of a rulebook after another: what is the same in two of them is reckoned once.

A grid of a hundred boards differs in a few numbers, and an item that `Varying` left as it is comes to the same in the same books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

from kaohe.engine.books import Books, Opening, mark_beaten
from kaohe.engine.exact import CONTEXT
from kaohe.engine.facts import Facts
from kaohe.engine.parameters import Varying
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.score import stand, together
from kaohe.engine.tree import Board


class Variants:
    """A rulebook and facts, asked again and again with other numbers."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.facts = facts
        self._varying = Varying(rulebook)
        self._openings: dict[tuple[Decimal, ...], Opening] = {}
        self._kept: dict[Any, dict[int, Any]] = {}

    def of(self, values: Mapping[str, Decimal]) -> tuple[Rulebook, Board]:
        """The rulebook with those numbers, and what `score` makes of it. Raises Refused as `varied` does."""
        rulebook = self._varying.of(values)
        with localcontext(CONTEXT):
            opening = self._opened(rulebook)
            standings = [stand(rulebook, self._taken_up(books, rulebook)) for books in opening.books.values()]
            return rulebook, together(rulebook, self.facts, standings, opening.problems)

    def _opened(self, rulebook: Rulebook) -> Opening:
        """The books, opened once for all variants by which the same decisions are sound."""
        limits = tuple(
            rulebook.most_decided(code) for code, rule in rulebook.rules.items() if rule.any_date and not hasattr(rule, "category")
        )
        if limits not in self._openings:
            self._openings[limits] = Opening(rulebook, self.facts)
        return self._openings[limits]

    def _taken_up(self, books: Books, rulebook: Rulebook) -> Books:
        """The books under that variant, with what items came to before where the same entries lost to others of their matter."""
        account = replace(books.account, rulebook=rulebook, beaten={}, problems=[*books.account.problems])
        mark_beaten(account)
        lost = tuple((entry, winner.entry.id) for entry, winner in account.beaten.items())
        account.kept = self._kept.setdefault((id(books), lost), {})
        return replace(books, account=account)
