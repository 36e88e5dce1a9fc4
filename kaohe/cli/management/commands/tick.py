"""Does what has to be done again and again: once, or every so many seconds beside the server."""

from __future__ import annotations

import os
import signal
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from kaohe.cli.chores import CHORES, attend


class Command(BaseCommand):
    help = "办理定时事项：发送通知、清理过期的东西（可反复运行）· do the chores: send messages, tidy up; may be run at any time"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", default="", help="按此时刻运行一次，如 2025-03-12T09:00 · once, as if it were that moment")
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="每隔若干秒运行，直到停止 · go on until stopped")
        parser.add_argument("--beside", type=int, default=0, metavar="PID", help="启动它的进程退出时随之停止 · stop when that process, its parent, is gone")

    def handle(self, *args: Any, at: str = "", every: int = 0, beside: int = 0, **options: Any) -> None:
        if every < 0 or (every and at):
            raise CommandError("--every 须为正数，且不能与 --at 同用 · --every is a positive number, and not beside --at")
        if every:
            self._go_on(every, beside)
            return
        done = attend(moment(at), CHORES)
        for each in done:
            self.stdout.write(str(each))
        failed = [each for each in done if each.failure]
        if failed:
            raise CommandError(f"{len(failed)} 项没有办成，原因见日志 · {len(failed)} chores failed, see the log")

    def _go_on(self, every: int, parent: int) -> None:
        """Until told to stop, or until the parent (0: nobody's) is gone: what is due then, and never two rounds at once."""
        # No Event: a signal may come while its lock is held by the very wait that it interrupts, and would wait for it for ever.
        stopped: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda told, _: stopped.append(told))
        last: dict[str, datetime] = {}
        while not stopped:
            begun, now = monotonic(), timezone.now()
            close_old_connections()  # one that broke since the last round is made anew
            # A little early is on time: rounds are never exactly so far apart.
            due = [chore for chore in CHORES if chore.name not in last or now - last[chore.name] >= chore.every - timedelta(seconds=every / 2)]
            for each in attend(now, due):
                if each.said.zh or each.failure:  # a night without anything to do needs no page of its own
                    self.stdout.write(f"{timezone.localtime(now):%Y-%m-%d %H:%M} {each}")
            self.stdout.flush()
            last |= {chore.name: now for chore in due}
            while not stopped and (left := begun + every - monotonic()) > 0:
                sleep(min(1.0, left))
                if parent and os.getppid() != parent:
                    return


def moment(text: str) -> datetime:
    """The time as typed, in the bureau's own hours where no zone stands; now where nothing does. Raises CommandError."""
    if not text:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--at {text}: 应形如 2025-03-12T09:00 · should look like 2025-03-12T09:00") from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
