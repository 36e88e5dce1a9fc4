"""The quarter's bulletin: balances, what moved, what came in late, key goals, information; the same draft and announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from kaohe.engine import Board, Entry, Exact, Facts, Item, Line, Standing, total
from kaohe.pictures.values import balance_of

from .figures import change, figure, listed
from .known import followed_item
from .ways import ledger_at

if TYPE_CHECKING:
    from kaohe.cycles.models import Period
    from kaohe.web.desk import Desk


class Cell(NamedTuple):
    """One balance, how it moved since the bulletin before, and where its tree stands; "" where that is not to be seen."""

    points: str
    moved: str
    url: str


class Balances(NamedTuple):
    """Departments down, items across."""

    items: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]


class Moved(NamedTuple):
    """One entry that came to count since the bulletin before. Who it was about is told only to whom that department concerns."""

    department: str
    points: str
    tone: str
    sentence: str
    clause: str
    clause_url: str
    number: str
    url: str
    occurred: str
    about: str
    late: bool


class GoalRow(NamedTuple):
    """One key goal: what was told, and what was found; `url`: the entry in which that stands, or the goal, for whom it concerns."""

    department: str
    code: str
    title: str
    url: str
    completion: str
    met: bool | None
    sentence: str


class Sent(NamedTuple):
    """One department's information: counts of this quarter by rule, its quota, its points in the year."""

    department: str
    counts: tuple[tuple[str, str], ...]
    quota: str
    short: bool
    points: str
    url: str


