"""Files that prove something, as pages list them; and whom they are shown to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.evidence.models import StoredFile
from kaohe.ledger.proofs import files_for
from kaohe.panels.models import Excuse
from kaohe.people.models import Officer
from kaohe.results.models import Objection


class Paper(NamedTuple):
    """One piece of evidence: a name, and where the file lies if there is one."""

    name: str
    url: str = ""
    scanned: str = ""


def shown_to(officer: Officer) -> QuerySet[StoredFile]:
    """The files that concern the officer, those of applications and objections among them."""
    if officer.bureau_id is None:
        return StoredFile.objects.none()
    asked = Q(excuses__in=Excuse.objects.visible_to(officer))
    objected = Q(objections__in=Objection.objects.visible_to(officer))
    return StoredFile.objects.filter(Q(pk__in=files_for(officer).values("pk")) | asked | objected, bureau_id=officer.bureau_id).distinct()


def papers_of(names: Iterable[str], files: Iterable[StoredFile]) -> tuple[Paper, ...]:
    """The pieces by their names, each with its file."""
    known = {name: each for each in files for name in (each.title, each.document_number)}
    return tuple(paper_of(name, known.get(name)) for name in names)


def paper_of(name: str, file: StoredFile | None) -> Paper:
    """A name, and the file behind it."""
    return Paper(name, reverse("evidence", args=[file.digest]), scanned(file)) if file else Paper(name)


def scanned(file: StoredFile) -> str:
    """Whether a virus scanner has seen it: whoever opens it should know."""
    return _("已经病毒扫描") if file.scanned_by else _("未经病毒扫描")
