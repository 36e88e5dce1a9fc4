"""Several findings of one round, written down together or not at all: a check of attendance, a session of study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.engine import Problem, Refused, Rulebook
from kaohe.ledger.actions.recording import RECORDING, require_not_graded
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Draft, check, post, said
from kaohe.ledger.proofs import Given, proofs
from kaohe.ledger.telling import tell
from kaohe.ledger.twins import twins
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in one department. Without `count`, each person counts once."""

    department: Department
    rule: str
    persons: tuple[str, ...] = ()
    count: int | None = None
    about: str = ""


@transaction.atomic
def record_round(
    *, officer: Officer, cycle: Cycle, occurred_on: date, findings: Sequence[Finding], excusing: Sequence[str] = (),
    evidence: Sequence[Given] = (), confirmed: bool = False,
) -> list[Entry]:  # fmt: skip
    """Write down what one round found, one entry for each finding, with the same evidence.

    excusing   rules of the register of leave: who has an entry under one of them for that day isn't counted
    confirmed  what looks like a duplicate was looked at and is none
    Raises Refused as `record_entry` does, with everything wrong in any finding at once.
    """
    for department in dict.fromkeys(each.department for each in findings):
        require(officer, Deed.RECORD_ENTRY, department, bureau=cycle.bureau)
    require(officer, Deed.RECORD_ENTRY, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*RECORDING, on=occurred_on)
    if not findings:
        raise Refused([Problem("ledger.round_empty")])
    for rule in sorted({each.rule for each in findings}):
        require_not_graded(cycle.rulebook(), rule)
    attached = proofs(officer, evidence)
    moment = timezone.now()
    drafts = [
        Draft(
            _fact(cycle.rulebook(), each, occurred_on, tuple(proof.title for proof in attached)),
            each.department,
            officer,
            moment,
            evidence=() if _has_words(cycle.rulebook(), each.rule) else attached,
        )
        for each in findings
    ]
    found = _on_leave(cycle, occurred_on, findings, excusing)
    if not confirmed:
        found += twins(cycle, drafts)
    check(cycle, drafts, also=found)
    rows = post(cycle, drafts)
    after = {"day": occurred_on, "entries": [row.number for row in rows], "seal": rows[-1].seal}
    record(Tag.ROUND_RECORDED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after)
    tell(rows)
    return rows


def _away(cycle: Cycle, day: date, rules: Sequence[str]) -> dict[int, frozenset[str]]:
    """Who has leave that day, by department, as the register says."""
    rows = Entry.objects.filter(cycle=cycle, rule__in=rules).covering(day).standing()
    found: dict[int, set[str]] = {}
    for department, persons in rows.values_list("department_id", "persons"):
        found.setdefault(department, set()).update(persons)
    return {department: frozenset(persons) for department, persons in found.items()}


def _on_leave(cycle: Cycle, day: date, findings: Sequence[Finding], excusing: Sequence[str]) -> list[Problem]:
    away = _away(cycle, day, excusing) if excusing else {}
    rulebook = cycle.rulebook()
    found = []
    for each in findings:
        rule = rulebook.rules.get(each.rule)
        if rule is None or each.rule in excusing or not getattr(rule, "loses", False):
            continue
        for person in sorted(away.get(each.department.pk, frozenset()).intersection(each.persons)):
            values = {"person": person, "day": day, "department": each.department.title, "rule": rule.label}
            found.append(Problem("ledger.on_leave", values, department=each.department.code))
    return found


def _has_words(rulebook: Rulebook, rule: str) -> bool:
    """True where nothing but its own words is kept, and so no paper either."""
    return rule in rulebook.rules and bool(rulebook.rules[rule].words)


def _fact(rulebook: Rulebook, finding: Finding, day: date, evidence: tuple[str, ...]) -> engine.Entry:
    count = finding.count if finding.count is not None else max(1, len(finding.persons))
    return engine.Entry(
        id="", department=finding.department.code, rule=finding.rule, occurred_on=day, count=count,
        persons=finding.persons, about=said(rulebook, finding.rule, finding.about),
        evidence=() if _has_words(rulebook, finding.rule) else evidence,
    )  # fmt: skip
