"""What the department page shows: the score tree, where points were lost, what is pending, raised and set aside."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.engine import Exact, Node, Problem, Standing, times, total
from kaohe.pictures.values import Step, reasons, steps
from kaohe.pictures.waterfall import draw_waterfall

from .figures import change, figure, fixed, percent, size, width
from .lines import Group, LineRow, Sheet, problem_words
from .pictures import Drawn, drawn
from .rulebook import consequence

#: Set aside because of the day the page looks at; of these only the number is of interest.
LATER = frozenset({"later"})


class NodeRow(NamedTuple):
    """One box of the scheme: its points, the lines under it, the boxes under it."""

    code: str
    label: str
    clause: str
    clause_url: str
    points: str
    full: str
    state: str
    weight: str
    contribution: str
    bar: str
    bar_open: str
    lost: str
    groups: tuple[Group, ...]
    children: tuple["NodeRow", ...]
    raised: tuple[str, ...]
    level: int
    hint: str
    open: bool


class Loss(NamedTuple):
    """Where points went: the item, how many of its own and of the final hundred."""

    label: str
    anchor: str
    own: str
    full: str
    effect: str
    bar: str
    reasons: str


class Raised(NamedTuple):
    """A consequence in words, with the entries it rests on."""

    words: str
    rule: str
    clause: str
    clause_url: str
    entries: tuple[tuple[str, str], ...]


class DepartmentPage(NamedTuple):
    """Everything about one department's year."""

    code: str
    name: str
    title: str
    total: str
    provisional: bool
    rank: str
    out: str
    ruler: tuple[tuple[str, str, str, str], ...]
    losses: tuple[Loss, ...]
    gains: tuple[Loss, ...]
    tree: NodeRow
    raised: tuple[Raised, ...]
    pending: tuple[str, ...]
    wrong: tuple[str, ...]
    warnings: tuple[str, ...]
    aside: tuple[LineRow, ...]
    later: str
    places: int
    fall: Drawn


def department_page(standing: Standing, sheet: Sheet) -> DepartmentPage:
    """The page of one standing."""
    tree = standing.tree
    losses, gains = losses_and_gains(tree, sheet)
    said = {severity: _said(standing.problems, severity, sheet) for severity in ("pending", "error", "warning")}
    return DepartmentPage(
        code=standing.department.code,
        name=sheet.say(standing.department.name),
        title=sheet.say(standing.department.title),
        total=fixed(standing.published if standing.published is not None else tree.settled),
        provisional=standing.published is None,
        rank=str(standing.rank or ""),
        out=_out(standing),
        ruler=_ruler(tree, sheet),
        losses=losses,
        gains=gains,
        tree=_node(tree, sheet, standing.department.code, 1, Decimal(1)),
        raised=tuple(_raised(tree, sheet)),
        pending=said["pending"],
        wrong=said["error"],
        warnings=said["warning"],
        aside=sheet.rows(line for line in standing.aside if line.what not in LATER),
        later=_later(standing),
        places=sheet.rulebook.rounding.places,
        fall=drawn("fall", draw_waterfall(standing, sheet.rulebook, sheet.year, sheet.tongue, "#{}".format)),
    )


def _later(standing: Standing) -> str:
    number = sum(line.what in LATER for line in standing.aside)
    return ngettext("另有 %s 笔在截止日之后", "另有 %s 笔在截止日之后", number) % number if number else ""


def _said(problems: tuple[Problem, ...], severity: str, sheet: Sheet) -> tuple[str, ...]:
    return tuple(problem_words(each, sheet.rulebook, sheet.tongue) for each in problems if each.severity == severity)


def _out(standing: Standing) -> str:
    if standing.vetoed:
        return _("一票否决，不参加排名")
    return "" if standing.rank else _("尚未排名")


