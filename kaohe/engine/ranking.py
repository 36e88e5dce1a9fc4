"""Second pass: what needs all departments at once. Ranks with ties, those outside them, and who may be honoured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kaohe.engine.exact import rounded
from kaohe.engine.rulebook import Ranking, Rulebook
from kaohe.engine.tree import Placing, Standing


def rankings(rulebook: Rulebook, standings: Sequence[Standing]) -> dict[str, tuple[Placing, ...]]:
    """Each ranking of the rulebook by its code. Ties share a rank (1, 2, 2, 4); those outside it come last, unranked.

    While any department that would be ranked is still pending, nobody has a rank: it could still change.
    """
    return {ranking.code: _rank(rulebook, ranking, standings) for ranking in rulebook.rankings}


def _rank(rulebook: Rulebook, ranking: Ranking, standings: Sequence[Standing]) -> tuple[Placing, ...]:
    outside = {standing.department.code: taken_out(standing, ranking.without) for standing in standings}
    candidates = [standing for standing in standings if not outside[standing.department.code]]
    values = {standing.department.code: value_of(rulebook, ranking, standing) for standing in standings}
    if any(values[standing.department.code] is None for standing in candidates):
        placings = [_placing(standing, values, None, "pending") for standing in candidates]
    else:
        # sorted() keeps the decreed order of departments among full ties.
        ordered = sorted(candidates, key=lambda standing: _key(rulebook, ranking, standing, values))
        figures = [values[standing.department.code] for standing in ordered]
        firsts = {figure: place for place, figure in reversed([*enumerate(figures, 1)])}
        placings = [
            _placing(standing, values, firsts[figure]) for standing, figure in zip(ordered, figures, strict=True)
        ]
    left = [standing for standing in standings if outside[standing.department.code]]
    return (*placings, *(_placing(standing, values, None, outside[standing.department.code]) for standing in left))


def _key(
    rulebook: Rulebook, ranking: Ranking, standing: Standing, values: Mapping[str, Decimal | None]
) -> tuple[Decimal, Decimal]:
    """Highest first; among equals the higher `then_by` item comes first, though it shares the rank (口径 R45)."""
    first = values[standing.department.code] or Decimal(0)
    second = _points(rulebook, standing, ranking.then_by) if ranking.then_by else None
    return -first, -(second or Decimal(0))


def _placing(standing: Standing, values: Mapping[str, Decimal | None], rank: int | None, why: str = "") -> Placing:
    return Placing(standing.department.code, values[standing.department.code], rank, why)


def taken_out(standing: Standing, consequences: Sequence[str]) -> str:
    """The consequence that keeps the department out; "" where none does."""
    return next((raised.consequence for raised in standing.raised if raised.consequence in consequences), "")


def value_of(rulebook: Rulebook, ranking: Ranking, standing: Standing) -> Decimal | None:
    """What the ranking goes by: the published points of its item, or its raw points before any limit."""
    if ranking.value == "published":
        return _points(rulebook, standing, ranking.of)
    raw = standing.tree.find(ranking.of).raw
    return None if raw is None else _published(rulebook, raw)


def _points(rulebook: Rulebook, standing: Standing, item: str) -> Decimal | None:
    points = standing.tree.find(item).points
    return None if points is None else _published(rulebook, points)


def _published(rulebook: Rulebook, points: object) -> Decimal:
    return rounded(points, rulebook.rounding.places, rulebook.rounding.mode)  # type: ignore[arg-type]


def honours(
    rulebook: Rulebook, standings: Sequence[Standing], placings: Mapping[str, tuple[Placing, ...]]
) -> dict[str, tuple[Placing, ...]]:
    """Who may be named advanced, in the order of the ranking behind it; the barred ones last, with the consequence."""
    found = {}
    for honour in rulebook.honours:
        barred = {
            standing.department.code: raised.consequence
            for standing in standings
            for raised in standing.raised
            if raised.consequence in honour.barred_by
        }
        places = placings[honour.ranking]
        able = [placing for placing in places if placing.department not in barred]
        unable = [
            placing._replace(rank=None, why=barred[placing.department])
            for placing in places
            if placing.department in barred
        ]
        found[honour.code] = (*able, *unable)
    return found
