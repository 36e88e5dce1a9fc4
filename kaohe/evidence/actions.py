"""What is done with files: taking one, after it was looked through; and clearing away contents that nobody names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused, sm3_hex
from kaohe.evidence import store
from kaohe.evidence.checks import LARGEST, inspect
from kaohe.evidence.models import StoredFile
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Officer

#: Files that one person may bring within an hour.
MOST_AN_HOUR = 60
LONGEST_NUMBER = 60


class Upload(Protocol):
    """What a form hands over; Django's uploaded files are such."""

    name: str | None

    def read(self, size: int = -1) -> bytes:
        """The content, at most `size` bytes of it."""


@transaction.atomic
def store_file(*, officer: Officer, bureau: Bureau, upload: Upload, document_number: str = "") -> StoredFile:
    """Take a file, look it through and keep it under its digest. The same file of the same person is kept once.

    Raises Refused without the duty, too many an hour, and for everything that `checks.inspect` refuses.
    """
    require(officer, Deed.STORE_FILE, bureau=bureau)
    number = " ".join(document_number.split())
    if len(number) > LONGEST_NUMBER:
        raise Refused([Problem("evidence.no_number", {"found": number[:20] + "…", "most": LONGEST_NUMBER})])
    recent = StoredFile.objects.brought_by(officer).filter(at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        raise Refused([Problem("evidence.too_fast", {"most": MOST_AN_HOUR})])
    sound = inspect(upload.name or "", upload.read(LARGEST + 1))
    # The content is on disk before its row is: a row without content would be a lie, content without a row is swept.
    digest = store.keep(sound.content)
    known = (
        StoredFile.objects.brought_by(officer).filter(digest=digest, name=sound.name, document_number=number).first()
    )
    if known:
        return known
    stored = StoredFile.objects.create(
        bureau=bureau, digest=digest, digest_sm3=sm3_hex(sound.content), name=sound.name, size=len(sound.content),
        kind=sound.kind, document_number=number, uploaded_by=officer, at=timezone.now(),
    )  # fmt: skip
    after = {"name": stored.name, "digest": digest, "digest_sm3": stored.digest_sm3, "size": stored.size}
    record(Tag.FILE_STORED, officer=officer, subject=stored, bureau=bureau, after=after)
    return stored


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
