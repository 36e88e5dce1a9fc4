"""Goals as pages list them: drafts and fixed ones alike, with their points, what the meeting decided, and who carries them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaohe.engine import Exact, Problem, Rulebook, read_number, shown
from kaohe.files.cells import Odd, read_amount
from kaohe.goals.models import Assignment, Decision, Goal, GoalSheet, GoalStep, GoalVersion, State
from kaohe.goals.rows import FIELDS, row_of
from kaohe.people.models import Department
from kaohe.web.desk import Desk
from kaohe.web.shapes.figures import figure
from kaohe.web.shapes.marked import Change, change

TONES = {State.DRAFT: "line", State.PROPOSED: "amber", State.AGREED: "blue", State.COMPILED: "blue", State.FIXED: "green"}
RULINGS = {Decision.APPROVED: "green", Decision.CHANGED: "amber", Decision.STRUCK: "seal", Decision.ADDED: "blue"}


class VersionRow(NamedTuple):
    """One decision of the meeting on a goal."""

    number: int
    decision: str
    tone: str
    minutes: str
    when: str
    sentence: str
    changes: tuple[Change, ...]


class GoalRow(NamedTuple):
    """One goal in a list."""

    code: str
    category: str
    title: str
    base: str
    origin: str
    measure: str
    target: str
    quality: str
    due: str
    key_work: bool
    decision: str = ""
    tone: str = ""
    sentence: str = ""
    changes: tuple[Change, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    persons: tuple[str, ...] = ()


class Totals(NamedTuple):
    """One class of goals: how many there are, what they are worth together, and whether that is as decreed."""

    label: str
    number: int
    usual: str
    found: str
    full: str
    sound: bool
    is_usual: bool


class StepRow(NamedTuple):
    """One step of a sheet's way."""

    words: str
    who: str
    when: str
    sentence: str
    minutes: str


def label_of(field: str) -> str:
    """A column's header in the reader's language."""
    return {
        "category": _("类别"), "code": _("编号"), "title": _("目标名称"), "base": _("基本分"), "origin": _("来源"),
        "measure": _("衡量标准"), "target": _("目标值"), "quality": _("质量标准"), "due": _("完成时限"),
        "key_work": _("实事或重点工作"),
    }[field]  # fmt: skip


def state_of(sheet: GoalSheet | None, goals: int = 0) -> State:
    """Where the department's goals stand; goals without a sheet were loaded as fixed."""
    return State(sheet.state) if sheet else State.FIXED if goals else State.DRAFT


def rows_of(sheet: GoalSheet, desk: Desk) -> tuple[GoalRow, ...]:
    """The goals on a sheet, with what the meeting decided so far."""
    shares = shares_of(sheet.rows, desk.rulebook)
    found = []
    for row, share in zip(sheet.rows, shares, strict=True):
        ruling = sheet.decisions.get(row["code"], {})
        decision = Decision(ruling["decision"]) if ruling else None
        changes = changes_between(row, {**row, **ruling.get("values", {})}, desk) if ruling else ()
        found.append(
            _row(row, share, desk)._replace(
                decision=str(decision.label) if decision else "",
                tone=RULINGS[decision] if decision else "",
                sentence=ruling.get("sentence", ""),
                changes=changes,
            )
        )
    return tuple(found)


def fixed_rows(goals: Sequence[Goal], desk: Desk) -> tuple[GoalRow, ...]:
    """Fixed goals with their versions and their persons (both fetched before)."""
    rows = [row_of(goal) for goal in goals]
    shares = shares_of(rows, desk.rulebook)
    return tuple(
        _row(row, share, desk)._replace(
            decision=str(Decision.STRUCK.label) if goal.struck_on else "",
            tone=RULINGS[Decision.STRUCK] if goal.struck_on else "",
            versions=_versions(list(goal.versions.all()), desk),
            persons=tuple(_person(each) for each in goal.assignments.all() if each.until is None),
        )
        for goal, row, share in zip(goals, rows, shares, strict=True)
    )


def totals_of(rows: Sequence[Mapping[str, str]], desk: Desk) -> tuple[Totals, ...]:
    """The two lines under a list of goals: number and points of each class."""
    shares = shares_of(rows, desk.rulebook)
    found = []
    for category in desk.rulebook.categories.values():
        own = [shares[number] for number, row in enumerate(rows) if row["category"] == category.code]
        known = [each for each in own if each is not None]
        together = sum((Fraction(each) for each in known), Fraction(0))
        low, high = category.usual
        found.append(
            Totals(
                desk.say(category.label), len(own), f"{low}–{high}", figure(_plain(together)) if len(known) == len(own) else "—",
                figure(category.full), bool(own) and len(known) == len(own) and together == Fraction(category.full),
                low <= len(own) <= high,
            )
        )  # fmt: skip
    return tuple(found)


