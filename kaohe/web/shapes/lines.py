"""A line of the tree as a page shows it: its sentence, its clause, its entries; and lines of one rule put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.engine import Entry, Exact, Line, Problem, Rulebook, Said, phrase, several, told_values, total

from .figures import change, days_of, listed
from .ways import ledger_at

#: Records that moved nothing are many; a group names them and the ledger lists them.
QUIET = frozenset({"flag"})


class EntryRow(NamedTuple):
    """One ledger entry behind a line."""

    number: str
    url: str
    occurred: str
    about: str
    persons: str
    matter: str
    evidence: str
    grounds: tuple[str, ...]
    recorded: str
    reverses: str


class LineRow(NamedTuple):
    """One line: signed points, sentence, clause, entries. `tone` names how it is to be read, never by colour alone."""

    points: str
    tone: str
    sentence: str
    clause: str
    clause_url: str
    entries: tuple[EntryRow, ...]
    note: str


class Group(NamedTuple):
    """Lines of one rule together: their sum, how many they are, and they themselves; or a way to the ledger."""

    label: str
    points: str
    tone: str
    count_text: str
    lines: tuple[LineRow, ...]
    more_url: str
    single: bool


class Sheet:
    """Turns lines of one rulebook and year into rows in the reader's language."""

    def __init__(self, rulebook: Rulebook, year: int, edition: str, tongue: str) -> None:
        self.rulebook, self.year, self.tongue = rulebook, year, tongue
        self.clause_base = reverse("rulebook", args=[edition]) + "#"
        self.entry_base = reverse("entry", args=[year, 0])[:-2]
        self.place = lru_cache(maxsize=None)(self._place)

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""
        return self.rulebook.in_language(text, self.tongue)

    def clause_url(self, anchor: str) -> str:
        """Where the rulebook page shows that clause."""
        return self.clause_base + anchor

    def entry_url(self, number: str) -> str:
        """Where one ledger entry is shown."""
        return f"{self.entry_base}{number}/"

    def _place(self, anchor: str) -> str:
        return self.say(self.rulebook.clause_label(anchor))

    def groups(self, lines: Sequence[Line], department: str) -> tuple[Group, ...]:
        """The lines of a node, those of one rule and one fate together, in the order of the tree."""
        found: dict[tuple[str, str, bool], list[Line]] = {}
        for number, line in enumerate(lines):
            # Lines without a rule (full points, limits) and graded goals stand by themselves.
            alone = not line.rule or line.what.startswith(("grade", "goals", "quota", "void"))
            found.setdefault((str(number) if alone else line.rule, line.what if not line.counted else "", line.counted), []).append(line)
        return tuple(self._group(each, department) for each in found.values())

    def _group(self, lines: list[Line], department: str) -> Group:
        first = lines[0]
        if first.what in QUIET:
            return Group(self.say(first.label), "0", "quiet", self.sentence(first), (), ledger_at(self.year, department=department, rule=first.rule), False)
        if len(lines) == 1:
            row = self.row(first)
            return Group(self.say(first.label), row.points, row.tone, "", (row,), "", True)
        known = [line.points for line in lines if line.points is not None]
        points = None if len(known) < len(lines) else total(known)
        count = ngettext("%(count)s 笔", "%(count)s 笔", len(lines)) % {"count": len(lines)}
        label, tone = self.say(first.label), self.tone(points, first)
        return Group(label, self.points(points, first), tone, count, tuple(map(self.row, lines)), "", False)

    def row(self, line: Line) -> LineRow:
        """One line with everything that it rests on."""
        return LineRow(
            points=self.points(line.points, line),
            tone=self.tone(line.points, line),
            sentence=self.sentence(line),
            clause=self.place(line.clause),
            clause_url=self.clause_url(line.clause),
            entries=tuple(self.entry(entry) for entry in line.entries),
            note="" if line.counted else _("未计入"),
        )

    def sentence(self, line: Line) -> str:
        """The arithmetic in words, every value of the rulebook in the reader's language."""
        values = {name: self.say(value) if isinstance(value, str) else value for name, value in told_values(line).items()}
        return phrase(f"line.{line.what}", self.tongue, {"label": self.say(line.label), **values})

    def points(self, points: Exact | None, line: Line) -> str:
        """Signed; in brackets what was not counted, a question mark what is unknown."""
        if points is None:
            return "?"
        return change(points) if line.counted else f"({change(points)})"

    def tone(self, points: Exact | None, line: Line) -> str:
        """lost, gained, even, open or quiet (shown and not counted)."""
        if not line.counted:
            return "quiet"
        if points is None:
            return "open"
        return "lost" if points < 0 else "gained" if points > 0 else "even"

    def entry(self, entry: Entry) -> EntryRow:
        """The event itself."""
        recorded = " ".join(part for part in (entry.recorded_by, str(entry.recorded_on or "")) if part)
        return EntryRow(
            number=entry.id,
            url=self.entry_url(entry.id),
            occurred=days_of(entry.occurred_on, entry.until),
            about=self.say(entry.about),
            persons=listed(entry.persons),
            matter=entry.matter,
            evidence=listed(entry.evidence),
            grounds=self.entry_grounds(entry.rule, entry.level, entry.conditions),
            recorded=recorded,
            reverses=entry.reverses,
        )

    def entry_grounds(self, rule: str, level: str, conditions: Iterable[str]) -> tuple[str, ...]:
        """The listed conditions that a grade relies on, in words."""
        codes = tuple(conditions)
        if not codes:
            return ()
        scale = getattr(self.rulebook.rules.get(rule), "scale", None)
        grade = scale.grades.get(level) if scale else None
        labels = {condition.code: condition.label for condition in grade.conditions} if grade else {}
        return tuple(self.say(labels.get(code, code)) for code in codes)

    def rows(self, lines: Iterable[Line]) -> tuple[LineRow, ...]:
        """Several lines, each by itself."""
        return tuple(self.row(line) for line in lines)


def _named(values: Mapping[str, object], rulebook: Rulebook, tongue: str) -> dict[str, object]:
    """The values of a sentence, and of the sentences within it, every name of the rulebook in the reader's language."""
    return {name: _name(value, rulebook, tongue) for name, value in values.items()}


def _name(value: object, rulebook: Rulebook, tongue: str) -> object:
    if isinstance(value, Said) and value.values:
        return Said(value.code, _named(value.values, rulebook, tongue))
    if several(value):
        return tuple(_name(each, rulebook, tongue) for each in value)
    return rulebook.in_language(value, tongue) if isinstance(value, str) else value


def problem_words(problem: Problem, rulebook: Rulebook, tongue: str) -> str:
    """A problem's sentence, every name of the rulebook in it in the reader's language."""
    values = _named(problem.values, rulebook, tongue)
    clause = rulebook.in_language(problem.clause, tongue)
    return replace(problem, values=values, clause=clause).message(tongue)
