"""Runs a rulebook's cases: tables that an official can check with a pencil (these facts → these points, or this refusal)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from kaohe.engine.exact import Exact, read_number, shown
from kaohe.engine.facts import Department, Entry, Facts, Goal
from kaohe.engine.phrases import Said
from kaohe.engine.problems import WARNING, Place, Problem
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.score import score
from kaohe.engine.tree import Board, Node
from kaohe.engine.words import brief
from kaohe.engine.yaml_text import REQUIRED, Fields, Sequence, read_yaml

CASES: Final = "cases/"
YEAR: Final = 2025
#: Most cases are about one item and name no goals; that business is then open goes without saying.
GOALS_NONE: Final = "goals.none"
KINDS_OF_CASE: Final = ("good", "limit", "refusal")


class CaseResult(NamedTuple):
    """One case: passed, or how it differs (`failures`), or what is wrong with its text (`problems`)."""

    name: str
    clause: str
    kind: str
    file: str
    line: int | None
    failures: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """True where everything expected was found."""
        return not self.failures and not self.problems


def run_cases(rulebook: Rulebook) -> tuple[CaseResult, ...]:
    """Every case of the rulebook's own texts, in the order of files and lines."""
    results = []
    for file, text in sorted(rulebook.texts.items()):
        if not file.startswith(CASES):
            continue
        table, problems = read_yaml(text, file)
        if problems or not isinstance(table, Sequence):
            expected = {"where": file, "key": "", "expected": Said("yaml.is.list", {}), "found": "…"}
            problems = problems or [Problem("yaml.expected", expected, Place(file, 1))]
            results.append(CaseResult(file, "", "", file, 1, (), tuple(problems)))
            continue
        results += [_Case(rulebook, each, file, number).result() for number, each in enumerate(table, 1)]
    return tuple(results)


@dataclass
class _Expected:
    """What a case says must come out; None where it says nothing."""

    points: dict[str, str]
    lines: dict[str, tuple[str, ...]]
    raises: tuple[str, ...] | None
    rank: dict[str, str]
    rankings: dict[str, dict[str, str]]
    honours: dict[str, dict[str, str]]
    published: str
    problems: tuple[str, ...] | None


