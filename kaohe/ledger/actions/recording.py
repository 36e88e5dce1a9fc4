"""Recording what happened, taking it back in the open, loading a year kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Exact, Place, Problem, Refused, Rulebook
from kaohe.goals.models import Goal
from kaohe.ledger.facts import entries as as_facts
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Draft, Proof, called, check, post, said
from kaohe.ledger.proofs import Given, proofs
from kaohe.ledger.telling import tell
from kaohe.ledger.twins import twins
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer

#: When events are written down and taken back. Once the results are announced, only the decision on an objection changes anything.
RECORDING = (Stage.RUNNING, Stage.CLOSING)


@transaction.atomic
def record_entry(
    *, officer: Officer, cycle: Cycle, department: Department, rule: str, occurred_on: date, count: int = 1,
    level: str = "", matter: str = "", goal: Goal | None = None, amount: Exact | None = None,
    persons: Sequence[str] = (), about: str = "", evidence: Sequence[Given] = (), confirmed: bool = False,
    until: date | None = None,
) -> Entry:  # fmt: skip
    """Write down one event.

    until  its last day, for what lasts several; only that may be written down before it comes
    Raises Refused without the right, at another stage, for a day outside the year or still to come, and with everything
    that the rule asks for and isn't given.
    """
    require(officer, Deed.RECORD_ENTRY, department, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*RECORDING, on=occurred_on, ahead=lasts(cycle.rulebook(), rule))
    require_not_graded(cycle.rulebook(), rule)
    attached = proofs(officer, evidence)
    fact = engine.Entry(
        id="", department=department.code, rule=rule, occurred_on=occurred_on, count=count,
        level=level, matter=matter.strip(), goal=goal.code if goal else "", amount=amount, persons=tuple(persons),
        about=said(cycle.rulebook(), rule, about), evidence=tuple(proof.title for proof in attached), until=until,
    )  # fmt: skip
    draft = Draft(fact, department, officer, timezone.now(), goal=goal, evidence=attached)
    check(cycle, [draft], also=[] if confirmed else twins(cycle, [draft]))
    entry = post(cycle, [draft])[0]
    record(Tag.ENTRY_RECORDED, officer=officer, subject=entry, bureau=cycle.bureau, after=_told(entry))
    tell([entry])
    return entry


@transaction.atomic
def reverse_entry(
    *, officer: Officer, entry: Entry, why: str, count: int | None = None, evidence: Sequence[Given] = ()
) -> Entry:
    """Take an entry back, in full or by `count`: the same event with its count negated, naming what it takes back.

    Raises Refused without the right, at another stage, without a reason, for a reversal of a reversal, for a grade
    (which is decided anew instead), and for more than still stands.
    """
    cycle = Cycle.objects.locked(entry.cycle)
    require(officer, Deed.REVERSE_ENTRY, entry.department, bureau=cycle.bureau)
    cycle.require(*RECORDING)
    require_not_graded(cycle.rulebook(), entry.rule)
    reversal = post(cycle, [reversal_of(entry, officer, why, count=count, evidence=proofs(officer, evidence))])[0]
    before = {"number": entry.number, "standing": entry.count}
    record(
        Tag.ENTRY_REVERSED, officer=officer, subject=entry, bureau=cycle.bureau,
        before=before, after=_told(reversal), reason=why,
    )  # fmt: skip
    tell([reversal])
    return reversal


@transaction.atomic
def record_entries(
    *,
    officer: Officer,
    cycle: Cycle,
    entries: Sequence[engine.Entry],
    recorders: Mapping[str, Officer] | None = None,
    confirmed: bool = True,
    telling: bool = False,
) -> list[Entry]:
    """Load events that were kept elsewhere, in their order and with their own days of recording.

    entries    facts; an id is what others in the same load refer to, numbers are given anew
    recorders  officers by the name under which the facts know them; others stand by name, loaded by `officer`
    confirmed  False where duplicates and days to come are still to be looked for, as for what was just typed
    telling    True where the departments are told, as of what was just typed
    Raises Refused as record_entry does, with everything wrong in any of them at once.
    """
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*RECORDING)
    drafts = drafts_of(cycle, officer, entries, Deed.RECORD_ENTRY, recorders or {})
    also = [problem for entry in entries for problem in graded(cycle.rulebook(), entry.rule, entry.place)]
    if not confirmed:
        also += [*_to_come(cycle, drafts), *twins(cycle, drafts)]
    check(cycle, drafts, beside=referred_to(cycle, entries), also=also)
    rows = post(cycle, drafts)
    after = (
        {"entries": len(rows), "first": rows[0].number, "last": rows[-1].number, "seal": rows[-1].seal} if rows else {}
    )
    record(Tag.ENTRIES_LOADED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after)
    if telling:
        tell(rows)
    return rows


def reversal_of(
    entry: Entry, officer: Officer, why: str, *, count: int | None = None, evidence: tuple[Proof, ...] = ()
) -> Draft:
    """The draft that takes an entry back. Raises Refused without a reason or where so much doesn't stand any more."""
    standing = entry.count + sum(entry.reversals.values_list("count", flat=True))
    taken = standing if count is None else count
    found = []
    if entry.reverses_id:
        found.append(Problem("ledger.reversal_of_reversal", {"entry": entry.number}))
    elif standing < 1:
        found.append(Problem("ledger.reversed_already", {"entry": entry.number}))
    elif not 1 <= taken <= standing:
        found.append(Problem("ledger.reverses_too_much", {"entry": entry.number, "found": taken, "standing": standing}))
    if not why.strip():
        found.append(Problem("ledger.reversal_without_why", {"entry": entry.number}))
    if found:
        raise Refused(found)
    fact = engine.Entry(
        id="", department=entry.department.code, rule=entry.rule, occurred_on=entry.occurred_on, count=-taken,
        level=entry.level, matter=entry.matter, goal=entry.goal.code if entry.goal else "", amount=entry.amount,
        persons=tuple(entry.persons), about=why.strip(), conditions=tuple(entry.conditions), reverses=str(entry.number),
        until=entry.until,
    )  # fmt: skip
    return Draft(fact, entry.department, officer, timezone.now(), goal=entry.goal, evidence=evidence)


