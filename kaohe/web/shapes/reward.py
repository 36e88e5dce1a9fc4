"""An allotment as pages show it, tried or fixed: departments with what they would get, persons with the sentence behind each amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaohe.engine import Board, Exact, read_shown, total
from kaohe.uses.models import Allotment, Kept, kept
from kaohe.uses.reward import Allotted
from kaohe.uses.settings import Heads, Settings
from kaohe.uses.trial import lines_data
from kaohe.uses.words import money, money_moved, say_division, say_heads, say_line

from .figures import fixed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

Amounts = Mapping[tuple[str, str], Exact]


class Person(NamedTuple):
    """One share."""

    name: str
    heads: str
    amount: str
    before: str
    moved: str
    sentence: str
    own: bool


class DepartmentRow(NamedTuple):
    """One department: what it weighs and gets, against what stands now; `persons` empty where it isn't divided among them."""

    code: str
    name: str
    rank: str
    score: str
    coefficient: str
    heads: str
    amount: str
    before: str
    moved: str
    persons: tuple[Person, ...]
    sentence: str


class Clause(NamedTuple):
    """What the whole rests on: a clause or a reading, in words, and where it stands."""

    words: str
    url: str


class RewardPage(NamedTuple):
    """The whole allotment. `compared`: amounts in force stand beside."""

    sentences: tuple[str, ...]
    basis: tuple[Clause, ...]
    rows: tuple[DepartmentRow, ...]
    total: str
    before: str
    compared: bool
    persons: bool
    whole: bool


class Division(NamedTuple):
    """What a page needs of an allotment, be it tried or fixed."""

    settings: Settings
    weights: Exact
    spare: int
    lines: tuple[Kept, ...]


def tried(allotted: Allotted) -> Division:
    """An allotment that was only worked out."""
    lines = tuple(kept(each) for each in lines_data(allotted.lines))
    return Division(allotted.settings, allotted.weights, allotted.spare, lines)


def fixed_one(allotment: Allotment) -> Division:
    """An allotment that stands."""
    return Division(allotment.read_settings(), read_shown(allotment.weights), allotment.spare, allotment.read_lines())


def amounts_of(lines: Iterable[Kept]) -> Amounts:
    """What each gets, by department and person."""
    return {(line.department, line.person): line.amount for line in lines}


def reward_page(desk: Desk, board: Board, division: Division, seen: Iterable[Kept], now: Amounts | None = None) -> RewardPage:
    """The page over that division. `seen`: the lines that this person may see; `now`: the amounts in force, to stand beside."""
    lines: dict[str, list[Kept]] = {}
    for line in seen:
        lines.setdefault(line.department, []).append(line)
    rows = tuple(_department(desk, board, division, code, some, now or {}) for code, some in lines.items())
    shown_all = [line for some in lines.values() for line in some]
    return RewardPage(
        sentences=say_division(division.settings, division.weights, division.spare, desk.tongue),
        basis=_basis(desk),
        rows=rows,
        total=money(total(line.amount for line in shown_all)),
        before=money(total((now or {}).values())) if now else "",
        compared=bool(now),
        persons=division.settings.heads != Heads.SIZE,
        whole=len(shown_all) == len(division.lines),
    )


def _department(desk: Desk, board: Board, division: Division, code: str, lines: list[Kept], now: Amounts) -> DepartmentRow:
    standing = board.of(code)
    outside = standing.rank is None
    amount, before = total(line.amount for line in lines), total(now.get((line.department, line.person), Decimal(0)) for line in lines)
    own = desk.officer.username
    persons = tuple(
        Person(
            line.name, say_heads(line.heads, division.settings.heads), money(line.amount),
            money(now[line.department, line.person]) if (line.department, line.person) in now else "—",
            money_moved(total([line.amount, -now.get((line.department, line.person), Decimal(0))])),
            say_line(line, division.settings, division.weights, outside, desk.tongue), line.person == own,
        )
        for line in lines
        if line.person
    )  # fmt: skip
    return DepartmentRow(
        code=code,
        name=desk.say(standing.department.title),
        rank=str(standing.rank or "—"),
        score=fixed(standing.published),
        coefficient=fixed(lines[0].coefficient),
        heads=fixed(total(line.heads for line in lines)),
        amount=money(amount),
        before=money(before) if now else "",
        moved=money_moved(total([amount, -before])) if now else "",
        persons=persons,
        sentence="" if persons else say_line(lines[0], division.settings, division.weights, outside, desk.tongue),
    )


def _basis(desk: Desk) -> tuple[Clause, ...]:
    """The clause that makes results decide bonuses, and the readings of its gaps."""
    uses = desk.rulebook.uses
    if uses is None:
        return ()
    url = desk.sheet().clause_url(uses.clause)
    clause = desk.rulebook.clauses[uses.clause]
    found = [Clause(f"{desk.place(uses.clause)} {desk.say(clause.title)}", url)]
    return (*found, *(Clause(f"{code} {desk.say(desk.rulebook.readings[code].default)}", url) for code in uses.readings))
