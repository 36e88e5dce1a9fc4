"""What has to be done again and again, by nobody in particular: one table, gone through by `manage.py tick`.

A chore takes the time as it is told, may be called as often as one likes and by several at once, does its deed by an action
of the room that it belongs to (which also puts on record what matters), and says what it did. A later room adds a line here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from kaohe.desk.actions.delivery import deliver
from kaohe.desk.actions.drafts import forget_old_drafts
from kaohe.desk.actions.keys import forget_old_keys
from kaohe.desk.actions.nominations import tell_of_nominations
from kaohe.engine import listed
from kaohe.evidence.actions import sweep
from kaohe.people.actions.guarding import forget_old_sessions
from kaohe.people.actions.rosters import forget_old_intakes
from kaohe.reports.actions import forget_old_batches, make_batches
from kaohe.results.actions import feel_pulse, lapse_due

log = logging.getLogger(__name__)

A_MOMENT, A_MINUTE, AN_HOUR, A_DAY = timedelta(seconds=3), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Said(NamedTuple):
    """What a chore did, in both languages; empty where there was nothing to do."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return f"{self.zh} · {self.en}" if self.zh else "没有要做的 · nothing to do"


class Chore(NamedTuple):
    """One of them: its name, how often it is worth while, and what does it."""

    name: str
    every: timedelta
    do: Callable[[datetime], Said]


class Attended(NamedTuple):
    """What became of a chore; `failure` in a few words where it went wrong."""

    chore: Chore
    said: Said = Said()
    failure: str = ""

    def __str__(self) -> str:
        return f"{self.chore.name:<11}{f'失败 · failed: {self.failure}' if self.failure else self.said}"


def attend(now: datetime, chores: Sequence[Chore]) -> list[Attended]:
    """Go through the chores in their order; one that fails is logged, and the others are done all the same."""
    return [_attend(now, chore) for chore in chores]


def _attend(now: datetime, chore: Chore) -> Attended:
    try:
        said = chore.do(now)
    except Exception as trouble:
        log.exception("chore %s failed", chore.name)
        return Attended(chore, failure=type(trouble).__name__)
    if said.zh:
        log.info("chore %s: %s", chore.name, said.en)
    return Attended(chore, said)


def _pulse(now: datetime) -> Said:
    """Where nothing ran for more than an hour, that is on record before anything is closed by the clock."""
    return _counted(len(feel_pulse(now=now)), "记下 {} 次系统停用", "{} outages written down")


def _objections(now: datetime) -> Said:
    """The time for objections is over: what nobody objected to stands."""
    years = [f"{cycle.bureau.title} {cycle.year}" for cycle in lapse_due(now)]
    return Said(f"异议期满：{listed(years, 'zh')}", f"time for objections over: {listed(years, 'en')}") if years else Said()


def _nominations(now: datetime) -> Said:
    """Duties put forward since the last time: who confirms them is told, before messages leave the house."""
    return _counted(tell_of_nominations(now=now), "就拟任通知 {} 人", "{} told of duties put forward")


def _messages(now: datetime) -> Said:
    """Messages that are due leave the house."""
    sent = deliver(now=now)
    if not sent.messages and not sent.failures:
        return Said()
    return Said(f"已发 {sent.messages} 件，失败 {sent.failures} 件", f"{sent.messages} sent, {sent.failures} failed")


def _files(now: datetime) -> Said:
    """Contents of evidence that no row refers to, a day after they came."""
    return _counted(len(sweep(now=now)), "清理 {} 个没有记录引用的文件", "{} files without a record removed")


def _uploads(now: datetime) -> Said:
    """What a form brought while the server was killed: the folder of uploads under way, a day later."""
    before, count = (now - A_DAY).timestamp(), 0
    for path in _inside(Path(settings.FILE_UPLOAD_TEMP_DIR)):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return _counted(count, "清理 {} 个中断的上传", "{} broken uploads removed")


def _inside(folder: Path) -> Iterable[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _workbooks(now: datetime) -> Said:
    """Rosters that were tried and never confirmed: a whole bureau's names stand in them."""
    return _counted(forget_old_intakes(now=now), "丢弃 {} 份没有确认的名册", "{} rosters never confirmed thrown away")


def _forms(now: datetime) -> Said:
    """Keys of forms that nobody sends again, and drafts that nobody came back to."""
    keys, drafts = forget_old_keys(now=now), forget_old_drafts(now=now)
    if not keys and not drafts:
        return Said()
    return Said(f"忘掉 {keys} 个表单编号、{drafts} 份草稿", f"{keys} form keys and {drafts} drafts forgotten")


def _batches(now: datetime) -> Said:
    """Papers that somebody waits for."""
    return _counted(make_batches(now=now), "办好 {} 批公文", "{} batches of papers made")


def _old_batches(now: datetime) -> Said:
    """Batches that were there to be fetched for a week."""
    return _counted(forget_old_batches(now=now), "清理 {} 批过期的公文", "{} old batches of papers removed")


def _sessions(now: datetime) -> Said:
    """Sessions that are over."""
    return _counted(forget_old_sessions(now=now), "清理 {} 个过期会话", "{} sessions that were over removed")


def _counted(number: int, zh: str, en: str) -> Said:
    return Said(zh.format(number), en.format(number)) if number else Said()


#: Every chore there is. What has a deadline is gone through each minute, what only tidies up each hour; what somebody sits and
#: waits for at every round, after what has a deadline.
CHORES = (
    Chore("pulse", A_MINUTE, _pulse),
    Chore("objections", A_MINUTE, _objections),
    Chore("nominations", A_MINUTE, _nominations),
    Chore("messages", A_MINUTE, _messages),
    Chore("batches", A_MOMENT, _batches),
    Chore("old batches", AN_HOUR, _old_batches),
    Chore("files", AN_HOUR, _files),
    Chore("uploads", AN_HOUR, _uploads),
    Chore("workbooks", AN_HOUR, _workbooks),
    Chore("forms", AN_HOUR, _forms),
    Chore("sessions", AN_HOUR, _sessions),
)