class _Case:
    """One case being read and run."""

    def __init__(self, rulebook: Rulebook, table: Any, file: str, number: int) -> None:
        self.rulebook = rulebook
        self.problems: list[Problem] = []
        self.fields = Fields(table, file=file, where=f"case[{number}]", problems=self.problems)
        self.goals: list[Goal] = []
        self.entries: list[Entry] = []
        self.departments = {department.code: department for department in rulebook.departments}

    def result(self) -> CaseResult:
        """Read it, run it, hold it against what it expects."""
        fields = self.fields
        name, clause = fields.text("case"), fields.text("clause")
        kind = fields.choice("kind", KINDS_OF_CASE, "good")
        if clause not in self.rulebook.clauses:
            self.problems.append(Problem("rulebook.dead_clause", {"what": name, "code": clause}, fields.place))
        given = fields.many("given", "rule")
        self.default = self._known(fields, _first_named(given, self.rulebook))
        as_of = fields.day("as_of", None)
        for each in given:
            self._given(each)
        expected = self._expected(fields.fields("expect"))
        fields.done()
        failures: list[str] = []
        if not self.problems:
            facts = Facts(YEAR, self._mentioned(), tuple(self.goals), tuple(self.entries), as_of)
            failures = list(self._compare(score(self.rulebook, facts), expected))
        line = fields.place.line
        return CaseResult(name, clause, kind, fields.file, line, tuple(failures), tuple(self.problems))

    # --- reading

    def _given(self, fields: Fields) -> None:
        if fields.has("rule"):
            self.entries.append(self._entry(fields))
        elif fields.has("goal"):
            self.goals.append(self._goal(fields))
        else:
            self._changed_department(fields)
        fields.done()

    def _known(self, fields: Fields, default: Any = REQUIRED) -> str:
        """The name of a department that the rulebook has."""
        name = fields.text("department", default)
        if fields.has("department") and self.rulebook.department_named(name) is None:
            self.problems.append(
                Problem("rulebook.dead_reference", {"what": fields.where, "code": name}, fields.place_of("department"))
            )
        return name

    def _code_of(self, name: str) -> str:
        department = self.rulebook.department_named(name)
        return department.code if department else name

    def _entry(self, fields: Fields) -> Entry:
        return Entry(
            id=fields.text("id", str(len(self.entries) + 1)),
            department=self._code_of(fields.text("department", self.default)),
            rule=fields.text("rule"),
            occurred_on=fields.day("on", date(YEAR, 1, 1)),
            count=fields.whole("count", 1),
            level=fields.text("level", ""),
            matter=fields.text("matter", ""),
            goal=fields.text("goal", ""),
            amount=fields.number("amount", None),
            persons=fields.texts("persons"),
            about=fields.text("about", ""),
            conditions=fields.texts("conditions"),
            evidence=fields.texts("evidence"),
            recorded_on=fields.day("recorded_on", None),
            reverses=fields.text("reverses", ""),
            until=fields.day("until", None),
            place=fields.place,
        )

    def _goal(self, fields: Fields) -> Goal:
        return Goal(
            code=fields.text("goal"),
            department=self._code_of(fields.text("department", self.default)),
            category=fields.text("category"),
            title=fields.text("title", ""),
            base=fields.number("base", None),
            key_work=fields.yes("key_work", False),
            place=fields.place,
        )

    def _changed_department(self, fields: Fields) -> None:
        code = self._code_of(self._known(fields))
        known: Department | None = self.departments.get(code)
        size, attributes = fields.whole("size", None), fields.numbers("attributes")
        if known is not None:
            kept = {**known.attributes, **attributes}
            self.departments[code] = replace(known, size=known.size if size is None else size, attributes=kept)

    def _mentioned(self) -> tuple[Department, ...]:
        """Only the departments that the case speaks of, in the order decreed; the others aren't in its world."""
        about = self._about()
        return tuple(each for code, each in self.departments.items() if code in about)

    def _about(self) -> set[str]:
        """The codes of the departments that the case speaks of."""
        named = {entry.department for entry in self.entries} | {goal.department for goal in self.goals}
        return {self._code_of(self.default)} | named

    def _expected(self, fields: Fields | None) -> _Expected:
        if fields is None:
            self.fields.text("expect")  # reports that it is missing
            return _Expected({}, {}, None, {}, {}, {}, "", None)
        if not fields.table:  # a case that expects nothing could never fail
            fields.text("points")
        points, lines = fields.fields("points"), fields.fields("lines")
        expected = _Expected(
            points={name: points.text(name) for name in points.table} if points else {},
            lines={name: lines.texts(name) for name in lines.table} if lines else {},
            raises=fields.texts("raises") if fields.has("raises") else None,
            rank=_ranks(fields.fields("rank")),
            rankings=_placings(fields.fields("rankings")),
            honours=_placings(fields.fields("honours")),
            published=fields.text("published", ""),
            problems=fields.texts("problems") if fields.has("problems") else None,
        )
        fields.done()
        return expected

    # --- holding the board against it

    def _compare(self, board: Board, expected: _Expected) -> Iterator[str]:
        standing = board.of(self._code_of(self.default))
        yield from self._compare_tree(standing.tree, expected)
        raised = tuple(sorted({each.consequence for each in standing.tree.all_raised()}))
        if expected.raises is not None and raised != tuple(sorted(expected.raises)):
            yield f"raises: {_codes(raised)} ≠ {_codes(expected.raises)}"
        ranks = {each.department.code: each.rank for each in board.standings}
        yield from self._compare_ranks("rank", ranks, expected.rank)
        for what, places in (("rankings", board.rankings), ("honours", board.honours)):
            for code, wanted in getattr(expected, what).items():
                found = {placing.department: placing.rank for placing in places.get(code, ())}
                yield from self._compare_ranks(f"{what} {code}", found, wanted)
        if expected.published and not _same(standing.published, expected.published):
            yield f"published: {_text(standing.published)} ≠ {expected.published}"
        if expected.problems is not None:
            codes = self._problem_codes(board)
            if GOALS_NONE not in expected.problems:
                codes = tuple(code for code in codes if code != GOALS_NONE)
            if codes != tuple(sorted(expected.problems)):
                yield f"problems: {_codes(codes)} ≠ {_codes(expected.problems)}"

    def _compare_tree(self, tree: Node, expected: _Expected) -> Iterator[str]:
        nodes = {node.code: node for node in tree.walk()}
        for name, wanted in expected.points.items():
            code, figure = _figure(name)
            if code not in nodes:
                yield f"{name}: ？"
                continue
            found = getattr(nodes[code], figure)
            if not _same(found, wanted):
                yield f"{name}: {_text(found)} ≠ {wanted}"
        for name, wanted_lines in expected.lines.items():
            if name not in nodes:
                yield f"{name}: ？"
                continue
            found_lines = tuple(brief(line, self.rulebook) for line in nodes[name].lines)
            if found_lines != wanted_lines:
                yield f"{name}: {'、'.join(found_lines)} ≠ {'、'.join(wanted_lines)}"

    def _compare_ranks(self, what: str, found: Mapping[str, int | None], wanted: Mapping[str, str]) -> Iterator[str]:
        for name, place in wanted.items():
            code = self._code_of(name)
            if code not in found:
                yield f"{what} {name}: ？"
            elif str(found[code] or "null") != (place or "null"):
                yield f"{what} {name}: {found[code]} ≠ {place}"

    def _problem_codes(self, board: Board) -> tuple[str, ...]:
        """Codes of errors and pendings of the departments that the case is about, and of nobody."""
        about = self._about() | {""}
        return tuple(
            sorted(
                {
                    problem.code
                    for problem in board.problems
                    if problem.severity != WARNING and problem.department in about
                }
            )
        )


def _first_named(given: list[Fields], rulebook: Rulebook) -> str:
    """A case is about the department that it names first and that exists; one that names none, about the rulebook's first."""
    named = [str(each.table["department"]) for each in given if each.has("department")]
    known = [name for name in named if rulebook.department_named(name)]
    return (known or [department.name for department in rulebook.departments] or [""])[0]


def _ranks(fields: Fields | None) -> dict[str, str]:
    return {name: fields.text(name, "") for name in fields.table} if fields else {}


def _placings(fields: Fields | None) -> dict[str, dict[str, str]]:
    """Departments and their places by the code of a ranking or an honour."""
    return {code: _ranks(fields.fields(code)) for code in fields.table} if fields else {}


def _figure(name: str) -> tuple[str, str]:
    """ "information.raw" → the item's code and which of its figures; plain codes mean the points."""
    for figure in ("raw", "settled"):
        if name.endswith(f".{figure}"):
            return name.removesuffix(f".{figure}"), figure
    return name, "points"


def _same(found: Exact | str | None, wanted: str) -> bool:
    if wanted == "pending" or found is None:
        return wanted == "pending" and found is None
    try:
        return found == read_number(wanted)
    except ValueError:
        return False


def _codes(codes: tuple[str, ...]) -> str:
    """Codes one after the other, in any language."""
    return ", ".join(codes) or "—"


def _text(number: Exact | None) -> str:
    return "pending" if number is None else shown(number)
