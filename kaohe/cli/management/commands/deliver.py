"""Sends what waits in the outbox; called every minute or so by a timer of the machine, and harmless when called more often."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kaohe.desk.actions.delivery import deliver


class Command(BaseCommand):
    help = "发送待发的通知（可反复运行）· send the messages that wait; may be run as often as one likes"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", default="", help="按此时刻运行，如 2025-03-12T09:00 · as if it were that moment")

    def handle(self, *args: Any, now: str = "", **options: Any) -> None:
        sent = deliver(now=_moment(now))
        self.stdout.write(f"已发 {sent.messages} 件，失败 {sent.failures} 件 · {sent.messages} sent, {sent.failures} failed")


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--now {text}: 应形如 2025-03-12T09:00 · should look like 2025-03-12T09:00") from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
