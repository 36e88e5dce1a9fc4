"""The director's meeting: what it decides goal by goal, fixing what it decided, and changing what is fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, shown
from kaohe.goals import rows as rowing
from kaohe.goals.actions.sheets import held, move, require_seen, require_sentence, sheet_of, step
from kaohe.goals.models import Decision, Goal, GoalSheet, GoalVersion, State, Step
from kaohe.goals.rows import Row
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Department, Officer

#: The fields of a goal that a row fills in.
COLUMNS = ("category", "title", "base", "origin", "measure", "target", "quality", "due", "key_work")


class Ruling(NamedTuple):
    """What the meeting decides on one goal: as proposed, with other values, or not at all; with a sentence if need be."""

    decision: Decision
    values: Mapping[str, str] = {}
    sentence: str = ""


@transaction.atomic
def decide_goals(
    *, officer: Officer, sheet: GoalSheet, rulings: Mapping[str, Ruling], minutes: str = "", version: str = ""
) -> GoalSheet:
    """Write down what the meeting decides on some goals of a department, by their numbers; a later ruling replaces one.

    Raises Refused without the right, at another state, for a goal that isn't on the sheet, and for a change that changes
    nothing.
    """
    sheet = held(officer, Deed.FIX_GOALS, sheet, State.COMPILED)
    require_seen(sheet, version)
    proposed = {row["code"]: row for row in sheet.rows}
    decisions, problems = dict(sheet.decisions), []
    for code, ruling in rulings.items():
        if code not in proposed:
            problems.append(Problem("goals.not_on_sheet", {"goal": code, "department": sheet.department.title}))
            continue
        values = _changed(proposed[code], ruling.values) if ruling.decision == Decision.CHANGED else {}
        if ruling.decision == Decision.CHANGED and not values:
            problems.append(Problem("goals.same_values", {"goal": code}))
        decisions[code] = {"decision": ruling.decision.value, "values": values, "sentence": ruling.sentence.strip()}
    if problems:
        raise Refused(problems)
    before = {code: sheet.decisions.get(code, {}) for code in rulings}
    move(sheet, State.COMPILED, decisions=decisions, minutes=minutes.strip() or sheet.minutes)
    record(
        Tag.GOALS_DECIDED, officer=officer, subject=sheet, bureau=sheet.cycle.bureau,
        before=before, after={code: decisions[code] for code in rulings},
    )  # fmt: skip
    return sheet


@transaction.atomic
def fix_sheets(*, officer: Officer, cycle: Cycle, minutes: str) -> list[Goal]:
    """What the meeting decided becomes the goals of the year; those struck become none.

    Raises Refused without the right, at another stage, without the number of the minutes, where nothing is compiled, and
    with every goal not decided on and every department whose goals, as decided, don't add up.
    """
    require(officer, Deed.FIX_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    minutes = require_sentence(minutes, "goals.no_minutes")
    sheets = list(cycle.goal_sheets.filter(state=State.COMPILED).select_related("department"))
    problems = [] if sheets else [Problem("goals.nothing_to_fix")]
    facts: dict[int, tuple[engine.Goal, ...]] = {}
    for sheet in sheets:
        open_goals = [row["code"] for row in sheet.rows if row["code"] not in sheet.decisions]
        if open_goals:
            values = {"department": sheet.department.title, "goals": open_goals}
            problems.append(Problem("goals.undecided", values, department=sheet.department.code))
            continue
        try:
            facts[sheet.pk] = rowing.check(sheet.goals, sheet.department, cycle.rulebook(), cycle.year).facts
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    goals = [goal for sheet in sheets for goal in _fix(sheet, facts[sheet.pk], officer, cycle, minutes)]
    Cycle.objects.filter(pk=cycle.pk).update(goals_version=new_token())
    return goals


@transaction.atomic
def change_fixed_goals(
    *, officer: Officer, cycle: Cycle, department: Department, rows: Sequence[Mapping[str, object]], minutes: str,
    sentence: str, on: date | None = None, version: str = "",
) -> list[GoalVersion]:  # fmt: skip
    """A recorded decision of the meeting on goals that are fixed: `rows` are all of the department's goals as they stand now.

    A row that differs changes its goal, a new number adds one, a goal without its row is struck; each gets a version.
    version  that of the sheet when the rows were drawn: another decision written since is not undone by who didn't see it
    Raises Refused without the right, once the year closes, without minutes or reason, for stale rows, where nothing changes,
    with all that is wrong with the goals, and for a goal to be struck on which something was recorded.
    """
    require(officer, Deed.FIX_GOALS, department, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING, Stage.RUNNING)
    minutes = require_sentence(minutes, "goals.no_minutes")
    sentence = require_sentence(sentence, "goals.no_sentence")
    sheet = sheet_of(cycle, department)
    sheet.cycle = cycle
    require_seen(sheet, version)
    standing = {goal.code: goal for goal in Goal.objects.standing().filter(cycle=cycle).of(department).select_related("department")}
    if not standing:
        raise Refused([Problem("goals.none_fixed", {"department": department.title})])
    wanted = rowing.tidy(rows, cycle.rulebook())
    facts = rowing.check(wanted, department, cycle.rulebook(), cycle.year).facts
    bases = rowing.with_bases(facts, cycle.rulebook())
    rows_by_code = {fact.code: {**row, "base": shown(bases[fact.code]), "due": fact.due.isoformat() if fact.due else ""}
                    for fact, row in zip(facts, wanted, strict=True)}  # fmt: skip
    known = _known_bases(standing.values(), cycle)
    struck = [goal for code, goal in standing.items() if code not in rows_by_code]
    changed = [
        goal for code, goal in standing.items()
        if code in rows_by_code and {**rowing.row_of(goal), "base": known[code]} != rows_by_code[code]
    ]  # fmt: skip
    added = [(fact, row) for fact, row in zip(facts, wanted, strict=True) if fact.code not in standing]
    if not (struck or changed or added):
        raise Refused([Problem("goals.nothing_changed", {"department": department.title})])
    before = {goal.code: {**rowing.row_of(goal), "base": known[goal.code]} for goal in (*struck, *changed)}
    _strike(struck, on or cycle.bureau.today())
    _change(changed, rows_by_code)
    decided = [
        *((Decision.STRUCK, goal) for goal in struck),
        *((Decision.CHANGED, goal) for goal in changed),
        *((Decision.ADDED, goal) for goal in _new_goals(cycle, department, added, bases)),
    ]
    versions = _versions(decided, before, rows_by_code, officer, minutes, sentence)
    Cycle.objects.filter(pk=cycle.pk).update(goals_version=new_token())
    move(sheet, State.FIXED)  # it may have been none: goals that were loaded, not drafted here
    step(
        sheet, Step.CHANGED, officer, tag=Tag.GOALS_CHANGED, sentence=sentence, minutes=minutes,
        before={version.goal.code: version.before for version in versions},
        after={version.goal.code: version.values for version in versions},
    )  # fmt: skip
    return versions


def _changed(row: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Of the values, those that differ from the row."""
    return {name: text.strip() for name, text in values.items() if name in COLUMNS and text.strip() != row[name]}


