"""What is done with files: taking one, after it was looked through; and clearing away contents that nobody names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused, sm3_hex
from kaohe.evidence import store
from kaohe.evidence.checks import LARGEST, Sound, inspect
from kaohe.evidence.models import StoredFile
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Department, Officer

#: Files that one person may bring within an hour.
MOST_AN_HOUR = 60
LONGEST_NUMBER = 60


class Upload(Protocol):
    """What a form hands over; Django's uploaded files are such."""

    name: str | None

    def read(self, size: int = -1) -> bytes:
        """The content, at most `size` bytes of it."""


def store_file(*, officer: Officer, bureau: Bureau, upload: Upload, document_number: str = "") -> StoredFile:
    """Take a file, look it through and keep it under its digest. The same file of the same person is kept once.

    Raises Refused without the duty, too many an hour, above the quota of the officer's department, and for everything
    that `checks.inspect` refuses. Looking takes seconds, so it happens before the transaction: nobody waits for it.
    """
    require(officer, Deed.STORE_FILE, bureau=bureau)
    number = " ".join(document_number.split())
    if len(number) > LONGEST_NUMBER:
        raise Refused([Problem("evidence.no_number", {"found": number[:20] + "…", "most": LONGEST_NUMBER})])
    _require_pace(officer)
    sound = inspect(upload.name or "", upload.read(LARGEST + 1), scanner=settings.SCANNER)
    # The content is on disk before its row is: a row without content would be a lie, content without a row is swept.
    digest = store.keep(sound.content)
    with transaction.atomic():
        same = {"digest": digest, "name": sound.name, "document_number": number, "scanned_by": sound.scanned_by}
        known = StoredFile.objects.brought_by(officer).filter(**same).first()
        return known or _kept(officer, bureau, sound, same)


def _kept(officer: Officer, bureau: Bureau, sound: Sound, same: dict[str, str]) -> StoredFile:
    """The row of a file that lies on disk. Raises Refused where too many came at once."""
    _require_pace(officer)
    office = office_of(officer)
    _require_room(bureau, office, sound)
    stored = StoredFile.objects.create(
        bureau=bureau, department=office, digest_sm3=sm3_hex(sound.content), original_name=sound.original,
        size=len(sound.content), kind=sound.kind, uploaded_by=officer, at=timezone.now(), **same,
    )  # fmt: skip
    after = {"name": stored.name, "digest": stored.digest, "digest_sm3": stored.digest_sm3, "size": stored.size}
    after |= {"original_name": stored.original_name, "scanned_by": stored.scanned_by}
    record(Tag.FILE_STORED, officer=officer, subject=stored, bureau=bureau, after=after)
    return stored


def _require_pace(officer: Officer) -> None:
    recent = StoredFile.objects.brought_by(officer).filter(at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        raise Refused([Problem("evidence.too_fast", {"most": MOST_AN_HOUR})])


def office_of(officer: Officer) -> Department | None:
    """The department whose quota the officer's files take from; None for those who sit above the departments."""
    return Department.objects.filter(pk__in=officer.own_departments).order_by("order", "pk").first()


def _require_room(bureau: Bureau, office: Department | None, sound: Sound) -> None:
    """Raises Refused where the department has as much evidence as anyone should keep."""
    used = StoredFile.objects.filter(bureau=bureau, department=office).aggregate(used=Sum("size"))["used"] or 0
    if used + len(sound.content) > settings.OFFICE_QUOTA:
        values: dict[str, object] = {"office": office.title if office else bureau.name, "file": sound.name}
        values |= {"found": used // 1_000_000, "most": settings.OFFICE_QUOTA // 1_000_000}
        raise Refused([Problem("evidence.quota", values)])


def sweep(*, now: datetime, older_than: timedelta = timedelta(days=1)) -> list[str]:
    """Remove contents that no row names: what a cut between writing and commit left. Returns their digests.

    Young ones stay, because their row may be about to be written. Each is set aside first and looked at once more, so that
    one which is brought again at this very moment is put back; of two sweepers, each content goes to one.
    """
    before = (now - older_than).timestamp()
    store.tidy(before)
    named = set(StoredFile.objects.values_list("digest", flat=True))
    old = sorted(digest for digest in store.kept() - named if store.kept_since(digest) < before)
    ours = {digest: since for digest in old if (since := store.set_aside(digest)) is not None}
    wanted = set(StoredFile.objects.filter(digest__in=ours).values_list("digest", flat=True))
    gone = [digest for digest, since in ours.items() if since < before and digest not in wanted]
    for digest in ours.keys() - set(gone):
        store.put_back(digest)
    if gone:
        # On record before it is removed: a record too many is seen, a file too few would not be.
        record(Tag.FILES_SWEPT, officer=None, subject=str(len(gone)), bureau=None, after={"digests": gone})
    for digest in gone:
        store.drop(digest)
    return gone