def shares_of(rows: Sequence[Mapping[str, str]], rulebook: Rulebook) -> list[Exact | None]:
    """Base points row by row: those typed, else the equal share; None where what was typed is no number."""
    counts = {code: sum(row["category"] == code for row in rows) for code in rulebook.categories}
    found: list[Exact | None] = []
    for row in rows:
        try:
            if row["base"]:
                found.append(read_amount(row["base"]))
            elif row["category"] in counts:
                found.append(_plain(Fraction(rulebook.categories[row["category"]].full) / counts[row["category"]]))
            else:
                found.append(None)
        except Odd:
            found.append(None)
    return found


def steps_of(steps: Iterable[GoalStep]) -> tuple[StepRow, ...]:
    """The way so far, the newest step first."""
    return tuple(
        StepRow(
            str(each.get_step_display()),
            _("%(officer)s（代%(other)s）") % {"officer": each.officer.name, "other": each.on_behalf_of}
            if each.on_behalf_of
            else each.officer.name,
            moment(each.at),
            each.sentence,
            each.minutes,
        )
        for each in sorted(steps, key=lambda each: -each.pk)
    )


def moment(at: datetime) -> str:
    """Day and time as lists show them."""
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def warnings_of(problems: Iterable[Problem], desk: Desk) -> list[str]:
    """What is worth a look, in the reader's language."""
    return [desk.say_problem(each) for each in problems]


def place_of(anchor: str, desk: Desk) -> str:
    """Where a clause of the founding measures stands; "" under measures that haven't got it."""
    return desk.place(anchor) if anchor in desk.rulebook.clauses else ""


def url_of(name: str, desk: Desk, department: Department | None = None) -> str:
    """The address of a page about goals."""
    return reverse(name, args=[desk.cycle.year, department.code] if department else [desk.cycle.year])


def _row(row: Mapping[str, str], share: Exact | None, desk: Desk) -> GoalRow:
    category = desk.rulebook.categories.get(row["category"])
    equal = "" if share is None else _("均分 %s") % shown(share)
    return GoalRow(
        code=row["code"], category=desk.say(category.label) if category else "", title=row["title"],
        base=row["base"] or equal, origin=row["origin"], measure=row["measure"], target=row["target"],
        quality=row["quality"], due=row["due"], key_work=bool(row["key_work"]),
    )  # fmt: skip


def changes_between(old: Mapping[str, str], new: Mapping[str, str], desk: Desk) -> tuple[Change, ...]:
    """The fields in which two versions of a goal differ."""
    return tuple(
        change(label_of(field), _said(field, old.get(field, ""), desk), _said(field, new.get(field, ""), desk))
        for field in FIELDS
        if old.get(field, "") != new.get(field, "")
    )


def _said(field: str, text: str, desk: Desk) -> str:
    if field == "category" and text in desk.rulebook.categories:
        return desk.say(desk.rulebook.categories[text].label)
    if field == "key_work":
        return _("是") if text else _("否")
    return text


def _versions(versions: Sequence[GoalVersion], desk: Desk) -> tuple[VersionRow, ...]:
    """Every decision on a goal; none where it was simply approved as proposed, which the sheet's own minutes say."""
    if len(versions) == 1 and versions[0].decision == Decision.APPROVED:
        return ()
    return tuple(_version(each, desk) for each in versions)


def _version(version: GoalVersion, desk: Desk) -> VersionRow:
    decision = Decision(version.decision)
    before = version.before if decision == Decision.CHANGED else {}
    changes = changes_between(before, version.values, desk) if before else ()
    return VersionRow(
        version.number, str(decision.label), RULINGS[decision], version.minutes, moment(version.at), version.sentence, changes
    )


def _person(assignment: Assignment) -> str:
    """Who carries it, who stands in, and which part."""
    name = assignment.officer.name
    if assignment.cover:
        name = _("%(officer)s（B角 %(cover)s）") % {"officer": name, "cover": assignment.cover.name}
    return f"{name} · {assignment.part}" if assignment.part else name


def _plain(number: Fraction) -> Exact:
    return read_number(shown(number))
