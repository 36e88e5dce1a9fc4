"""The duties in a roster's row: which it adds and which it leaves out; given at once, or put forward (拟任)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kaohe.files.roster import PersonRow
from kaohe.people.actions.appointments import A_DAY, end_office, take_office
from kaohe.people.actions.nominations import put_end_forward, put_forward
from kaohe.people.deeds import Deed, RoleName, may
from kaohe.people.models import Appointment, Bureau, Department, Nomination, Officer
from kaohe.people.roles import MEMBERS, OF_A_DEPARTMENT, Role
from kaohe.people.rosters import Detail

Duty = tuple[Role, Department | None]
#: What tells one nomination from another: the appointment that it ends, or the role and the department.
_Key = tuple[Role | None, int | None]


class Duties:
    """Duties as one officer may deal with them: who gives duties gives them, who only keeps accounts puts them forward."""

    def __init__(self, officer: Officer, bureau: Bureau, source: str) -> None:
        self.officer, self.source, self.today = officer, source[-200:], bureau.today()
        self.appoints = may(officer, Deed.APPOINT)
        self.waiting: dict[int, set[_Key]] = defaultdict(set)
        for each in Nomination.objects.filter(officer__bureau=bureau):
            self.waiting[each.officer_id].add((None, each.ends_id) if each.ends_id else (Role(each.role), each.department_id))

    def of(self, who: Officer, row: PersonRow, held: list[Appointment], departments: Mapping[str, Department]) -> list[Detail]:
        """End what the row leaves out and give what it adds, or put both forward in the place of what waited before.

        Where the row says what stands already, whatever waits goes on waiting. Raises Refused where a duty must not be.
        """
        wanted, concerned = self._wanted(row, held, departments)
        keys = {_key(duty) for duty in wanted}
        gone = [each for each in concerned if (Role(each.role), each.department_id) not in keys]
        have = {(Role(each.role), each.department_id) for each in held}
        new = [duty for duty in wanted if _key(duty) not in have]
        before = self.waiting[who.pk]
        if (not gone and not new) or before == {*((None, each.pk) for each in gone), *map(_key, new)}:
            return []
        since = self._since(row, gone)
        return self._given(who, gone, new, since) if self.appoints else self._put_forward(who, gone, new, since)

    def _given(self, who: Officer, gone: list[Appointment], new: list[Duty], since: date) -> list[Detail]:
        """The duties themselves."""
        told = []
        for each in gone:
            end_office(each, since - A_DAY)
            told.append(_said("roster.gives_up", Role(each.role), each.department, until=since - A_DAY))
        for role, department in new:
            take_office(who, role, department, since, None, "")
            told.append(_said("roster.takes", role, department, since=since))
        return told

    def _put_forward(self, who: Officer, gone: list[Appointment], new: list[Duty], since: date) -> list[Detail]:
        """The duties as nominations, once they have been tried: what would be refused later is refused now."""
        with transaction.atomic():
            self._given(who, gone, new, since)
            transaction.set_rollback(True)
        told = [Detail("roster.instead", {})] if self.waiting[who.pk] else []
        if told:
            Nomination.objects.filter(officer=who).delete()
        for each in gone:
            put_end_forward(by=self.officer, appointment=each, until=since - A_DAY, source=self.source)
            told.append(_said("roster.to_give_up", Role(each.role), each.department, until=since - A_DAY))
        for role, department in new:
            put_forward(by=self.officer, to=who, role=role, department=department, since=since, source=self.source)
            told.append(_said("roster.to_take", role, department, since=since))
        return told

    @staticmethod
    def _wanted(
        row: PersonRow, held: list[Appointment], departments: Mapping[str, Department]
    ) -> tuple[list[Duty], list[Appointment]]:
        """The duties that the row wants, and those of today's that it speaks of: a missing column says nothing."""
        wanted: list[Duty] = []
        concerned: list[Appointment] = []
        member = next((each for each in held if each.role in MEMBERS), None)
        typed = [Role(role) for role in row.roles]
        if "department" in row.given:
            concerned += [member] if member else []
            if row.department:
                kept = Role(member.role) if member and "roles" not in row.given else Role.OFFICER
                role = next((role for role in typed if role in MEMBERS), kept)
                wanted.append((role, departments[row.department]))
        if "roles" in row.given:
            concerned += [each for each in held if each.role not in OF_A_DEPARTMENT]
            wanted += [(role, None) for role in typed if role not in OF_A_DEPARTMENT]
        if "supervises" in row.given:
            concerned += [each for each in held if each.role == Role.DEPUTY_DIRECTOR]
            wanted += [(Role.DEPUTY_DIRECTOR, departments[code]) for code in row.supervises]
        return wanted, concerned

    def _since(self, row: PersonRow, gone: list[Appointment]) -> date:
        """From when new duties count: the day that is typed, unless it is still the day of the old ones."""
        latest = max((each.since for each in gone), default=None)
        if row.since is None or (latest is not None and row.since <= latest):
            return self.today
        return row.since


def _key(duty: Duty) -> _Key:
    role, department = duty
    return role, department.pk if department else None


def _said(code: str, role: Role, department: Department | None, **days: date) -> Detail:
    where = f"（{department.title}）" if department else ""
    return Detail(code, {"role": RoleName(role), "where": where, **days})
