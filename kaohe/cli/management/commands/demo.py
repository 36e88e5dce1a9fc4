"""Loads the demonstration bureau, once, and prints the accounts to try it with."""

from __future__ import annotations

import sys
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kaohe.cli.demo_loading import CODE, PASSWORD, accounts, load_demo
from kaohe.cli.demo_superior import accounts_above, load_superior
from kaohe.engine import Refused
from kaohe.people.models import Bureau


class Command(BaseCommand):
    help = "装入演示单位(可重复执行) · load the demonstration bureau (may be repeated)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="已有单位时不装入 · do nothing where there is a bureau already",
        )
        parser.add_argument("--superior", action="store_true", help="另设一个上级单位 · with a superior above it")

    def handle(self, *args: Any, if_empty: bool = False, superior: bool = False, **options: Any) -> None:
        """Progress goes to the error channel, so that what is printed can be kept as the list of accounts."""
        standing = Bureau.objects.filter(code=CODE, demonstration=True).exists()
        if not standing and if_empty and Bureau.objects.exists():
            return
        try:
            if not standing:
                load_demo(say=lambda step: sys.stderr.write(f"  {step}\n"))
            if superior:
                load_superior()
        except Refused as refused:
            raise CommandError(f"{refused.message('zh')}\n{refused.message('en')}") from None
        self.stdout.write(table_of_accounts())


def table_of_accounts() -> str:
    """The demonstration's accounts as lines of text."""
    lines = [f"  演示账号,口令均为 {PASSWORD} · demo accounts, all with that password", ""]
    lines += [f"    {login:<16}{_padded(name, 28)}{role}" for login, name, role in [*accounts(), *accounts_above()]]
    return "\n".join(lines)


def _padded(text: str, columns: int) -> str:
    """The text filled up to so many columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(1, columns - taken)
