"""The department's word on an entry about it, given before the entry counts in an announcement."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.ledger.models import Answer, Entry
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer

LONGEST = 2000
#: What one touch says; kept in the words in which the bureau keeps its books.
AGREED = "情况属实，无异议。"


@transaction.atomic
def answer_entry(*, officer: Officer, entry: Entry, text: str) -> Answer:
    """Say what the department has to say: that it is so, or why not. Answers are kept, in their order, and never edited.

    Raises Refused without the duty for that department, without words, and once the entry counted in an announcement:
    from then on there is the objection.
    """
    cycle = Cycle.objects.locked(entry.cycle)
    require(officer, Deed.ANSWER_ENTRY, entry.department, bureau=cycle.bureau)
    cycle.require(Stage.RUNNING, Stage.CLOSING)
    found = []
    if not text.strip():
        found.append(Problem("ledger.answer_empty", {"entry": entry.number}))
    if len(text) > LONGEST:
        found.append(Problem("ledger.answer_long", {"entry": entry.number, "most": LONGEST}))
    if announced := announced_on(entry):
        found.append(Problem("ledger.announced", {"entry": entry.number, "day": announced}))
    if found:
        raise Refused(found)
    answer = Answer.objects.create(entry=entry, officer=officer, text=text.strip(), at=timezone.now())
    after = {"number": entry.number, "answer": answer.text}
    record(Tag.ENTRY_ANSWERED, officer=officer, subject=entry, bureau=cycle.bureau, after=after)
    return answer


def announced_on(entry: Entry) -> date | None:
    """The day on which the first quarter that counts the entry was closed; None while none does.

    What is recorded after its quarter was closed counts from the next one on.
    """
    periods = entry.cycle.periods.filter(ends__gte=entry.occurred_on, last_entry__gte=entry.number)
    return periods.order_by("number").values_list("closed_on", flat=True).first()
