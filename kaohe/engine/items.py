"""First pass: one department's account through the tree of items, limits as lines of their own."""

from __future__ import annotations

from collections.abc import Set
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe.engine.account import Account, Span
from kaohe.engine.exact import MINUS, ZERO, Exact, times, total
from kaohe.engine.phrases import register
from kaohe.engine.problems import PENDING
from kaohe.engine.rulebook import Item
from kaohe.engine.tree import Line, Node, Raised, tally

ONE: Final = Decimal(1)

register(
    {
        "line.full": ("满分 {full} 分", "full points {full}"),
        "line.period_open": (
            "{label}：{period}尚未结束，满分 {full} 分待定",
            "{label}: {period} isn't over; its {full} points are open",
        ),
        "line.floor": ("扣完为止：“{label}”最低 {limit} 分", "used up: “{label}” goes no lower than {limit}"),
        "line.cap": ("封顶：“{label}”最高 {limit} 分", "limit: “{label}” goes no higher than {limit}"),
        "line.broken": ("“{label}”的记录有误，暂不能计分", "the entries of “{label}” hold errors: no score yet"),
    }
)


class _Box(NamedTuple):
    """What names and limits a node: the item itself, or one period of it."""

    code: str
    label: str
    full: Decimal
    weight: Decimal
    floor: Decimal | None
    cap: Decimal | None


def score_item(item: Item, account: Account) -> Node:
    """The node of that item for that department, with everything under it: the very same where these books have kept it."""
    if account.kept is None:
        return _scored(item, account)
    if id(item) not in account.kept:
        found = len(account.problems)
        account.kept[id(item)] = item, _scored(item, account), account.problems[found:]
    else:
        account.problems += account.kept[id(item)][2]
    return account.kept[id(item)][1]


def _scored(item: Item, account: Account) -> Node:
    if item.items:
        return _together(item, account, tuple(score_item(each, account) for each in item.items))
    if item.each_period is not None:
        return _together(item, account, tuple(_leaf(item, account, span) for span in account.spans))
    return _leaf(item, account, None)


def score_again(item: Item, account: Account, node: Node, touched: Set[str]) -> Node:
    """The node anew where a touched item is, or stands under, this one; else the node as it was."""
    if item.items and item.code not in touched:
        pairs = zip(item.items, node.children, strict=True)
        children = tuple(score_again(each, account, child, touched) for each, child in pairs)
        same = all(new is old for new, old in zip(children, node.children, strict=True))
        return node if same else _together(item, account, children)
    return score_item(item, account) if item.code in touched else node


def _leaf(item: Item, account: Account, span: Span | None) -> Node:
    """An item of rules: where it starts, what the rules do, what they take away at the end, and the limits."""
    account.item, account.span = item, span
    box = _box(item, span)
    lines = _start(item, box, account, span)
    for rule in item.rules:
        lines += rule.lines(account)
    for rule in item.rules:
        if rule.closes:
            lines += rule.closing(account, tally(lines)[0])
    if item.code in account.broken and span is None:
        lines.append(_broken(item))
    raised = _raised(item, lines)
    account.item = account.span = None
    return _closed(item, box, lines, (), raised)


def _start(item: Item, box: _Box, account: Account, span: Span | None) -> list[Line]:
    """The full points where points are lost; open ones while the period isn't over."""
    if item.start == "zero":
        return []
    if span is None or span.over:
        return [Line(box.full, "full", item.clause, "", box.label, (), True, {"full": box.full})]
    account.report("period.open", item.clause, PENDING, item=item.label, period=span.label)
    values = {"period": span.label, "full": box.full, "at_stake": box.full}
    return [Line(None, "period_open", item.clause, "", item.label, (), True, values)]


def _raised(item: Item, lines: list[Line]) -> tuple[Raised, ...]:
    """The consequences, each resting on the lines of its rule."""
    found = []
    for rule in item.rules:
        grounds = rule.grounds([line for line in lines if line.rule == rule.code]) if rule.raises else ()
        if grounds:
            entries = tuple(entry for line in grounds for entry in line.entries)
            found += [Raised(each, rule.clause, rule.code, rule.label, entries) for each in rule.raises]
    return tuple(found)


def _broken(item: Item) -> Line:
    """Its errors stand among the problems; here is why the item has no score."""
    return Line(None, "broken", item.clause, "", item.label, (), True, {"at_stake": item.full})


def _together(item: Item, account: Account, children: tuple[Node, ...]) -> Node:
    """An item of items: their sum by weight, and its own limits."""
    return _closed(item, _box(item, None), [_broken(item)] if item.code in account.broken else [], children, ())


def _box(item: Item, span: Span | None) -> _Box:
    if span is not None and item.each_period is not None:
        return _Box(f"{item.code}.{span.number}", span.label, item.each_period, ONE, item.floor, item.each_period)
    return _Box(item.code, item.label, item.full, item.weight, item.floor, item.cap)


def _closed(item: Item, box: _Box, lines: list[Line], children: tuple[Node, ...], raised: tuple[Raised, ...]) -> Node:
    """Close the node: add up what it holds, then the floor's or the cap's own line."""
    subtotal, known = tally(lines)
    if children:
        subtotal = total([subtotal, *[_taken(child.settled, child.weight) for child in children]])
        known = known and all(child.points is not None for child in children)
    undecided = ZERO if known else _at_stake(box, lines, children)
    limit, settled = _limit(item, box, subtotal, ZERO if known else _awaited(box, lines, children)), subtotal
    if limit is not None:
        lines.append(limit)
        settled = total([subtotal, limit.points or ZERO])
    points, raw = (settled, subtotal) if known else (None, None)
    return Node(
        box.code,
        box.label,
        item.clause,
        box.full,
        box.weight,
        points,
        settled,
        undecided,
        raw,
        tuple(lines),
        children,
        raised,
    )


def _at_stake(box: _Box, lines: list[Line], children: tuple[Node, ...]) -> Exact:
    """How many points are still open here: what the unknown lines could move, never more than the full points."""
    open_lines = (line.values["at_stake"] for line in lines if line.counted and line.points is None)
    return min(box.full, total([*open_lines, *(_taken(child.undecided, child.weight) for child in children)]))


def _awaited(box: _Box, lines: list[Line], children: tuple[Node, ...]) -> Exact:
    """What open periods will bring on top of what was lost so far; until then nothing is used up."""
    if lines and lines[0].what == "period_open":
        return box.full
    return total(_taken(child.undecided, child.weight) for child in children)


def _taken(points: Exact, weight: Decimal) -> Exact:
    """What the parent takes of a child's points: most parents add up, and then nothing needs to be multiplied."""
    return points if weight == ONE else times(points, weight)


def _limit(item: Item, box: _Box, subtotal: Exact, awaited: Exact) -> Line | None:
    """The line that brings the subtotal back to its limit; None where it is within."""
    if box.floor is not None and subtotal < box.floor and (not awaited or total([subtotal, awaited]) < box.floor):
        what, limit, back = "floor", box.floor, total([box.floor, times(subtotal, MINUS), times(awaited, MINUS)])
    elif box.cap is not None and subtotal > box.cap:
        what, limit, back = "cap", box.cap, total([box.cap, times(subtotal, MINUS)])
    else:
        return None
    return Line(back, what, item.clause, "", box.label, (), True, {"limit": limit})
