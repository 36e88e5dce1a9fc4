"""Evidence as people give it: files they brought, or the numbers under which papers are filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from kaohe.engine import Problem, Refused
from kaohe.evidence.checks import MOST_FILES
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import ProgressLine, ProgressReport
from kaohe.ledger.models import Entry, Evidence
from kaohe.ledger.posting import Proof
from kaohe.people.models import Officer

#: A file, the number of a document, or what both come to.
Given = Proof | StoredFile | str


def files_for(officer: Officer) -> QuerySet[StoredFile]:
    """The files that concern the officer: those they brought, and those that prove an entry or a goal's quarter they may see."""
    if officer.bureau_id is None:
        return StoredFile.objects.none()
    shown = Evidence.objects.filter(entry__in=Entry.objects.visible_to(officer), file__isnull=False)
    told = ProgressLine.objects.filter(report__in=ProgressReport.objects.visible_to(officer), files__isnull=False)
    own = Q(uploaded_by_id=officer.pk) | Q(pk__in=shown.values("file")) | Q(pk__in=told.values("files"))
    return StoredFile.objects.filter(own, bureau_id=officer.bureau_id)


def proofs(officer: Officer, given: Sequence[Given]) -> tuple[Proof, ...]:
    """What may be attached. A number brings along the file that is known under it, if it concerns the officer.

    Raises Refused for more pieces than anyone should be asked for, and for a file that isn't the officer's to use.
    """
    found: list[Problem] = []
    if len(given) > MOST_FILES:
        found.append(Problem("evidence.too_many", {"found": len(given), "most": MOST_FILES}))
    foreign = [each for each in given if isinstance(each, StoredFile)]
    known = set(files_for(officer).filter(pk__in=[each.pk for each in foreign]).values_list("pk", flat=True))
    found += [Problem("ledger.file_foreign", {"file": each.name}) for each in foreign if each.pk not in known]
    if found:
        raise Refused(found)
    numbers = [each.strip() for each in given if isinstance(each, str)]
    filed = {
        each.document_number: each for each in files_for(officer).filter(document_number__in=numbers).order_by("pk")
    }
    return _each_once(_proof(each, filed) for each in given if not isinstance(each, str) or each.strip())


def _each_once(found: Iterable[Proof]) -> tuple[Proof, ...]:
    """A file that is given, and its number beside it, are one piece."""
    return tuple({proof.file or proof.title: proof for proof in reversed(list(found))}.values())[::-1]


def _proof(given: Given, filed: dict[str, StoredFile]) -> Proof:
    if isinstance(given, Proof):
        return given
    if isinstance(given, StoredFile):
        return Proof(given.title, given.digest, given.kind, given)
    file = filed.get(given.strip())
    return Proof(given.strip(), file.digest, file.kind, file) if file else Proof(given.strip())
