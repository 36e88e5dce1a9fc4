"""What would be, beside what is: departments that would change first, each with the reasons, and then all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Board, Difference, Exact, Line, Problem, Rulebook, Standing, compare, total

from .figures import change, figure, fixed
from .known import note_on, so_far
from .lines import Sheet, problem_words

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: Of the lines that came or went, so many are told for one department.
MOST_LINES = 12


class Reason(NamedTuple):
    """Why a department would change: an item that moved, or a line that would come or go."""

    mark: str
    words: str
    points: str
    tone: str


class Row(NamedTuple):
    """One department, before and after. `moved` by how many points, `up` whether it would gain places."""

    name: str
    url: str
    before: str
    after: str
    moved: str
    rank_before: str
    rank_after: str
    direction: str
    note: str
    changed: bool
    reasons: tuple[Reason, ...]


class WhatIf(NamedTuple):
    """The whole answer. `provisional`: some totals are only what is settled so far."""

    changed: tuple[Row, ...]
    rows: tuple[Row, ...]
    provisional: bool
    ranked: bool
    problems: tuple[str, ...]


def what_if_page(desk: Desk, now: Board, then: Board, rulebook: Rulebook) -> WhatIf:
    """The two boards side by side, in the order in which they would then stand. `rulebook` is the one of `then`."""
    differences: dict[str, list[Difference]] = {}
    for each in compare(now, then):
        differences.setdefault(each.department, []).append(each)
    sheet = Sheet(rulebook, desk.cycle.year, desk.cycle.edition.code, desk.tongue)
    before = {each.department.code: each for each in now.standings}
    rows = tuple(
        _row(desk, before.get(each.department.code), each, differences.get(each.department.code, []), sheet) for each in then.ranked()
    )
    return WhatIf(
        changed=tuple(row for row in rows if row.changed),
        rows=rows,
        provisional=any(each.published is None for each in then.standings),
        ranked=any(each.rank is not None for each in then.standings),
        problems=tuple(_new_problems(desk, now, then, rulebook)),
    )


def _row(desk: Desk, before: Standing | None, after: Standing, differences: Sequence[Difference], sheet: Sheet) -> Row:
    old = so_far(before) if before else None
    new = so_far(after)
    moved = total([new, -old]) if old is not None else None
    ranks = (before.rank if before else None), after.rank
    changed = bool(moved) or ranks[0] != ranks[1] or (before is not None and before.vetoed != after.vetoed)
    return Row(
        name=desk.say(after.department.title),
        url=desk.department_at(after.department.code),
        before=fixed(old),
        after=fixed(new),
        moved=change(moved) if moved else "",
        rank_before=str(ranks[0] or "—"),
        rank_after=str(ranks[1] or "—"),
        direction=_direction(*ranks),
        note=note_on(after),
        changed=changed,
        reasons=tuple(_reasons(differences, sheet)) if changed and after.department.code in desk.seen else (),
    )


def _direction(before: int | None, after: int | None) -> str:
    if before == after:
        return ""
    if before is None or after is None:
        return "out" if after is None else "in"
    return "up" if after < before else "down"


def _reasons(differences: Sequence[Difference], sheet: Sheet) -> Iterator[Reason]:
    """Items that moved, from the top down, then the single lines."""
    for each in differences:
        old, new = _exact(each.old), _exact(each.new)
        if each.what == "points" and _is_item(sheet.rulebook, each.item) and (old, new) != (None, None):
            words = f"{sheet.say(each.label)} {figure(old)} → {figure(new)}"
            yield Reason("item", words, change(each.change, blank="?"), _tone(each.change))
        elif each.what == "veto":
            yield Reason("veto", _("一票否决") if each.new else _("不再被一票否决"), "", "lost" if each.new else "gained")
    lines = [each for each in differences if each.line is not None]
    for each in lines[:MOST_LINES]:
        assert each.line is not None
        yield _line(each.line, each.what, sheet)
    if len(lines) > MOST_LINES:
        yield Reason("more", _("另有 %s 行变动") % (len(lines) - MOST_LINES), "", "quiet")


def _is_item(rulebook: Rulebook, code: str) -> bool:
    """True for a box that holds rules."""
    item = rulebook.items.get(code)
    return item is not None and not item.items


def _line(line: Line, what: str, sheet: Sheet) -> Reason:
    mark = "+" if what == "line_new" else "−"
    return Reason(mark, sheet.sentence(line), sheet.points(line.points, line), sheet.tone(line.points, line) if mark == "+" else "quiet")


def _exact(value: object) -> Exact | None:
    """A difference's points, which elsewhere may be a rank or a yes."""
    return value if isinstance(value, Exact) else None


def _tone(moved: Exact | None) -> str:
    if moved is None:
        return "open"
    return "lost" if moved < 0 else "gained"


def _new_problems(desk: Desk, now: Board, then: Board, rulebook: Rulebook) -> Iterator[str]:
    """What the suppositions would leave open or wrong that isn't so now."""
    known = {_key(each) for each in now.problems}
    for each in then.problems:
        if _key(each) not in known and each.severity != "warning" and (not each.department or each.department in desk.seen):
            yield problem_words(each, rulebook, desk.tongue)


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.department, str(sorted((name, str(value)) for name, value in problem.values.items()))
