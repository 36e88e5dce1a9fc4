"""A department's goals as typed, before they are goals: tidied, numbered, compared, and checked with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe import engine
from kaohe.engine import ERROR, PENDING, WARNING, Exact, Facts, Problem, Refused, Rulebook, Said, score, shown
from kaohe.files.cells import Odd, read_amount, read_date
from kaohe.files.columns import GOAL_SHEET
from kaohe.files.phrases import Told
from kaohe.goals.models import Goal
from kaohe.people.models import Department

#: A row is a mapping of these to texts; `key_work` is "yes" or "".
FIELDS: Final = (
    "category", "code", "title", "base", "origin", "measure", "target", "quality", "due", "key_work",
)  # fmt: skip
#: What stands behind each field in a sentence: Chinese, English.
NAMES: Final = {
    **{column.field: (column.header, column.english) for column in GOAL_SHEET.columns},
    "quality": ("质量标准", "Quality standard"),
}
REQUIRED: Final = ("title", "measure", "target", "quality", "due")
LONGEST: Final = {"code": 40, "category": 40, "title": 300, "base": 40, "origin": 200, "due": 40}
LONGEST_TEXT: Final = 2000
MOST_ROWS: Final = 60
LETTERS: Final = "ZYABCDEF"

Row = dict[str, str]


class Checked(NamedTuple):
    """The rows as facts for the engine, and what is worth a look."""

    facts: tuple[engine.Goal, ...]
    warnings: tuple[Problem, ...]


def tidy(rows: Iterable[Mapping[str, object]], rulebook: Rulebook) -> list[Row]:
    """The rows with every field as a trimmed text, empty ones left out, those without a number numbered.

    Raises Refused where there are more than anyone would read, or a text is longer than its column.
    """
    found = [{field: str(row.get(field) or "").replace("\r\n", "\n").strip() for field in FIELDS} for row in rows]
    found = [row for row in found if is_filled(row)]
    problems = [_problem("goals.too_long", number, field, most=_longest(field))
                for number, row in enumerate(found, 1) for field in FIELDS if len(row[field]) > _longest(field)]  # fmt: skip
    if len(found) > MOST_ROWS:
        problems.append(Problem("goals.too_many", {"found": len(found), "most": MOST_ROWS}))
    if problems:
        raise Refused(problems)
    return numbered(found, rulebook)


def is_filled(row: Row) -> bool:
    """True where something was typed: the class and the tick of an empty row say nothing."""
    return any(row[field] for field in FIELDS if field not in ("category", "key_work"))


def numbered(rows: Sequence[Row], rulebook: Rulebook) -> list[Row]:
    """A number for each row without one: a letter for its class, and the next free number."""
    taken = {row["code"] for row in rows}
    letters = dict(zip(rulebook.categories, LETTERS, strict=False))
    for row in rows:
        number = 1
        while not row["code"]:
            code = f"{letters.get(row['category'], 'M')}{number}"
            number += 1
            if code not in taken:
                row["code"] = code
                taken.add(code)
    return list(rows)


class Coming(NamedTuple):
    """What an import would do to a department's rows: how many it adds, changes, and leaves as they are."""

    added: int
    changed: int
    same: int


def matched(rows: Sequence[Row], coming: Sequence[Row]) -> list[Row]:
    """The rows that come, each without a number given that of the row with its title, so that nothing comes in twice."""
    known = {(row["category"], row["title"]): row["code"] for row in rows}
    return [{**row, "code": row["code"] or known.get((row["category"], row["title"]), "")} for row in coming]


def foreseen(rows: Sequence[Row], coming: Sequence[Row]) -> Coming:
    """What `merged` would do."""
    known = {row["code"]: row for row in rows}
    coming = matched(rows, coming)
    same = sum(known.get(row["code"]) == row for row in coming)
    changed = sum(row["code"] in known for row in coming) - same
    return Coming(len(coming) - same - changed, changed, same)


