"""An objection as its pages show it: the receipt, the steps it has gone, and what a decision on it may ask for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.engine import Scale, read_shown
from kaohe.results.checking import answers_until
from kaohe.results.models import Objection, Outcome, State

from .figures import figure
from .papers import Paper, papers_of

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

TONES = {State.FILED: "amber", State.ASSIGNED: "blue", State.REVIEWED: "blue", State.DECIDED: "green", State.WITHDRAWN: "line"}
OUTCOMES = {Outcome.UPHELD: "green", Outcome.PARTLY: "blue", Outcome.REFUSED: "seal"}


class Row(NamedTuple):
    """One objection in a list."""

    number: int
    department: str
    line: str
    state: str
    tone: str
    outcome: str
    outcome_tone: str
    filed: str
    reviewer: str
    url: str
    open: bool


class ObjectionPage(NamedTuple):
    """One objection with everything about it."""

    reason: str
    evidence: tuple[Paper, ...]
    filed_by: str
    arrived: str
    due: str
    about: str
    about_url: str
    finding: str
    suggested: str
    decision_reason: str
    decided: str
    minutes: str
    before: str
    after: str
    entries: tuple[tuple[str, str], ...]


class Deciding(NamedTuple):
    """What a decision may ask for: how much of the entry still stands, the scale of the goal, rules that can be written down."""

    taken: int
    scale: Scale | None
    goal: str
    remedy: str
    rules: list[tuple[str, str]]
    levels: list[tuple[str, str]]


def row_of(desk: Desk, objection: Objection) -> Row:
    """One line of the list."""
    state = State(objection.state)
    decision = getattr(objection, "decision", None)
    return Row(
        number=objection.number,
        department=desk.say(objection.department.title),
        line=objection.label,
        state=str(state.label),
        tone=TONES[state],
        outcome=str(Outcome(decision.outcome).label) if decision else "",
        outcome_tone=OUTCOMES[Outcome(decision.outcome)] if decision else "",
        filed=_moment(objection.filed_at),
        reviewer=objection.reviewer.name if objection.reviewer else "",
        url=reverse("objection", args=[desk.cycle.year, objection.number]),
        open=state not in (State.DECIDED, State.WITHDRAWN),
    )


def objection_page(desk: Desk, objection: Objection) -> ObjectionPage:
    """One objection. One query for the day by which it is to be answered."""
    decision = getattr(objection, "decision", None)
    year = desk.cycle.year
    about, url = "", ""
    if objection.entry:
        about, url = f"#{objection.entry.number}", reverse("entry", args=[year, objection.entry.number])
    elif objection.goal:
        about, url = f"{objection.goal.code} {objection.goal.title}", reverse("goal-sheet", args=[year, objection.department.code])
    return ObjectionPage(
        reason=objection.reason,
        evidence=papers_of(objection.evidence, objection.files.all()),
        filed_by=objection.signature,
        arrived=f"{timezone.localtime(objection.filed_at):%Y-%m-%d %H:%M:%S}",
        due=_due(desk),
        about=about,
        about_url=url,
        finding=objection.finding,
        suggested=str(Outcome(objection.outcome).label) if objection.outcome else "",
        decision_reason=decision.reason if decision else "",
        decided=f"{decision.signature} {_moment(decision.decided_at)}" if decision else "",
        minutes=decision.minutes if decision else "",
        before=_exact(decision.before) if decision else "",
        after=_exact(decision.after) if decision else "",
        entries=tuple((number, reverse("entry", args=[year, int(number)])) for number in decision.entries) if decision else (),
    )


def deciding(desk: Desk, objection: Objection) -> Deciding:
    """What the decision on it may ask for."""
    rulebook = desk.rulebook
    entry, goal = objection.entry, objection.goal
    taken = entry.count + sum(each.count for each in entry.reversals.all()) if entry else 0
    graded = [rule for rule in rulebook.rules.values() if getattr(getattr(rule, "category", None), "code", None) == (goal and goal.category)]
    scale = getattr(graded[0], "scale", None) if goal and graded else None
    writable = [rule for rule in rulebook.rules.values() if "grade" not in rule.asks]
    levels = {level.code: level.label for rule in writable for level in getattr(rule, "levels", ())}
    remedy = "" if objection.outcome == Outcome.REFUSED else "take_back" if taken else "grade" if scale else "write_down"
    return Deciding(
        taken=taken,
        scale=scale,
        goal=goal.code if goal else "",
        remedy=remedy,
        rules=[(rule.code, desk.say(rule.label)) for rule in writable],
        levels=[(code, desk.say(label)) for code, label in levels.items()],
    )


def _due(desk: Desk) -> str:
    """The moment by which the measures want objections answered."""
    until = answers_until(desk.cycle)
    return _moment(until.moment) if until else ""


def _exact(text: str) -> str:
    return figure(read_shown(text)) if text else _("待定")


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
