"""Looks whether the installation is fit to serve, and prints where it is reached and with which accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kaohe.audit import durability
from kaohe.cli.demo_loading import CODE
from kaohe.cli.management.commands.demo import table_of_accounts
from kaohe.engine import Refused
from kaohe.people.models import Bureau


class Command(BaseCommand):
    help = "检查能否启动并打印地址与账号 · check that it may serve; print the address and the accounts"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            durability.require()
        except Refused as refused:
            raise CommandError(f"{refused.message('zh')}\n{refused.message('en')}") from None
        self.stdout.write(f"\n  http://{settings.HOST}:{settings.PORT}/\n")
        if Bureau.objects.filter(code=CODE, demonstration=True).exists():
            self.stdout.write(table_of_accounts())
