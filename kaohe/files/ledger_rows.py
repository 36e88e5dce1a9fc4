"""Entries and gradings from their rows, numbered where they have no number, reversals filled from their originals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from kaohe.engine import Entry, Goal, Rulebook
from kaohe.files import names as naming
from kaohe.files.cells import plain, read_list, shown_cell
from kaohe.files.columns import ENTRY_SHEET, GRADE_SHEET
from kaohe.files.findings import Findings
from kaohe.files.names import Names
from kaohe.files.phrases import Where
from kaohe.files.rows import Row
from kaohe.files.sheets import Record

#: How entries without a number are numbered: the sheet's sign and the row.
_ENTRY_SIGN, _GRADING_SIGN = "记", "档"


class _Draft(NamedTuple):
    """An entry as its row has it."""

    row: Row
    entry: Entry


class Ledger:
    """The entries of one file. Departments and goals are known when it starts."""

    def __init__(
        self, rulebook: Rulebook, findings: Findings, year: int | None, departments: Names, goals: list[Goal]
    ) -> None:
        self.rulebook, self.findings, self.year, self.departments = rulebook, findings, year, departments
        self.rules = naming.rules(rulebook)
        self.grading = naming.grading_rules(rulebook)
        self.goals = {(goal.department, plain(goal.code)): goal for goal in goals}
        self._levels: dict[str, Names] = {}
        self._conditions: dict[tuple[str, str], Names] = {}
        self._drafts: list[_Draft] = []

    # --- one row

    def take_entry(self, record: Record) -> None:
        """A row of 考核记录."""
        row = Row(record, ENTRY_SHEET, self.findings, self.year)
        department = row.known("department", self.departments, "files.unknown_department")
        reversal = row.has("reverses")
        rule = self._rule(row, reversal)
        level = self._level(row, rule, reversal)
        amount = row.number("amount")
        if rule is not None and "amount" in rule.asks and amount is None and not reversal and not row.has("amount"):
            row.lacks("amount")
        if rule is not None and "amount" not in rule.asks and amount is not None and not reversal:
            row.warn("files.amount_not_asked", "amount", rule=rule.label, found=amount)
        count = row.whole("count")
        self._keep(
            row,
            Entry(
                id=row.code("id"),
                department=department,
                rule=rule.code if rule else "",
                occurred_on=row.day("occurred_on") or date.min,
                count=1 if count is None else count,
                level=level,
                matter=row.code("matter"),
                goal=self._goal(row, department, rule),
                amount=amount,
                persons=row.several("persons"),
                about=row.text("about"),
                conditions=self._condition_codes(row, rule, level),
                evidence=row.several("evidence"),
                recorded_on=row.day("recorded_on"),
                recorded_by=row.text("recorded_by"),
                reverses=row.code("reverses"),
                until=row.day("until"),
                place=record.place(),
            ),
        )

    def take_grading(self, record: Record) -> None:
        """A row of 划档: it becomes an entry of the rule by which goals of that class are graded."""
        row = Row(record, GRADE_SHEET, self.findings, self.year)
        department = row.known("department", self.departments, "files.unknown_department")
        goal = self._graded_goal(row, department)
        rule = self.grading.get(goal.category) if goal else None
        if goal and rule is None and goal.category:
            row.wrong("files.ungraded_category", "goal", category=self.rulebook.categories[goal.category].label)
        level = self._level(row, rule, False) if rule else ""
        reversal = row.has("reverses")
        self._keep(
            row,
            Entry(
                id=row.code("id"),
                department=department,
                rule=rule.code if rule else "",
                occurred_on=row.day("occurred_on") or date.min,
                count=-1 if reversal else 1,
                level=level,
                goal=goal.code if goal else "",
                about=row.text("about"),
                conditions=self._condition_codes(row, rule, level),
                evidence=row.several("evidence"),
                recorded_on=row.day("recorded_on"),
                recorded_by=row.text("recorded_by"),
                reverses=row.code("reverses"),
                place=record.place(),
            ),
        )

    def _keep(self, row: Row, entry: Entry) -> None:
        self._drafts.append(_Draft(row, entry))

    # --- what the cells name

    def _rule(self, row: Row, reversal: bool) -> Any:
        """The rule that the code or the label names; where both are given they must agree."""
        code, label = row.code("rule"), row.text("label")
        by_code, by_label = self.rules.find(code), self.rules.find(label)
        if code and by_code is None:
            row.wrong(
                "files.unknown_rule",
                "rule",
                found=shown_cell(code),
                advice=self.rules.advice(label if by_label else code),
            )
        elif label and by_label is None and by_code is None:
            row.wrong("files.unknown_rule", "label", found=shown_cell(label), advice=self.rules.advice(label))
        elif label and by_code is not None and by_label != by_code:
            row.wrong(
                "files.rule_differs", "label", rule=code, label=self.rules.label(by_code), found=shown_cell(label)
            )
        elif not code and not label and not reversal:
            row.wrong("files.rule_required", "rule" if "rule" in row.record.columns else "label")
        return self.rulebook.rules.get(by_code or by_label or "")

    def _level(self, row: Row, rule: Any, reversal: bool) -> str:
        if rule is None:
            return row.code("level")
        if rule.known_levels() is None:
            level = row.code("level")
            if level:
                row.warn("files.level_not_asked", "level", rule=rule.label, found=shown_cell(level))
            return level
        names = self._levels.get(rule.code)
        if names is None:
            names = self._levels[rule.code] = naming.levels(self.rulebook, rule)
        if not row.has("level"):
            if row.sheet is ENTRY_SHEET and not reversal:
                row.wrong("files.level_missing", "level", rule=rule.label, advice=names.advice(""))
            else:
                row.code("level")
            return ""
        if row.sheet is GRADE_SHEET:
            return row.known("level", names, "files.unknown_grade")
        return row.known("level", names, "files.unknown_level", rule=rule.label)

    def _condition_codes(self, row: Row, rule: Any, level: str) -> tuple[str, ...]:
        scale = getattr(rule, "scale", None)
        typed = row.record.cells.get("conditions")
        if typed is None or scale is None or not level:
            return row.several("conditions")
        key = (scale.code, level)
        names = self._conditions.get(key)
        if names is None:
            names = self._conditions[key] = naming.conditions(self.rulebook, scale, level)
        whole = names.find(str(typed))
        if whole:
            return (whole,)
        found = []
        for part in _condition_texts(row, names):
            code = names.find(part)
            if code is None:
                grade = scale.grades[level].label
                row.wrong(
                    "files.unknown_condition",
                    "conditions",
                    found=shown_cell(part),
                    grade=grade,
                    advice=names.advice(part),
                )
            else:
                found.append(code)
        return tuple(found)

    def _goal(self, row: Row, department: str, rule: Any) -> str:
        typed = row.code("goal")
        if not typed or not department:
            return typed
        goal = self.goals.get((department, plain(typed)))
        if goal is None:
            tell = row.wrong if getattr(rule, "category", None) else row.warn
            tell("files.unknown_goal", "goal", **self._goal_advice(department, typed))
            return typed
        return goal.code

    def _graded_goal(self, row: Row, department: str) -> Goal | None:
        typed = row.code("goal")
        goal = self.goals.get((department, plain(typed)))
        if goal is None and typed and department:
            row.wrong("files.unknown_goal", "goal", **self._goal_advice(department, typed))
        return goal

    def _goal_advice(self, department: str, typed: str) -> dict[str, object]:
        own = [goal for (of, _), goal in self.goals.items() if of == department]
        names = Names(self.rulebook, ((goal.code, goal.code, (goal.title,)) for goal in own))
        label = self.departments.label(department)
        return {"department": label, "found": shown_cell(typed), "advice": names.advice(typed)}

    # --- all rows together

    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of their rows."""
        self._drafts = self._numbered()
        by_number = {draft.entry.id: draft for draft in reversed(self._drafts)}
        return tuple(
            self._reversed(draft, by_number) if draft.entry.reverses else draft.entry for draft in self._drafts
        )

    def sound_entries(self) -> tuple[Entry, ...]:
        """After `entries`: those whose rows could be read, reversals apart, for they hang on other rows."""
        return tuple(draft.entry for draft in self._drafts if draft.row.sound and not draft.entry.reverses)

    def _numbered(self) -> list[_Draft]:
        """Every entry with a number of its own; two rows with one number are told."""
        first: dict[str, _Draft] = {}
        for draft in self._drafts:
            number = draft.entry.id
            if number in first:
                other = Where(first[number].row.record.place())
                draft.row.wrong("files.id_twice", "id", found=shown_cell(number), other=other)
            elif number:
                first[number] = draft
        taken = set(first)
        found = []
        for draft in self._drafts:
            entry = draft.entry
            if not entry.id:
                sign = _GRADING_SIGN if draft.row.sheet is GRADE_SHEET else _ENTRY_SIGN
                number = plain_number = f"{sign}{draft.row.record.row}"
                again = 2
                while number in taken:
                    number, again = f"{plain_number}-{again}", again + 1
                taken.add(number)
                entry = replace(entry, id=number)
            found.append(_Draft(draft.row, entry))
        return found

    def _reversed(self, draft: _Draft, by_number: dict[str, _Draft]) -> Entry:
        """A reversal names its original; what it leaves empty is what the original says."""
        row, entry = draft
        original = by_number.get(entry.reverses)
        if original is None:
            row.wrong("files.reversal_unknown", "reverses", found=shown_cell(entry.reverses))
            return entry
        first = original.entry
        filled: dict[str, Any] = {}
        if not entry.rule and not row.has("rule") and not row.has("label"):
            filled["rule"] = first.rule
        for field in ("level", "matter", "goal", "amount"):
            if not row.has(field):
                filled[field] = getattr(first, field)
        if row.sheet is GRADE_SHEET:
            return entry
        if not row.has("count"):
            filled["count"] = -first.count
        elif entry.count > 0:
            row.wrong("files.reversal_positive", "count", expected=-first.count, found=entry.count)
        return replace(entry, **filled)


def _condition_texts(row: Row, names: Names) -> tuple[str, ...]:
    """Conditions may be codes apart by commas or spaces; their labels have commas inside."""
    parts = []
    for part in (
        str(row.record.cells["conditions"]).replace("；", "、").replace(";", "、").replace("\n", "、").split("、")
    ):
        if part.strip():
            parts += [part] if names.find(part) else [each for piece in read_list(part) for each in piece.split()]
    return tuple(parts)