def merged(rows: Sequence[Row], coming: Sequence[Row]) -> list[Row]:
    """The rows with those that come in their places by number, new ones behind."""
    coming = matched(rows, coming)
    by_code = {row["code"]: row for row in coming if row["code"]}
    kept = [by_code.pop(row["code"], row) for row in rows]
    return [*kept, *by_code.values(), *(row for row in coming if not row["code"])]


def check(rows: Sequence[Mapping[str, str]], department: Department, rulebook: Rulebook, year: int) -> Checked:
    """The rows as what they would become. Raises Refused with everything that keeps them from being goals, row by row.

    Required: class, title, measure, target, quality standard, deadline (readings 2–5: sums exactly as decreed, a class
    without any goal is refused, more or fewer than usual is worth a look only).
    """
    found: list[Problem] = []
    facts = tuple(_fact(number, row, department, rulebook, year, found) for number, row in enumerate(rows, 1))
    board = score(rulebook, Facts(year, (department.as_fact(),), facts))
    told = [problem for problem in board.problems if problem.code.startswith("goals.")]
    # A goal of no class is told with its row; that the sum is wrong without it goes without saying.
    unclassed = any(problem.code == "goals.category_missing" for problem in found)
    found += [
        problem
        for problem in told
        if problem.severity in (ERROR, PENDING) and not (unclassed and problem.code in ("goals.sum", "goals.none"))
    ]
    if found:
        raise Refused(found)
    return Checked(facts, tuple(problem for problem in told if problem.severity == WARNING))


def with_bases(facts: Sequence[engine.Goal], rulebook: Rulebook) -> dict[str, Exact]:
    """Base points by number: those typed, else the exact equal share of the class (60 ÷ 7 stays 60/7)."""
    counts = {code: sum(fact.category == code for fact in facts) for code in rulebook.categories}
    return {
        fact.code: equal_share(rulebook, fact.category, counts) if fact.base is None else fact.base for fact in facts
    }


def equal_share(rulebook: Rulebook, category: str, counts: Mapping[str, int]) -> Exact:
    """What each goal of a class has where all have the same."""
    share = Fraction(rulebook.categories[category].full) / counts[category]
    return engine.read_number(shown(share))


def row_of(goal: Goal) -> Row:
    """A goal as a row."""
    return {
        "category": goal.category, "code": goal.code, "title": goal.title, "origin": goal.origin,
        "base": "" if goal.base is None else shown(goal.base), "measure": goal.measure, "target": goal.target,
        "quality": goal.quality, "due": goal.due.isoformat() if goal.due else "", "key_work": "yes" if goal.key_work else "",
    }  # fmt: skip


def _fact(
    number: int, row: Mapping[str, str], department: Department, rulebook: Rulebook, year: int, found: list[Problem]
) -> engine.Goal:
    for field in REQUIRED:
        if not row[field]:
            found.append(_problem("goals.required", number, field))
    if row["category"] not in rulebook.categories:
        found.append(_problem("goals.category_missing", number, "category"))
    return engine.Goal(
        code=row["code"],
        department=department.code,
        category=row["category"] if row["category"] in rulebook.categories else next(iter(rulebook.categories), ""),
        title=row["title"],
        base=_base(number, row["base"], found),
        origin=row["origin"],
        measure=row["measure"],
        target=row["target"],
        due=_due(number, row["due"], year, found),
        key_work=bool(row["key_work"]),
    )


def _base(number: int, text: str, found: list[Problem]) -> Exact | None:
    if not text:
        return None
    try:
        return read_amount(text)
    except Odd as odd:
        found.append(_problem("goals.unread", number, "base", reason=Said(odd.code, odd.values)))
        return None


def _due(number: int, text: str, year: int, found: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        return read_date(text, year)
    except Odd as odd:
        found.append(_problem("goals.unread", number, "due", reason=Said(odd.code, odd.values)))
        return None


def _problem(code: str, row: int, field: str, **values: object) -> Problem:
    return Problem(code, {"row": row, "field": field, "header": Told(*NAMES[field]), **values})


def _longest(field: str) -> int:
    return LONGEST.get(field, LONGEST_TEXT)
