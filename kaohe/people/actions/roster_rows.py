"""A roster's rows put to work, each by itself in a savepoint: departments added and changed, people taken on and named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kaohe.engine import Problem, Refused
from kaohe.files.roster import DepartmentRow, PersonRow, Roster
from kaohe.people import rosters
from kaohe.people.actions.accounts import fit_mail, new_account
from kaohe.people.actions.departments import CODE_FIT, columns_of, problems_with
from kaohe.people.actions.moves import propose_login
from kaohe.people.actions.roster_duties import Duties
from kaohe.people.deeds import RoleName
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import MEMBERS, Role
from kaohe.people.rosters import CHANGED, NEW, SAME, WRONG, Detail, Line, changed


class Rows:
    """One roster at work in one bureau, in the name of the officer who handed it in."""

    def __init__(self, officer: Officer, bureau: Bureau, source: str) -> None:
        self.bureau, self.today = bureau, bureau.today()
        self.rows = {row.code: row for row in Department.objects.filter(bureau=bureau)}
        self.duties = Duties(officer, bureau, source)
        self.before = [row.code for row in sorted(self.rows.values(), key=lambda row: row.order) if row.stood_on(self.today)]

    # --- departments

    def department(self, row: DepartmentRow) -> Line:
        """Add or change one."""
        fact = row.fact
        try:
            if row.problems:
                raise Refused(row.problems)
            with transaction.atomic():
                kind, told = self._department(row)
        except Refused as refused:
            problems = row.problems or rosters.placed(refused.problems, row.record)
            return rosters.line("departments", row.record, fact.name, WRONG, problems)
        return rosters.line("departments", row.record, fact.name, kind, told)

    def _department(self, row: DepartmentRow) -> tuple[str, list[Detail]]:
        columns, own = columns_of(row.fact), self.rows.get(row.fact.code)
        if own is None:
            found = problems_with(self.bureau, columns)
            if not CODE_FIT.fullmatch(row.fact.code):
                found.append(Problem("people.department_code", {"code": row.fact.code}))
            if found:
                raise Refused(found)
            last = max((each.order for each in self.rows.values()), default=0)
            made = Department.objects.create(bureau=self.bureau, code=row.fact.code, order=last + 1, **columns)
            self.rows[made.code] = made
            return NEW, [Detail("roster.department", {"code": made.code})]
        if own.retired_on is not None:
            raise Refused([Problem("people.retired_already", {"department": own.name, "on": own.retired_on})])
        given = {name: value for name, value in columns.items() if value != getattr(own, name)}
        if not given:
            return SAME, []
        if found := problems_with(self.bureau, given, own):
            raise Refused(found)
        told = [changed(name, getattr(own, name), value) for name, value in given.items()]
        for name, value in given.items():
            setattr(own, name, value)
        own.save(update_fields=[*given, "letters"])
        return CHANGED, told

    def ordered(self, found: Roster, lines: list[Line]) -> list[Line]:
        """Where the sheet names every department, its rows are the decreed order; the lines of those that move say so."""
        sound = [row.fact.code for row in found.departments if row.fact.code in self.rows and not row.problems]
        if not set(self.before) <= set(sound) or len(set(sound)) != len(sound):
            return lines
        before = {code: place for place, code in enumerate([*self.before, *(code for code in sound if code not in self.before)], 1)}
        after = {code: place for place, code in enumerate(sound, 1)}
        moved = {code for code in sound if before[code] != after[code]}
        if not moved:
            return lines
        rows = [self.rows[code] for code in sound]
        for place, row in enumerate(rows, 1):
            row.order = place
        Department.objects.bulk_update(rows, ["order"])
        codes = {(row.record.row, row.fact.name): row.fact.code for row in found.departments}
        return [self._moved(each, codes, moved, before, after) for each in lines]

    @staticmethod
    def _moved(each: Line, codes: Mapping[Any, str], moved: set[str], before: Mapping[str, int], after: Mapping[str, int]) -> Line:
        code = codes.get((each.row, each.name), "") if each.sheet == "departments" else ""
        if code not in moved or each.kind == WRONG:
            return each
        detail = Detail("roster.place", {"before": before[code], "after": after[code]})
        words = {language: [*said, detail.in_language(language)] for language, said in each.words.items()}
        return each._replace(kind=CHANGED if each.kind == SAME else each.kind, words=words)

    # --- people

    def person(self, row: PersonRow) -> Line:
        """Take on or change one."""
        try:
            if row.problems:
                raise Refused(row.problems)
            with transaction.atomic():
                kind, told = self._person(row)
        except Refused as refused:
            problems = row.problems or rosters.placed(refused.problems, row.record)
            return rosters.line("people", row.record, row.name, WRONG, problems)
        return rosters.line("people", row.record, row.name, kind, told)

    def _person(self, row: PersonRow) -> tuple[str, list[Detail]]:
        self._check(row)
        who = self._known(row)
        if who is None:
            login = row.login or propose_login(row.name)
            who = new_account(self.bureau, login, row.name, row.title, None, email=fit_mail(row.email))
            held: list[Appointment] = []
            kind, told = NEW, [Detail("roster.account", {"login": login})]
        else:
            held = list(who.appointments.standing(self.today).select_related("department", "officer").order_by("department__order", "since", "pk"))
            kind, told = SAME, self._named(who, row)
        told += self.duties.of(who, row, held, self.rows)
        return (CHANGED if kind == SAME and told else kind), told

    def _check(self, row: PersonRow) -> None:
        """What a row says against itself."""
        found = []
        for role in map(Role, row.roles):
            if role in MEMBERS and not row.department:
                found.append(Problem("people.role_without_department", {"role": RoleName(role)}))
            if role == Role.DEPUTY_DIRECTOR and not row.supervises:
                found.append(Problem("people.supervises_without_role", {"role": RoleName(role)}))
        if sum(role in MEMBERS for role in map(Role, row.roles)) > 1:
            found.append(Problem("people.two_memberships"))
        missing = [code for code in (row.department, *row.supervises) if code and code not in self.rows]
        found += [Problem("people.department_not_taken", {"department": code}) for code in dict.fromkeys(missing)]
        if found:
            raise Refused(found)

    def _known(self, row: PersonRow) -> Officer | None:
        """Whom the row means; None for somebody new."""
        people = Officer.objects.filter(bureau=self.bureau)
        if row.login:
            found = list(people.filter(username__iexact=row.login))
        else:
            found = list(people.filter(name=row.name, is_active=True))
            if len(found) > 1:
                raise Refused([Problem("people.namesakes", {"name": row.name, "logins": tuple(each.username for each in found)})])
        who = found[0] if found else None
        if who is not None and not who.is_active:
            raise Refused([Problem("people.account_closed", {"officer": who.name})])
        return who

    @staticmethod
    def _named(who: Officer, row: PersonRow) -> list[Detail]:
        wanted = {"name": row.name}
        wanted |= {"title": row.title} if "title" in row.given else {}
        wanted |= {"email": fit_mail(row.email)} if "email" in row.given else {}
        given = {name: text for name, text in wanted.items() if text != getattr(who, name)}
        told = [changed("person_name" if name == "name" else name, getattr(who, name), text) for name, text in given.items()]
        for name, text in given.items():
            setattr(who, name, text)
        if given:
            who.save(update_fields=[*given, "letters"])
        return told
