"""A superior over the demonstration bureau: one office, one person, to look at the page from above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from kaohe.cli.demo_loading import CODE, FOUNDED, PASSWORD
from kaohe.demo import RUNNING_AS_OF
from kaohe.people.actions import (
    Newcomer,
    add_officer,
    appoint,
    first_keepers,
    found_bureau,
    open_demonstration_accounts,
    place_under,
)
from kaohe.people.models import Bureau
from kaohe.people.roles import Role

SUPERIOR: Final = "demo-above"
#: Made up, as everybody in the demonstration is: who keeps the accounts, who gives the duties, who looks.
PEOPLE: Final[Mapping[Role, Newcomer]] = {
    Role.ADMINISTRATOR: Newcomer("anrunqing", "安润清", "信息科科长"),
    Role.SECURITY: Newcomer("ningyuhe", "宁雨禾", "保密科科长"),
    Role.OFFICE: Newcomer("lianghuaizhen", "梁怀真", "区考核办主任"),
}


@transaction.atomic
def load_superior() -> Bureau:
    """Found it and place the demonstration under it, once. Raises Refused with everything that the actions refuse."""
    standing = Bureau.objects.filter(code=SUPERIOR).first()
    if standing is not None:
        return standing
    superior = found_bureau(
        code=SUPERIOR, name="示范区考核工作办公室（演示）", short_name="示范区考核办", demonstration=True, clock=RUNNING_AS_OF
    )
    kept = {role: PEOPLE[role] for role in (Role.ADMINISTRATOR, Role.SECURITY)}
    keepers = first_keepers(bureau=superior, people=kept, since=FOUNDED)
    login, name, title = PEOPLE[Role.OFFICE]
    officer = add_officer(officer=keepers[Role.ADMINISTRATOR], bureau=superior, login=login, name=name, title=title)
    appoint(officer=keepers[Role.SECURITY], to=officer, role=Role.OFFICE, department=None, since=FOUNDED)
    open_demonstration_accounts(bureau=superior, password=PASSWORD)
    place_under(bureau=Bureau.objects.get(code=CODE), superior=superior)
    return superior


def accounts_above() -> list[tuple[str, str, str]]:
    """Its accounts, where it stands: login, name with office, role."""
    if not Bureau.objects.filter(code=SUPERIOR).exists():
        return []
    return [(person.login, f"{person.name} {person.title}", f"上级 · {role.label}") for role, person in PEOPLE.items()]
