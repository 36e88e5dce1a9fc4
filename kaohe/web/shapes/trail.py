"""Records of the audit trail as rows: a sentence, what changed, why, and the way to the object's history."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kaohe.audit.models import Record
from kaohe.audit.sentences import Change, changes, deed_words, sentence
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department, Officer
from kaohe.web.desk import years_of
from kaohe.web.shapes.figures import language

#: Which objects have a page of their history: the trail's name for them → the address's.
KINDS = {
    "ledger.Entry": "entry", "goals.Goal": "goal", "goals.GoalSheet": "sheet", "people.Officer": "officer",
    "people.Department": "department", "cycles.Cycle": "cycle", "goals.ProgressReport": "report", "cycles.Edition": "edition",
    "panels.GradingMeeting": "meeting", "goals.DirectorsMeeting": "directors", "uses.Allotment": "allotment",
}  # fmt: skip


class Row(NamedTuple):
    """One record. `words` leave out who did it; enough where that is the reader, in their own name (`mine`)."""

    number: int
    at: str
    day: str
    sentence: str
    words: str
    changes: tuple[Change, ...]
    reason: str
    address: str
    history_url: str
    mine: bool


def namers(request: HttpRequest) -> Mapping[str, Callable[[str], str]]:
    """What gives the words for codes of departments, rules, grades and conditions, as this person's bureau calls them."""
    assert isinstance(request.user, Officer)
    titles = {each.code: each.title for each in Department.objects.visible_to(request.user)}
    years = years_of(request)
    rulebook, tongue = (years[0].rulebook() if years else None), language()

    def department(code: str) -> str:
        title = titles.get(code, code)
        return rulebook.in_language(title, tongue) if rulebook else title

    def rule(code: str) -> str:
        found = rulebook.rules.get(code) if rulebook else None
        return rulebook.in_language(found.label, tongue) if rulebook and found else code

    grades = {grade.code: grade for scale in (rulebook.scales.values() if rulebook else ()) for grade in scale.grades.values()}
    grounds = {each.code: each.label for grade in grades.values() for each in grade.conditions}

    def grade(code: str) -> str:
        return rulebook.in_language(grades[code].label, tongue) if rulebook and code in grades else code

    def condition(code: str) -> str:
        return rulebook.in_language(grounds[code], tongue) if rulebook and code in grounds else code

    return {"department": department, "departments": department, "rule": rule, "grade": grade, "conditions": condition}


def rows(records: Iterable[Record], names: Mapping[str, Callable[[str], str]], reader: Officer) -> tuple[Row, ...]:
    """The records as rows in the reader's language."""
    tongue = language()
    return tuple(
        Row(
            number=record.sequence,
            at=moment(record.at),
            day=timezone.localtime(record.at).date().isoformat(),
            sentence=sentence(record, tongue),
            words=deed_words(record, tongue),
            changes=changes(record, tongue, names),
            reason=record.reason,
            address=record.address,
            history_url=history_url(record, reader),
            mine=record.officer_login == reader.username and not record.on_behalf_of,
        )
        for record in records
    )


def history_url(record: Record, reader: Officer) -> str:
    """The page of the object's history; nothing for an object without one, or a person whose history isn't the reader's to see."""
    kind = KINDS.get(record.subject_kind)
    if kind == "officer" and record.subject_id != str(reader.pk) and not may(reader, Deed.READ_AUDIT):
        return ""
    return reverse("history", args=[kind, record.subject_id]) if kind and record.subject_id.isdigit() else ""


def moment(at: datetime) -> str:
    """Such as "2025-03-12 09:31"."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