def _fix(sheet: GoalSheet, facts: Sequence[engine.Goal], officer: Officer, cycle: Cycle, minutes: str) -> list[Goal]:
    """One department's sheet becomes goals, each with its first version."""
    sheet.cycle = cycle
    bases = rowing.with_bases(facts, cycle.rulebook())
    proposed = {row["code"]: row for row in sheet.rows}
    rows = {row["code"]: row for row in sheet.goals}
    goals = _new_goals(cycle, sheet.department, [(fact, rows[fact.code]) for fact in facts], bases)
    GoalVersion.objects.bulk_create(
        GoalVersion(
            goal=goal, number=1, decision=sheet.decisions[goal.code]["decision"], before=proposed[goal.code],
            values=rowing.row_of(goal), minutes=minutes, sentence=sheet.decisions[goal.code]["sentence"], officer=officer,
        )
        for goal in goals
    )  # fmt: skip
    move(sheet, State.FIXED, minutes=minutes)
    after = {"goals": [goal.code for goal in goals], "struck": [code for code in proposed if code not in rows]}
    step(sheet, Step.FIXED, officer, tag=Tag.GOALS_FIXED, minutes=minutes, after=after)
    return goals


def _new_goals(
    cycle: Cycle, department: Department, told: Sequence[tuple[engine.Goal, Row]], bases: Mapping[str, engine.Exact]
) -> list[Goal]:
    """Goals from facts and the rows they were made of. Raises Refused for every number that is taken, by a struck one too."""
    codes = [fact.code for fact, _ in told]
    taken = Goal.objects.filter(cycle=cycle, department=department, code__in=codes).values_list("code", flat=True)
    if taken:
        raise Refused(Problem("goals.taken", {"goal": code, "department": department.title}) for code in taken)
    return Goal.objects.bulk_create(
        Goal(
            cycle=cycle, department=department, code=fact.code, category=fact.category, title=fact.title,
            base=bases[fact.code], origin=fact.origin, measure=fact.measure, target=fact.target, quality=row["quality"],
            due=fact.due, key_work=fact.key_work,
        )
        for fact, row in told
    )  # fmt: skip


