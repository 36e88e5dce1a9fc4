"""The founding document's registers (O3, O5, O6) of a department: as the ledger has them, or empty, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Entry, Rulebook
from kaohe.paper.description import Paper
from kaohe.paper.kinds import forms
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.people.models import Department
from kaohe.reports.source import Choice, Source
from kaohe.results.standing import standing


class Register(NamedTuple):
    """A department's register; `filled` from the ledger."""

    department: Department
    filled: bool


class Told(NamedTuple):
    """What a register is made of: whose, of which year, the entries that stand under its rules, up to which day (None: empty)."""

    department: str
    year: int
    rulebook: Rulebook
    entries: tuple[Entry, ...] = ()
    until: date | None = None


Form = Callable[[Told, Stationery, Issue], Paper]
#: The rules whose entries each register lists. An edition that has none of them has an empty register.
CHECKS = ("service.first_contact_kept", "service.first_contact", "service.telephone_good", "service.telephone")
COMPLAINTS = ("service.complaint_upheld", "service.complaint_unfounded")
INQUIRIES = (*CHECKS, *COMPLAINTS)
LEAVES = ("discipline.leave", "training.leave")
COMPLETE, MISSING, FORGED = "credits.complete", "credits.missing", "credits.falsified"
TRAININGS = (COMPLETE, MISSING, FORGED)


def registers(source: Source) -> list[Choice]:
    """Both of every department whose details may be seen: filled first."""
    return [
        Choice(each.code if filled else f"{each.code}-blank", _("按记录") if filled else _("空白表"), Register(each, filled), each)
        for each in source.departments
        for filled in (True, False)
    ]


def filled(choice: Choice) -> bool:
    """Whether the choice is worth being made in bulk."""
    return not isinstance(choice.thing, Register) or choice.thing.filled


def register_paper(form: Form, rules: tuple[str, ...]) -> Callable[[Source, Register], Paper]:
    """The register that the form makes of the entries under those rules, in the order of their days."""

    def make(source: Source, thing: Register) -> Paper:
        told = Told(thing.department.title, source.cycle.year, source.rulebook)
        if thing.filled:
            _board, facts = source.board()
            found = [each for each in standing(facts.entries, rules) if each.department == thing.department.code]
            found.sort(key=lambda each: (each.occurred_on, int(each.id)))
            told = told._replace(entries=tuple(found), until=source.cycle.as_of() or source.cycle.ends)
        return form(told, source.stationery, source.issue())

    return make


def inquiries(told: Told, stationery: Stationery, issue: Issue) -> Paper:
    """首问责任制台账. Filled, it holds what the clause counts by and the ledger knows: checks, and complaints with what was found."""
    if told.until is None:
        return forms.first_inquiries(told.department, told.year, [], stationery, issue)
    checks = [
        forms.Check(each.occurred_on, each.about, listed(each.persons), _label(told, each), _number(each))
        for each in told.entries
        if each.rule in CHECKS
    ]
    complaints = [
        forms.Complaint(each.occurred_on, each.matter, each.about, listed(each.persons), _label(told, each), _follows(told, each), _number(each))
        for each in told.entries
        if each.rule in COMPLAINTS
    ]
    return forms.service_ledger(told.department, told.year, checks, complaints, stationery, issue, until=told.until)


def _follows(told: Told, entry: Entry) -> str:
    return "移交追究责任" if "refer" in told.rulebook.rules[entry.rule].raises else ""


def leaves(told: Told, stationery: Stationery, issue: Issue) -> Paper:
    """请假外出登记: who was away from when to when; never why (decision 0028)."""
    found = [
        forms.Leave(listed(each.persons), f"{each.about}（{_label(told, each)}）", each.occurred_on, each.until or each.occurred_on, "", note=_number(each))
        for each in told.entries
    ]
    return forms.leaves(told.department, told.year, found, stationery, issue, until=told.until)


def trainings(told: Told, stationery: Stationery, issue: Issue) -> Paper:
    """外出培训登记. Of an entry under "both are lacking" nobody wrote down which one is there."""
    found = []
    for each in told.entries:
        there = True if each.rule == COMPLETE else None
        words = _number(each) if there else f"{_label(told, each)}，{_number(each)}"
        copies = len(each.evidence) if there else None
        found.append(forms.Training(listed(each.persons), each.about, "", each.occurred_on, each.until, None, (there, there), copies, words))
    return forms.trainings(told.department, told.year, found, stationery, issue, until=told.until)


def _label(told: Told, entry: Entry) -> str:
    return told.rulebook.rules[entry.rule].label


def _number(entry: Entry) -> str:
    """What leads back to the ledger; how often, where that isn't once."""
    return f"记录{entry.id}" + (f"，×{entry.count}" if entry.count != 1 else "")
