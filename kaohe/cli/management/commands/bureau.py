"""What only whoever installs does: founding a bureau with its first accounts, placing it under its superior, separating its
keepers, a keeper's password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from kaohe.engine import Refused
from kaohe.people.actions import (
    SECRET_DAYS,
    Newcomer,
    first_keepers,
    found_bureau,
    issue_secret_here,
    place_under,
    propose_login,
    separate_keepers,
)
from kaohe.people.models import Bureau, Officer
from kaohe.people.roles import Role


class Command(BaseCommand):
    help = (
        "建立单位、设上级单位、三员分立、重置管理员口令"
        " · found a bureau, place it under its superior, separate its administrators, reset an administrator's password"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="what", required=True)
        found = words.add_parser("found", help="建立单位和首批账号 · found a bureau with its first accounts")
        found.add_argument("code", help="代码，如 shinan-finance · a code such as shinan-finance")
        found.add_argument("name", help="单位全称 · its full name")
        found.add_argument("--short-name", default="", help="简称 · a short name")
        found.add_argument("--administrator", metavar="NAME", default="", help="系统管理员姓名 · who keeps accounts")
        found.add_argument("--security", metavar="NAME", default="", help="安全管理员姓名 · who gives duties")
        found.add_argument("--auditor", metavar="NAME", default="", help="审计员姓名（可以以后再任命）· who watches, or appoint one later")
        found.add_argument("--combined", metavar="NAME", default="", help="三员合一：只有一人时 · one person for all three")
        found.add_argument("--superior", metavar="CODE", default="", help="上级单位的代码 · the code of its superior")
        under = words.add_parser("under", help="设上级单位，上级可看已公布的结果 · place it under a superior, who sees what it has published")
        under.add_argument("code")
        under.add_argument("superior", nargs="?", default="", help="上级单位的代码；不写即解除 · the superior's code; none to stand alone")
        separate = words.add_parser("separate", help="由三员合一改为三员分立 · from one for all three to three")
        separate.add_argument("code")
        secret = words.add_parser("secret", help="给一个账号签发一次性口令 · a one-time password for one account")
        secret.add_argument("login")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            with transaction.atomic():
                getattr(self, f"_{what}")(options)
        except Refused as refused:
            raise CommandError(f"{refused.message('zh')}\n{refused.message('en')}") from None

    def _found(self, options: dict[str, Any]) -> None:
        named = {Role.ADMINISTRATOR: options["combined"] or options["administrator"]}
        named |= {Role.SECURITY: options["security"], Role.AUDITOR: options["auditor"]}
        if options["combined"] and options["administrator"]:
            raise CommandError("--combined 与 --administrator 只能选一个 · choose either --combined or --administrator")
        bureau = found_bureau(
            code=options["code"], name=options["name"], short_name=options["short_name"], combined=bool(options["combined"])
        )
        if options["superior"]:
            bureau = place_under(bureau=bureau, superior=_bureau(options["superior"]))
        people = {role: Newcomer(propose_login(name), name) for role, name in named.items() if name}
        keepers = first_keepers(bureau=bureau, people=people, since=timezone.localdate())
        self.stdout.write(f"{bureau.name}（{bureau.code}）")
        for role, officer in keepers.items():
            label = "三员合一" if bureau.combined else role.label
            self.stdout.write(f"  {label}  {officer.name}  {officer.username}  {issue_secret_here(who=officer)}")
        self._until()

    def _under(self, options: dict[str, Any]) -> None:
        superior = _bureau(options["superior"]) if options["superior"] else None
        bureau = place_under(bureau=_bureau(options["code"]), superior=superior)
        said = f"上级单位为{superior.name} · its superior is {superior.name}" if superior else "没有上级单位 · it has no superior"
        self.stdout.write(f"{bureau.name}：{said}")

    def _separate(self, options: dict[str, Any]) -> None:
        bureau = separate_keepers(bureau=_bureau(options["code"]))
        self.stdout.write(f"{bureau.name}：三员分立 · its administrators are separate now")

    def _secret(self, options: dict[str, Any]) -> None:
        who = Officer.objects.filter(username=options["login"]).first()
        if who is None:
            raise CommandError(f"没有账号 {options['login']} · there is no account {options['login']}")
        self.stdout.write(f"  {who.name}  {who.username}  {issue_secret_here(who=who)}")
        self._until()

    def _until(self) -> None:
        self.stdout.write(f"  一次性口令只显示这一次，{SECRET_DAYS} 天内有效，首次登录须修改 · shown once, good for {SECRET_DAYS} days")


def _bureau(code: str) -> Bureau:
    """Raises CommandError where no bureau has that code."""
    found = Bureau.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"没有代码为 {code} 的单位 · no bureau has the code {code}")
    return found