def drafts_of(
    cycle: Cycle, officer: Officer, entries: Iterable[engine.Entry], deed: Deed, recorders: Mapping[str, Officer]
) -> list[Draft]:
    """Facts as drafts, the officer's right asked for once a department. Raises Refused with all that can't be placed."""
    departments = {row.code: row for row in Department.objects.filter(bureau=cycle.bureau)}
    goals = {(goal.department_id, goal.code): goal for goal in Goal.objects.filter(cycle=cycle)}
    found, drafts = [], []
    for entry in entries:
        department = departments.get(entry.department)
        if department is None:
            values = {"entry": called(entry, entry.department), "found": entry.department}
            found.append(Problem("ledger.unknown_department", values, entry.place))
            continue
        goal = goals.get((department.pk, entry.goal))
        if entry.goal and goal is None:
            values = {"entry": called(entry, department.title), "found": entry.goal}
            found.append(Problem("ledger.no_such_goal", values, entry.place))
        recorder = recorders.get(entry.recorded_by, officer)
        about = entry.about if entry.reverses else said(cycle.rulebook(), entry.rule, entry.about)
        drafts.append(
            Draft(
                replace(entry, about=about),
                department,
                recorder,
                _moment(entry.recorded_on),
                entry.recorded_by or officer.signature,
                goal,
                tuple(Proof(title) for title in entry.evidence),
            )
        )
    if found:
        raise Refused(found)
    for department in {draft.department for draft in drafts}:
        require(officer, deed, department, bureau=cycle.bureau)
    return drafts


def referred_to(cycle: Cycle, entries: Sequence[engine.Entry]) -> list[engine.Entry]:
    """Entries that stand already and are reversed by some of these."""
    numbers = {entry.reverses for entry in entries} - {entry.id for entry in entries} - {""}
    rows = Entry.objects.filter(cycle=cycle, number__in=[int(each) for each in numbers if each.isdecimal()])
    rows |= Entry.objects.filter(cycle=cycle, reverses__in=rows)
    departments = {row.pk: row.as_fact() for row in Department.objects.filter(bureau=cycle.bureau)}
    goals = {row.pk: row.as_fact() for row in Goal.objects.filter(cycle=cycle).select_related("department")}
    return as_facts(rows, departments, goals) if numbers else []


def _to_come(cycle: Cycle, drafts: Sequence[Draft]) -> list[Problem]:
    """One problem for each draft of a day that is still to come."""
    today = cycle.bureau.today()
    rulebook = cycle.rulebook()
    late = [
        draft.fact for draft in drafts if draft.fact.occurred_on > today and not lasts(rulebook, draft.fact.rule)
    ]
    return [Problem("cycles.not_yet", {"found": fact.occurred_on, "today": today}, fact.place) for fact in late]


def lasts(rulebook: Rulebook, rule: str) -> bool:
    """True for what may last several days and be written down ahead, such as leave."""
    return rule in rulebook.rules and rulebook.rules[rule].lasts


def graded(rulebook: Rulebook, rule: str, place: Place) -> list[Problem]:
    """One problem for a rule whose entries only the leading group writes."""
    found = rulebook.rules.get(rule)
    if found is None or "grade" not in found.asks:
        return []
    return [Problem("ledger.graded_rule", {"rule": found.label}, place, rulebook.clause_label(found.clause))]


def require_not_graded(rulebook: Rulebook, rule: str) -> None:
    """Raises Refused for a rule whose entries only the leading group writes."""
    if found := graded(rulebook, rule, Place()):
        raise Refused(found)


def _moment(day: date | None) -> datetime:
    """When something was written down of which only the day is known: at the end of that working day."""
    return timezone.make_aware(datetime.combine(day, time(17, 0))) if day else timezone.now()


def _told(entry: Entry) -> dict[str, object]:
    """What the audit trail tells of an entry."""
    return {
        "number": entry.number,
        "department": entry.department.code,
        "rule": entry.rule,
        "occurred_on": entry.occurred_on,
        "count": entry.count,
        "seal": entry.seal,
    }
