"""The few exact numbers that pictures and pages share: what an item can bring, what is settled, what was lost where."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kaohe.engine import Exact, Item, Line, Node, Rulebook, Standing, times, total


def factors(rulebook: Rulebook) -> dict[str, Exact]:
    """By what each item's points are multiplied on their way into the final total: every weight above it."""
    found: dict[str, Exact] = {}

    def visit(item: Item, factor: Exact) -> None:
        found[item.code] = factor
        for child in item.items:
            visit(child, times(factor, child.weight) if item.combine == "weighted" else factor)

    visit(rulebook.tree, Decimal(1))
    return found


def shares(rulebook: Rulebook) -> dict[str, Exact]:
    """How many points of the final total each item can bring at most."""
    return {code: times(rulebook.items[code].full, factor) for code, factor in factors(rulebook).items()}


def leaves(rulebook: Rulebook) -> list[Item]:
    """The items that hold rules, in the rulebook's order."""
    return [item for item in rulebook.tree.walk() if not item.items]


def followed_item(rulebook: Rulebook) -> str:
    """The block whose balance is worth following by the quarter: the first that no grading decides; else the whole."""

    def graded(item: Item) -> bool:
        return any(rule.name == "graded" for each in item.walk() for rule in each.rules)

    return next((item.code for item in rulebook.tree.items if not graded(item)), rulebook.tree.code)


def so_far(standing: Standing) -> Exact:
    """The published figure, or what is settled so far."""
    return standing.published if standing.published is not None else standing.tree.settled


def reachable(node: Node) -> Exact:
    """Settled points and those still open."""
    return total([node.settled, node.undecided])


def balance(standing: Standing, item: Item) -> Exact:
    """What the item of that department is worth so far."""
    return balance_of(standing.tree.find(item.code), item)


def balance_of(node: Node, item: Item) -> Exact:
    """What one item is worth so far, the item's own node in hand."""
    return node.points if node.points is not None else balance_so_far(item, node.settled, node.undecided, node.full)


def balance_so_far(item: Item, settled: Exact, undecided: Exact, full: Exact) -> Exact:
    """While something is open: earned points where the item starts at zero, else what is left of its full points.

    What is left only falls by what was really lost, and never stands above the full points.
    """
    return settled if item.start == "zero" else min(total([settled, undecided]), full)


def brought(child: Node) -> Exact:
    """What a block brings to the whole, or has brought so far."""
    return times(child.points if child.points is not None else child.settled, child.weight)


class Step(NamedTuple):
    """What one item, or a limit above it, moved the final score away from full marks. All steps add up exactly.

    effect  on the final score; what is still open counts as kept
    own     of the item's own points; `lines` are the counted lines behind it
    """

    node: Node
    effect: Exact
    own: Exact
    open: bool
    lines: tuple[Line, ...]


def steps(tree: Node, rulebook: Rulebook) -> Iterator[Step]:
    """Every item that isn't worth its full points, in the rulebook's order, and the limits that moved something."""
    given = factors(rulebook)
    yield from _steps(tree, rulebook, given)


def _steps(node: Node, rulebook: Rulebook, given: dict[str, Exact]) -> Iterator[Step]:
    item = rulebook.items[node.code]
    if item.items:
        for child in node.children:
            yield from _steps(child, rulebook, given)
        known = [line for line in node.lines if line.counted and line.points]
        if moved := total([line.points for line in known if line.points is not None]):
            yield Step(node, times(moved, given[node.code]), moved, False, tuple(known))
        return
    own = total([reachable(node) if node.points is None else node.points, -node.full])
    if own:
        lines = tuple(line for each in node.walk() for line in each.lines if line.counted and line.points is not None)
        yield Step(node, times(own, given[node.code]), own, node.points is None, lines)


def reasons(lines: tuple[Line, ...], rulebook: Rulebook, language: str, most: int = 4) -> str:
    """What happened, rule by rule, as short as it can be said: "无故缺勤 ×3 · 工作差错 ×1"."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.counted and line.rule and line.points is not None and line.what not in ("flag", "quota_met"):
            label = str(line.values.get("grade", "")) or line.label
            # A quota's line counts what was delivered; the reason is the quarter, once.
            times_over = 1 if line.what.startswith(("grade", "quota")) else int(str(line.values.get("count", 1)))
            counts[label] = counts.get(label, 0) + times_over
    words = [f"{rulebook.in_language(label, language)} ×{number}" for label, number in counts.items()]
    return " · ".join(words[:most])