def _known_bases(goals: Iterable[Goal], cycle: Cycle) -> dict[str, str]:
    """The base points of goals as texts, by number; equal shares worked out."""
    facts = [goal.as_fact() for goal in goals]
    return {code: shown(base) for code, base in rowing.with_bases(facts, cycle.rulebook()).items()}


def _strike(goals: Sequence[Goal], day: date) -> None:
    """Take goals off the list, unless something was recorded on one: then only a reversal of that comes first.

    Who points at a goal is asked of the tables and not of the rooms above, which this room doesn't know.
    """
    if not goals:
        return
    used: set[int] = set()
    for relation in Goal._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model._meta.app_label != "goals":
            used.update(model._base_manager.filter(**{f"{name}__in": goals}).values_list(name, flat=True))
    if used:
        raise Refused([Problem("goals.in_use", {"goal": goal.code}) for goal in goals if goal.pk in used])
    Goal.objects.filter(pk__in=[goal.pk for goal in goals]).update(struck_on=day)


def _change(goals: Sequence[Goal], rows: Mapping[str, Row]) -> None:
    """Give the goals what their rows say."""
    letters = Goal._meta.get_field("letters")
    for goal in goals:
        now = rows[goal.code]
        goal.category, goal.title, goal.origin = now["category"], now["title"], now["origin"]
        goal.measure, goal.target, goal.quality = now["measure"], now["target"], now["quality"]
        goal.base, goal.key_work = engine.read_number(now["base"]), bool(now["key_work"])
        goal.due = date.fromisoformat(now["due"]) if now["due"] else None
        letters.pre_save(goal, add=False)  # many at once are written without asking each column
    Goal.objects.bulk_update(goals, [*COLUMNS, "letters"])


def _versions(
    decided: Sequence[tuple[Decision, Goal]], before: Mapping[str, Row], now: Mapping[str, Row], officer: Officer, minutes: str,
    sentence: str,
) -> list[GoalVersion]:  # fmt: skip
    """The next version of each goal."""
    goals = [goal for _, goal in decided]
    last = dict(GoalVersion.objects.filter(goal__in=goals).values_list("goal").annotate(last=Max("number")).order_by())
    return GoalVersion.objects.bulk_create(
        GoalVersion(
            goal=goal,
            # A goal that was loaded as fixed has no first version on record; its first change is nevertheless the second.
            number=1 if decision == Decision.ADDED else last.get(goal.pk, 1) + 1,
            decision=decision, before=before.get(goal.code, {}), values=now.get(goal.code, {}), minutes=minutes,
            sentence=sentence, officer=officer,
        )
        for decision, goal in decided
    )  # fmt: skip
