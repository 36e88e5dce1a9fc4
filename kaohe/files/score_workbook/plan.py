"""Which row of a department's sheet holds what: laid out before anything is written, since sums point to rows below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kaohe.engine import Exact, Item, Line, Node, Rulebook
from kaohe.files.score_workbook.formulas import POINTS, WEIGHT, Cell, Cells, Spot, line_cells, number_text

_LIMITS = ("floor", "cap")


@dataclass(slots=True)
class NodeRows:
    """The rows of one node: its own, its lines from `first` to `last`, of which the limits are from `limits` on."""

    node: Node
    depth: int
    row: int
    first: int = 0
    limits: int = 0
    last: int = 0
    children: list[NodeRows] = field(default_factory=list)
    lines: list[tuple[int, Line]] = field(default_factory=list)

    def walk(self) -> Iterator[NodeRows]:
        """This node's rows, then those of every node under it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, code: str) -> NodeRows:
        """The rows of the node with that code. Raises KeyError."""
        for rows in self.walk():
            if rows.node.code == code:
                return rows
        raise KeyError(code)

    @property
    def end(self) -> int:
        """The last row of this node and everything under it."""
        return self.children[-1].end if self.children else max(self.row, self.last)


def plan(node: Node, rulebook: Rulebook, row: int, depth: int = 0, item: Item | None = None) -> NodeRows:
    """Lay the node out from that row (one-based) down: itself, its lines, its limits, its children."""
    item = rulebook.items.get(node.code, item)
    rows = NodeRows(node, depth, row, first=row + 1)
    lines = list(_with_extras([line for line in node.lines if line.what not in _LIMITS], rulebook))
    rows.limits = rows.first + len(lines)
    lines += _limits(node, item)
    rows.lines = list(enumerate(lines, rows.first))
    rows.last = row + len(lines)
    at = rows.last + 1
    for child in node.children:
        rows.children.append(plan(child, rulebook, at, depth + 1, item))
        at = rows.children[-1].end + 1
    return rows


def _with_extras(lines: list[Line], rulebook: Rulebook) -> Iterator[Line]:
    """Every quota that has more beyond it gets the row for that, so that a higher count moves the total."""
    for number, line in enumerate(lines):
        yield line
        has_extra = number + 1 < len(lines) and lines[number + 1].what == "quota_extra"
        extra = getattr(rulebook.rules.get(line.rule), "extra", Decimal(0))
        if line.what in ("quota_met", "quota_unmet", "quota_open") and extra and not has_extra:
            values = {"period": line.values["period"], "count": 0, "per": line.values["per"], "each": str(extra)}
            yield line._replace(points=Decimal(0), what="quota_extra", entries=(), values=values)


def _limits(node: Node, item: Item | None) -> Iterator[Line]:
    """The rows of floor and cap, also where nothing has reached them yet but a changed count could."""
    shown = {line.what: line for line in node.lines if line.what in _LIMITS}
    for what, limit in _could_reach(node, item).items():
        idle = Line(Decimal(0), what, node.clause, "", node.label, (), True, {"limit": limit})
        yield shown.pop(what, idle)
    yield from shown.values()


def _could_reach(node: Node, item: Item | None) -> dict[str, Decimal]:
    if item is None:
        return {}
    period = item.code != node.code
    if item.each_period is not None and not period:
        return {}  # the periods have their own limits, and these can't be passed by their sum
    cap = item.each_period if period else item.cap
    found: dict[str, Decimal] = {}
    if item.floor is not None and item.start == "full" and not item.items:
        found["floor"] = item.floor
    earns = item.start == "zero" or any(getattr(rule, "levels", ()) for rule in item.rules) or bool(item.items)
    if cap is not None and earns:
        found["cap"] = cap
    return found


def cells_of(rows: NodeRows, row: int, line: Line, rulebook: Rulebook, pending: str) -> Cells:
    """The cells of one line of a node."""
    if line.what not in _LIMITS:
        return line_cells(line, rulebook, Spot(row, rows.first, rows.row), pending)
    limit = number_text(line.values["limit"])
    subtotal = "+".join(_parts(rows, rows.limits - 1)) or "0"
    way = "MAX" if line.what == "floor" else "MIN"
    return Cells(Cell(line.points, f"={way}(0,{limit}-({subtotal}))"))


def node_cell(rows: NodeRows, pending: str) -> Cell:
    """The node's sum; while something is pending it says so, and comes to life once all is filled in."""
    parts = _parts(rows, rows.last)
    total = "+".join(parts) or "0"
    if not rows.node.pending:
        return Cell(rows.node.points, f"={total}")
    known = []
    if rows.last >= rows.first:
        known.append(f'COUNTIF({POINTS}{rows.first}:{POINTS}{rows.last},"{pending}")=0')
    if rows.children:
        cells = ",".join(f"{POINTS}{child.row}" for child in rows.children)
        known.append(f"COUNT({cells})={len(rows.children)}")
    condition = known[0] if len(known) == 1 else f"AND({','.join(known)})"
    return Cell(None, f'=IF({condition},{total},"{pending}")')


def _parts(rows: NodeRows, last: int) -> list[str]:
    """What a node adds up: its children by weight, and its lines down to that row."""
    parts = []
    for child in rows.children:
        # N() of the word "pending" is zero: what is settled so far.
        cell = f"N({POINTS}{child.row})" if child.node.pending else f"{POINTS}{child.row}"
        parts.append(cell if child.node.weight == 1 else f"{cell}*{WEIGHT}{child.row}")
    if last >= rows.first:
        parts.append(f"SUM({POINTS}{rows.first}:{POINTS}{last})")
    return parts


def raw_formula(rows: NodeRows, sheet: str) -> str:
    """The node's points before its limits, as seen from another sheet."""
    cell = f"{sheet}!{POINTS}{rows.row}"
    if rows.last < rows.limits:
        return cell
    return f"{cell}-SUM({sheet}!{POINTS}{rows.limits}:{POINTS}{rows.last})"


def exact_or_none(number: Exact | None) -> float | None:
    """The nearest a cell can hold; None stays unknown."""
    return None if number is None else float(number)
