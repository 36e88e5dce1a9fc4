"""Making batches, one after another, beside the server; and forgetting those that nobody fetches any more."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from kaohe.cycles.models import Cycle
from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind
from kaohe.engine import Said
from kaohe.paper.press import press
from kaohe.people.models import Officer
from kaohe.reports.batches import Packer, files_of, items_of
from kaohe.reports.models import Batch, Form, State
from kaohe.reports.source import Source

log = logging.getLogger(__name__)

#: Who gave no sign for so long was killed; the batch is begun again by the next.
SILENT = timedelta(minutes=3)
#: So long a file may be fetched.
KEPT = timedelta(days=7)
A_DAY = timedelta(days=1)


class Taken(NamedTuple):
    """A batch that is ours as long as its row says so, and the clock that it is made by."""

    batch: Batch
    run: str
    clock: Callable[[], datetime]

    def ours(self, **changed: object) -> bool:
        """Write that into the row; False where it was cancelled, or another took it meanwhile."""
        rows = Batch.objects.filter(pk=self.batch.pk, state=State.RUNNING, run=self.run)
        return bool(rows.update(beat_at=self.clock(), **changed))


def make_batches(*, now: datetime) -> int:
    """Make every batch that waits, the oldest first; returns how many were finished."""
    count = 0
    while taken := _take(now):
        try:
            count += _make(taken)
        except Exception:
            log.exception("batch %s failed", taken.batch.pk)
            taken.ours(state=State.FAILED, ended_at=taken.clock(), run="")
    return count


def _take(now: datetime) -> Taken | None:
    """The next one, ours by a condition in the UPDATE: two ticks at once never make the same."""
    silent = Q(state=State.RUNNING, beat_at__lt=now - SILENT)
    free = Batch.objects.filter(Q(state=State.WAITING) | silent)
    begun, run = monotonic(), secrets.token_hex(16)
    for batch in free.select_related("officer").order_by("pk"):
        if free.filter(pk=batch.pk).update(state=State.RUNNING, run=run, beat_at=now, done=0):
            return Taken(batch, run, lambda: now + timedelta(seconds=monotonic() - begun))
    return None


def _make(taken: Taken) -> bool:
    """True where it came to its end; a file that nobody wants any more is not left behind."""
    batch = taken.batch
    name = f"{secrets.token_hex(16)}.zip"
    settings.BATCHES.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.BATCHES / name
    finished = False
    try:
        finished = _fill(taken, path) and _end(taken, path)
    finally:
        if not finished:
            path.unlink(missing_ok=True)
    if finished:
        log.info("batch %s: %s papers", batch.pk, batch.total)
    return finished


def _fill(taken: Taken, path: Path) -> bool:
    """Make paper after paper; False as soon as the batch isn't ours any more, or its asker may no longer sign in."""
    batch = taken.batch
    cycle = Cycle.objects.with_edition().get(pk=batch.cycle_id)
    officer = Officer.objects.get(pk=batch.officer_id)
    if not officer.is_active:
        taken.ours(state=State.CANCELLED, ended_at=taken.clock(), run="")
        return False
    source = Source(cycle, officer, lambda code: f"{batch.address}?code={code}")
    machine = press(settings.FONTS)
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with override("zh-hans"), os.fdopen(os.open(path, new, 0o600), "wb") as stream, Packer(stream) as packer:
        items = items_of(source, batch.what)
        for number, item in enumerate(items, 1):
            for ending, content in files_of(item.kind.paper(source, item.choice), Form(batch.form), machine):
                packer.add(f"{item.name}.{ending}", content)
            if not taken.ours(done=number, total=len(items)):
                return False
        packer.finish()
    return True


@transaction.atomic
def _end(taken: Taken, path: Path) -> bool:
    """Write that the file is there, and tell its asker."""
    ended = {"state": State.DONE, "file": path.name, "size": path.stat().st_size, "ended_at": taken.clock(), "run": ""}
    if not taken.ours(**ended):
        return False
    batch = taken.batch
    year = Cycle.objects.values_list("year", flat=True).get(pk=batch.cycle_id)
    subject = Said("told.batch_done", {"year": year, "count": batch.total})
    tell(to=[batch.officer], kind=Kind.NOTICE, subject=subject, link=f"/{year}/papers/#batches", at=taken.clock())
    return True


def forget_old_batches(*, now: datetime) -> int:
    """Batches that ended a week ago, with their files, and files of makers that were killed; returns how many were thrown away."""
    old = Batch.objects.filter(ended_at__lt=now - KEPT)
    names = [name for name in old.values_list("file", flat=True) if name]
    count = old.delete()[0]
    for name in names:
        (settings.BATCHES / name).unlink(missing_ok=True)
    return count + _strays(now)


def _strays(now: datetime) -> int:
    """A file without a row that nobody has written to for a day."""
    known, count = set(Batch.objects.values_list("file", flat=True)), 0
    for path in settings.BATCHES.glob("*.zip"):
        with suppress(FileNotFoundError):
            if path.name not in known and path.stat().st_mtime < (now - A_DAY).timestamp():
                path.unlink()
                count += 1
    return count
