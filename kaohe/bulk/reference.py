"""What the engine's boards say, in the words of a result's columns: the reference that every back end is held against."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaohe.bulk.plan import NodeOf, Plan
from kaohe.bulk.sql_ranks import ABOVE, EXACT, HONOUR, OPEN, OUTSIDE, POINTS, RAISED, RANK, SETTLED
from kaohe.engine import Board, Node, Standing, rounded


def expected(plan: Plan, boards: Mapping[str, Board], *, above: bool = True) -> dict[str, dict[str, Any]]:
    """The rows that the engine would write, by department; `boards` are those of each bureau.

    above  False leaves out the ranks above bureaus, which need all of them
    """
    rows = {}
    for bureau, board in boards.items():
        for standing in board.standings:
            rows[standing.department.code] = {"bureau": bureau, **_standing(plan, board, standing)}
    for ranking in plan.rankings if above else ():
        placings = [placing for board in boards.values() for placing in board.rankings[ranking.code]]
        ranked = [placing.value for placing in placings if placing.rank and placing.value is not None]
        for board in boards.values():
            for placing in board.rankings[ranking.code]:
                higher = [value for value in ranked if placing.value is not None and value > placing.value]
                place = 1 + len(higher) if placing.rank else None
                rows[placing.department][f"{ABOVE}{ranking.code}"] = place
    return rows


def _standing(plan: Plan, board: Board, standing: Standing) -> dict[str, Any]:
    code = standing.department.code
    row: dict[str, Any] = {"department": code}
    for ranking, placings in board.rankings.items():
        placing = next(each for each in placings if each.department == code)
        row |= {f"{RANK}{ranking}": placing.rank, f"{OUTSIDE}{ranking}": placing.why}
    for honour, placings in board.honours.items():
        row[f"{HONOUR}{honour}"] = next(each.rank for each in placings if each.department == code)
    raised = {each.consequence for each in standing.raised}
    for raising in plan.raisings:
        row[f"{RAISED}{raising.consequence}"] = int(raising.consequence in raised)
    for form, node in zip(plan.nodes, standing.tree.walk(), strict=True):
        row |= _node(plan, form, node)
    return row


def _node(plan: Plan, form: NodeOf, node: Node) -> dict[str, Any]:
    rounding = plan.rulebook.rounding
    settled = Fraction(node.settled) * form.unit
    row: dict[str, Any] = {
        f"{POINTS}{node.code}": None if node.points is None else rounded(node.points, rounding.places, rounding.mode),
        f"{EXACT}{node.code}": None if node.points is None else settled,
    }
    if form.open:
        undecided = Fraction(node.undecided) * plan.steps[form.undecided].unit
        row |= {f"{SETTLED}{node.code}": settled, f"{OPEN}{node.code}": undecided if node.points is None else 0}
    return row
