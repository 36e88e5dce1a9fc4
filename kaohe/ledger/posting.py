"""The one way into the ledger, for this room's actions and those above it: entries checked, numbered, sealed, written.

It asks nobody for permission and opens no transaction: the action that calls it has done both, and holds the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kaohe import engine
from kaohe.audit.chain import BEGINNING, sealed
from kaohe.cycles.models import Cycle
from kaohe.engine import Facts, Problem, Refused, Rulebook, Said, errors, score
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry, Evidence
from kaohe.people.models import Department, Officer

#: An entry about more persons than that is called by its day.
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence to be attached: its name, and the digest and type of the file where there is one."""

    title: str
    digest: str = ""
    kind: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be written. The fact says what happened; its `id` is one that it came with (from a file, for messages
    and references), or empty: it gets its number when it is written, and until then it is told by what it is (`called`)."""

    fact: engine.Entry
    department: Department
    recorded_by: Officer
    recorded_at: datetime
    recorder_name: str = ""
    goal: Goal | None = None
    evidence: tuple[Proof, ...] = ()


def post(cycle: Cycle, drafts: Sequence[Draft]) -> list[Entry]:
    """Write the drafts behind the newest entry, in their order. `cycle` must be held (`Cycle.objects.locked`).

    A draft may reverse a row that stands already (by its number) or an earlier draft (by its fact's id).
    """
    newest = Entry.objects.filter(cycle=cycle).order_by("-number").first()
    number, seal = (newest.number, newest.seal) if newest else (0, BEGINNING)
    originals = _originals(cycle, drafts)
    written: list[Entry] = []
    waiting: list[tuple[Entry, list[Evidence]]] = []
    for draft in drafts:
        number += 1
        original = originals[draft.fact.reverses] if draft.fact.reverses else None
        if original is not None and original.pk is None:  # it must have its row number before it can be pointed at
            _flush(waiting)
        entry = _row(cycle, draft, number, original)
        evidence = [
            Evidence(
                entry=entry, number=place, title=proof.title, digest=proof.digest, kind=proof.kind, file=proof.file
            )
            for place, proof in enumerate(draft.evidence, start=1)
        ]
        entry.seal = seal = sealed(seal, entry.contents(evidence))
        originals[draft.fact.id] = entry
        written.append(entry)
        waiting.append((entry, evidence))
    _flush(waiting)
    return written


def check(
    cycle: Cycle,
    drafts: Iterable[Draft],
    *,
    beside: Iterable[engine.Entry] = (),
    also: Iterable[Problem] = (),
) -> None:
    """Raises Refused with everything that the rules have against these drafts, all at once.

    beside  entries that stand already and that the drafts refer to
    also    what else was found wrong, to be said together with it
    """
    drafts = list(drafts)
    rulebook = cycle.rulebook()
    found = [*also, *(problem for draft in drafts for problem in lacking(rulebook, draft))]
    # The engine tells entries apart by their ids; NUL stands in no id that came from outside.
    drafted = [replace(draft.fact, id=draft.fact.id or f"\0{at}") for at, draft in enumerate(drafts)]
    own = {fact.id: draft for fact, draft in zip(drafted, drafts, strict=True)}
    departments = {draft.department.pk: draft.department for draft in drafts}
    goals = Goal.objects.filter(cycle=cycle, department__in=departments).select_related("department")
    facts = Facts(
        cycle.year,
        tuple(department.as_fact() for department in departments.values()),
        tuple(goal.as_fact() for goal in goals),
        (*beside, *drafted),
    )
    heard = errors(score(rulebook, facts).problems)
    found += [_of(each, own) for each in heard if each.code.startswith(("ledger.", "grading.", "facts."))]
    if found:
        raise Refused(found)


def called(fact: engine.Entry, title: str) -> str | Said:
    """How a refusal calls an entry: by the id that it came with; else by its department and what or whom it is about, since
    it has no number yet, and the one that it would get may be another's by then."""
    if fact.id:
        return fact.id
    persons = fact.persons if len(fact.persons) <= MOST_NAMED else ""
    return Said("ledger.unnumbered", {"department": title, "what": fact.goal or persons or fact.occurred_on})


def _of(problem: Problem, own: Mapping[str, Draft]) -> Problem:
    """What the engine says of one of these drafts, with the draft called as people know it."""
    draft = own.get(str(problem.values.get("entry", "")))
    if draft is None:
        return problem
    return replace(problem, values={**problem.values, "entry": called(draft.fact, draft.department.title)})


def lacking(rulebook: Rulebook, draft: Draft) -> list[Problem]:
    """What the rule asks a recorder for and the draft doesn't have. A reversal says why; it needs no more."""
    fact = draft.fact
    rule = rulebook.rules.get(fact.rule)
    if rule is None:
        return []  # the engine says so
    given: Mapping[str, object] = {
        "person": fact.persons,
        "about": fact.about.strip(),
        "evidence": draft.evidence,
        "matter": fact.matter.strip(),
        "amount": fact.amount is not None,
        "goal": fact.goal,
    }
    asked = ("about",) if fact.reverses else rule.asks
    codes = [f"ledger.lacks_{name}" for name in asked if name in given and not given[name]]
    if rule.words and not fact.reverses:
        codes += _beyond_words(rule, draft)
    values = {"entry": called(fact, draft.department.title), "rule": rule.label, "words": rule.words}
    clause = rulebook.clause_label(rule.clause)
    return [Problem(code, values, fact.place, clause, department=fact.department) for code in codes]


def said(rulebook: Rulebook, rule: str, about: str) -> str:
    """What an entry says of its event: what the recorder says, else the first of what may be said."""
    words = rulebook.rules[rule].words if rule in rulebook.rules else ()
    return about.strip() or (words[0] if words else "")


def _beyond_words(rule: Any, draft: Draft) -> list[str]:
    """What was said, or shown as evidence, beyond what may be kept: a leave's reason is nobody's business."""
    found = ["ledger.other_words"] if draft.fact.about not in rule.words else []
    return [*found, "ledger.no_proof_wanted"] if draft.evidence else found


def _originals(cycle: Cycle, drafts: Sequence[Draft]) -> dict[str, Entry]:
    """The rows that drafts reverse and that no other draft of this posting is."""
    own = {draft.fact.id for draft in drafts}
    numbers = {draft.fact.reverses for draft in drafts} - own - {""}
    rows = Entry.objects.filter(cycle=cycle, number__in=[int(number) for number in numbers if number.isdecimal()])
    return {str(row.number): row for row in rows}


def _row(cycle: Cycle, draft: Draft, number: int, original: Entry | None) -> Entry:
    fact = draft.fact
    return Entry(
        cycle=cycle,
        department=draft.department,
        number=number,
        rule=fact.rule,
        occurred_on=fact.occurred_on,
        until=fact.until,
        recorded_at=draft.recorded_at,
        recorded_by=draft.recorded_by,
        recorder_name=draft.recorder_name or draft.recorded_by.signature,
        count=fact.count,
        level=fact.level,
        matter=fact.matter,
        goal=draft.goal,
        amount=fact.amount,
        persons=list(fact.persons),
        about=fact.about,
        conditions=list(fact.conditions),
        reverses=original,
    )


def _flush(waiting: list[tuple[Entry, list[Evidence]]]) -> None:
    Entry.objects.bulk_create([entry for entry, _ in waiting])
    Evidence.objects.bulk_create([proof for _, evidence in waiting for proof in evidence])
    waiting.clear()
