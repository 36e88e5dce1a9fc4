"""Files beside a goal's quarter: which ones a department may attach, and what the papers of one goal come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet

from kaohe.evidence.checks import MOST_FILES
from kaohe.evidence.models import StoredFile
from kaohe.people.models import Department, Officer


def attachable(officer: Officer, department: Department) -> QuerySet[StoredFile]:
    """Files that the officer brought, and those that the department attached to a quarter before."""
    told = Q(progress_lines__report__department=department)
    own = Q(uploaded_by_id=officer.pk)
    return StoredFile.objects.filter(own | told, bureau_id=department.bureau_id).distinct()


def named(files: QuerySet[StoredFile], names: Iterable[str]) -> Mapping[str, StoredFile]:
    """The files known under these document numbers or by these names, the newest of each."""
    wanted = {name for name in names if name}
    found: dict[str, StoredFile] = {}
    if wanted:
        for each in files.filter(Q(document_number__in=wanted) | Q(name__in=_last_words(wanted))).order_by("pk"):
            found |= {name: each for name in (each.document_number, each.title) if name in wanted}
    return found


def _last_words(names: Iterable[str]) -> set[str]:
    """What may be a file's own name in “文号 名称”."""
    return {part for name in names for part in (name, name.partition(" ")[2]) if part}


def pieces(evidence: Sequence[str], files: Iterable[StoredFile]) -> tuple[str, ...]:
    """The papers of one goal, each once: a number whose file is attached is that file."""
    files = list(files)
    covered = {name for each in files for name in (each.document_number, each.title)}
    return (*(name for name in evidence if name not in covered), *(each.title for each in files))


def too_many(evidence: Sequence[str], files: Iterable[StoredFile]) -> int:
    """How many papers there are where that is more than anyone should be asked for; 0 where it isn't."""
    number = len(pieces(evidence, files))
    return number if number > MOST_FILES else 0
