"""The accounts of a demonstration, for the sign-in page."""

from typing import NamedTuple

from kaohe.demo import DEMO_BUREAU, DEMO_PASSWORD, demo_accounts
from kaohe.people.models import Bureau
from kaohe.people.roles import Role


class Account(NamedTuple):
    """One account to try the demonstration with."""

    username: str
    name: str
    role: str


class Accounts(NamedTuple):
    """All of them, and the one password they share."""

    password: str
    rows: tuple[Account, ...]


def accounts() -> Accounts | None:
    """One account for each role; None where any bureau of this installation is real, or the demonstration is not ours."""
    kinds = list(Bureau.objects.values_list("demonstration", "name"))
    if kinds != [(True, DEMO_BUREAU)]:
        return None
    people = sorted(demo_accounts(), key=lambda person: list(Role).index(Role(person.role)))
    rows = tuple(Account(each.login, f"{each.name} {each.title}", str(Role(each.role).label)) for each in people)
    return Accounts(DEMO_PASSWORD, rows)