class Information(NamedTuple):
    """One item that counts pieces against a quota."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[Sent, ...]


class BulletinPage(NamedTuple):
    """Everything that a bulletin says."""

    period: str
    balances: Balances
    moved: tuple[Moved, ...]
    late: int
    goals: tuple[GoalRow, ...]
    information: tuple[Information, ...]
    missing: str


class Quarter(NamedTuple):
    """What a bulletin is made of. `after`: the last entry that the bulletin before counted; `since`: the day it went up to.

    issue  which announcement of this quarter it is, from 1; None for a draft. What was announced leads to the points as they were then
    """

    period: Period
    board: Board
    facts: Facts
    details: Mapping[str, Any]
    before: Board | None
    after: int
    since: date | None
    issue: int | None = None


def bulletin_page(desk: Desk, quarter: Quarter) -> BulletinPage:
    """The bulletin of that quarter. It asks the database nothing."""
    names = {each.department.code: desk.say(each.department.title) for each in quarter.board.standings}
    moved = tuple(_moved(desk, quarter, names))
    return BulletinPage(
        period=desk.say(quarter.period.label),
        balances=_balances(desk, quarter, names),
        moved=moved,
        late=sum(each.late for each in moved),
        goals=tuple(
            GoalRow(names.get(row["department"], row["department"]), row["code"], row["title"], _goal_at(desk, row),
                    "—" if row["completion"] is None else f"{row['completion']}%", row["met"], row["sentence"])
            for row in quarter.details["goals"]
        ),
        information=tuple(_information(desk, quarter, item, names) for item in _with_quota(desk)),
        missing=listed(names.get(code, code) for code in quarter.details["missing"]),
    )  # fmt: skip


def _goal_at(desk: Desk, row: Mapping[str, Any]) -> str:
    """Where it stands what was found of a goal. Bulletins of before name no entry."""
    if row["department"] not in desk.seen:
        return ""
    if row.get("entry"):
        return reverse("entry", args=[desk.cycle.year, row["entry"]])
    return reverse("goal-sheet", args=[desk.cycle.year, row["department"]])


def _department_at(desk: Desk, quarter: Quarter, code: str) -> str:
    """The department's points as the bulletin has them; "" where they are not this person's to see."""
    year, number = desk.cycle.year, quarter.period.number
    if code not in desk.seen:
        return ""
    if quarter.issue is None:
        return f"{reverse('department', args=[year, code])}?period={number}"
    return reverse("quarter-department", args=[year, number, quarter.issue, code])


def _balances(desk: Desk, quarter: Quarter, names: Mapping[str, str]) -> Balances:
    block = desk.rulebook.items[followed_item(desk.rulebook)]
    items = [item for item in block.walk() if not item.items]
    rows = []
    for standing in quarter.board.standings:
        code = standing.department.code
        url = _department_at(desk, quarter, code)
        old = next((each for each in quarter.before.standings if each.department.code == code), None) if quarter.before else None
        cells = tuple(_cell(standing, old, item, f"{url}#{item.code}" if url else "") for item in [*items, block])
        rows.append((names[code], url, cells))
    heads = tuple((desk.say(item.label), figure(item.full)) for item in [*items, block])
    return Balances(heads, tuple(rows))


def _cell(standing: Standing, old: Standing | None, item: Item, url: str) -> Cell:
    now = balance_of(standing.tree.find(item.code), item)
    moved = total([now, -(balance_of(old.tree.find(item.code), item) if old else _at_first(item))])
    return Cell(figure(now), change(moved) if moved else "", url)


def _at_first(item: Item) -> Exact:
    """What an item is worth before anything happened: all that is under it, what starts at zero left out."""
    if item.items:
        return total(_at_first(each) for each in item.items)
    return Decimal(0) if item.start == "zero" else item.full


def _moved(desk: Desk, quarter: Quarter, names: Mapping[str, str]) -> Iterable[Moved]:
    """Counted lines that rest on entries which came to count since the bulletin before, department by department."""
    sheet = desk.sheet()
    for standing in quarter.board.standings:
        code = standing.department.code
        for node in standing.tree.walk():
            for line in node.lines:
                for entry in _new(line, quarter):
                    row = sheet.row(line)
                    seen = code in desk.seen
                    yield Moved(
                        names[code], row.points, row.tone, row.sentence, row.clause, row.clause_url, entry.id,
                        sheet.entry_url(entry.id) if seen else "", entry.occurred_on.isoformat(), entry.about if seen else "",
                        quarter.since is not None and entry.occurred_on <= quarter.since,
                    )  # fmt: skip
                    break  # a line is told once, by its newest entry


def _new(line: Line, quarter: Quarter) -> list[Entry]:
    """The line's entries that are new, the newest first; none for lines that move nothing."""
    if not line.counted or line.what == "flag" or not line.rule:
        return []
    fresh = [entry for entry in line.entries if int(entry.id) > quarter.after]
    fresh += [
        entry for entry in line.entries
        if int(entry.id) <= quarter.after and quarter.since is not None and entry.occurred_on > quarter.since
    ]  # fmt: skip
    return sorted(fresh, key=lambda entry: -int(entry.id))


def _with_quota(desk: Desk) -> list[Item]:
    """The items that count pieces against a quota."""
    return [item for item in desk.rulebook.tree.walk() if any(rule.name == "quota" for rule in item.rules)]


def _information(desk: Desk, quarter: Quarter, item: Item, names: Mapping[str, str]) -> Information:
    period = quarter.period
    sums: Counter[tuple[str, str]] = Counter()
    for entry in quarter.facts.entries:
        if period.starts <= entry.occurred_on <= period.ends:
            sums[entry.department, entry.rule] += entry.count
    quota = next(rule for rule in item.rules if rule.name == "quota")
    rows = []
    for standing in quarter.board.standings:
        department = standing.department
        seen = department.code in desk.seen
        wanted = department.attributes.get(quota.quota)
        done = sums[department.code, quota.code]
        ways = {rule.code: ledger_at(desk.cycle.year, department=department.code, rule=rule.code, period=period.number) for rule in item.rules}
        counts = tuple((str(sums[department.code, rule.code]), ways[rule.code] if seen else "") for rule in item.rules)
        url = f"{_department_at(desk, quarter, department.code)}#{item.code}" if seen else ""
        points = figure(balance_of(standing.tree.find(item.code), item))
        rows.append(Sent(names[department.code], counts, figure(wanted), wanted is not None and done < wanted, points, url))
    return Information(desk.say(item.label), tuple(desk.say(rule.label) for rule in item.rules), tuple(rows))
