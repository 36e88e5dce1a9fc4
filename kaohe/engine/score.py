"""Facts in, board out: each department by itself, then what needs all of them (ranks, honours)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import localcontext
from typing import Final

from kaohe.engine.books import Books, Opening
from kaohe.engine.exact import CONTEXT, rounded
from kaohe.engine.facts import Facts
from kaohe.engine.items import score_item
from kaohe.engine.problems import Problem
from kaohe.engine.ranking import honours, rankings
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.tree import Board, Standing

#: Stored with every snapshot and bundle. It changes when the same facts could give another tree.
ENGINE_VERSION: Final = "1"


def score(rulebook: Rulebook, facts: Facts) -> Board:
    """The whole board. Never raises over facts: what is wrong or unknown stands in `problems`, and has no number."""
    with localcontext(CONTEXT):
        opening = Opening(rulebook, facts)
        standings = [stand(rulebook, books) for books in opening.books.values()]
        return together(rulebook, facts, standings, opening.problems)


def together(rulebook: Rulebook, facts: Facts, standings: Sequence[Standing], problems: Sequence[Problem]) -> Board:
    """The second pass over all standings; `problems` are those that belong to no department."""
    placings = rankings(rulebook, standings)
    places = {placing.department: placing.rank for placing in next(iter(placings.values()), ())}
    ranked = tuple(replace(standing, rank=places.get(standing.department.code)) for standing in standings)
    return Board(
        rulebook=rulebook.code,
        digest=rulebook.digest,
        year=facts.year,
        as_of=facts.as_of,
        standings=ranked,
        rankings=placings,
        honours=honours(rulebook, standings, placings),
        problems=(*problems, *(problem for standing in ranked for problem in standing.problems)),
        bureau=facts.bureau or rulebook.bureau,
    )


def stand(rulebook: Rulebook, books: Books) -> Standing:
    """The first pass for one department."""
    tree = score_item(rulebook.tree, books.account)
    rounding = rulebook.rounding
    published = None if tree.points is None else rounded(tree.points, rounding.places, rounding.mode)
    return Standing(
        department=books.account.department,
        tree=tree,
        raised=tree.all_raised(),
        aside=tuple(books.aside),
        problems=tuple(books.account.problems),
        published=published,
    )
