"""The accounts of a demonstration, for the sign-in page: read from the file that the loader wrote, never from the database.

A bureau that lives has no such file, and one left behind is not shown unless every bureau here is a demonstration.
"""

from typing import NamedTuple

from django.conf import settings

from kaohe.people.models import Bureau


class Account(NamedTuple):
    """One account to try the demonstration with."""

    username: str
    password: str
    role: str


def accounts() -> tuple[Account, ...]:
    """The accounts; none where any bureau of this installation is real."""
    path = settings.VAR / "accounts.txt"
    if not path.is_file() or not _only_demonstrations():
        return ()
    rows = (line.split(maxsplit=2) for line in path.read_text("utf-8").splitlines())
    return tuple(Account(*row) for row in rows if len(row) == 3 and row[0].isascii())


def _only_demonstrations() -> bool:
    kinds = set(Bureau.objects.values_list("demonstration", flat=True))
    return kinds == {True}