def _node(node: Node, sheet: Sheet, department: str, level: int, factor: Exact) -> NodeRow:
    weighted = any(child.weight != 1 for child in node.children)
    lost = total([node.full, -node.points]) if node.points is not None else None
    return NodeRow(
        code=node.code,
        label=sheet.say(node.label),
        clause=sheet.place(node.clause),
        clause_url=sheet.clause_url(node.clause),
        points=figure(_known(node)),
        full=figure(node.full),
        state="open" if node.points is None else "lost" if lost and lost > 0 else "full",
        weight=percent(node.weight) if node.weight != 1 else "",
        contribution=figure(times(node.points, factor)) if node.points is not None and factor != 1 else "",
        bar=width(node.points if node.points is not None else node.settled, node.full),
        bar_open=width(total([node.settled, node.undecided]), node.full) if node.points is None else "0",
        lost=change(-lost) if lost else "",
        groups=sheet.groups(node.lines, department),
        children=tuple(
            _node(child, sheet, department, level + 1, times(factor, child.weight) if weighted else factor)
            for child in node.children
        ),
        raised=tuple(dict.fromkeys(consequence(raised.consequence) for raised in node.raised)),
        level=level,
        hint=_reasons(node, sheet) if _is_item(node, sheet) or not node.children else "",
        open=bool(node.children) and level < 4,
    )


def _known(node: Node) -> Exact | None:
    """The points, or those that are settled so far; None where nothing is: what is unknown is no zero."""
    return node.points if node.points is not None else node.settled or None


def _ruler(tree: Node, sheet: Sheet) -> tuple[tuple[str, str, str, str], ...]:
    """The final hundred as one bar: what each block brought, then what is open, then what was lost (class, x, width, words)."""
    parts: list[tuple[str, str, str, str]] = []
    at: Exact = Decimal(0)
    for number, child in enumerate(tree.children):
        brought = times(child.points if child.points is not None else child.settled, child.weight)
        words = f"{sheet.say(child.label)} {figure(brought if _known(child) is not None else None)}"
        parts.append(("ab"[number % 2], width(at, tree.full, 1000), width(brought, tree.full, 1000), words))
        at = total([at, brought])
    if tree.points is None:
        parts.append(("open", width(at, tree.full, 1000), width(tree.undecided, tree.full, 1000), _("待定 %s") % figure(tree.undecided)))
    return tuple(parts)


def losses_and_gains(tree: Node, sheet: Sheet) -> tuple[tuple[Loss, ...], tuple[Loss, ...]]:
    """Items that lost or gained against their full points, those that moved the final score most first.

    An item of which something is open has lost what can no longer be reached, as in the picture of the way from full marks.
    """
    found = [step for step in steps(tree, sheet.rulebook) if _is_item(step.node, sheet)]
    most: Exact = max((size(step.effect) for step in found), default=Decimal(1))
    found.sort(key=lambda step: -size(step.effect))
    rows = [(step.effect, _loss(step, most, sheet)) for step in found]
    return tuple(row for effect, row in rows if effect < 0), tuple(row for effect, row in rows if effect > 0)


def _is_item(node: Node, sheet: Sheet) -> bool:
    """True for a box that holds rules: quarters under it are parts of it, not items of their own."""
    item = sheet.rulebook.items.get(node.code)
    return item is not None and not item.items


def _loss(step: Step, most: Exact, sheet: Sheet) -> Loss:
    node = step.node
    why = (reasons(step.lines, sheet.rulebook, sheet.tongue), _("尚有待定") if step.open else "")
    return Loss(
        sheet.say(node.label), node.code, change(step.own), figure(node.full), change(step.effect), width(size(step.effect), most),
        " · ".join(filter(None, why)),
    )


def _reasons(node: Node, sheet: Sheet) -> str:
    """What happened, rule by rule, as short as it can be said: "无故缺勤 3 · 请假 …"."""
    lines = tuple(line for each in node.walk() for line in each.lines if line.counted)
    return reasons(lines, sheet.rulebook, sheet.tongue)


def _raised(tree: Node, sheet: Sheet) -> list[Raised]:
    found = []
    for raised in tree.all_raised():
        entries = tuple((entry.id, sheet.entry_url(entry.id)) for entry in raised.entries[:6])
        rule = sheet.say(raised.label)
        found.append(Raised(consequence(raised.consequence), rule, sheet.place(raised.clause), sheet.clause_url(raised.clause), entries))
    return found
