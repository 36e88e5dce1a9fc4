"""Departments and people out of a workbook: handed in and tried without a trace, then carried out in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused, Rulebook, sha256_hex
from kaohe.files.roster import DepartmentRow, PersonRow, Roster, read_roster
from kaohe.people import rosters
from kaohe.people.actions.accounts import new_account, require_an_administrator
from kaohe.people.actions.appointments import A_DAY, give_up, take_office
from kaohe.people.actions.departments import CODE_FIT, columns_of, problems_with, renew
from kaohe.people.actions.moves import propose_login
from kaohe.people.deeds import Deed, RoleName, require
from kaohe.people.models import Appointment, Bureau, Department, Intake, Officer
from kaohe.people.roles import MEMBERS, OF_A_DEPARTMENT, Role
from kaohe.people.rosters import CHANGED, NEW, SAME, WRONG, Detail, Line, Outcome

LARGEST = 4_000_000


@transaction.atomic
def hand_in(
    *, officer: Officer, bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None = None
) -> Intake:
    """Take a workbook and try what it would do; nothing of that stays. One that was handed in before gives way.

    Raises Refused without the right or for a file that is too large; what is wrong inside stands in its outcome.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    if len(content) > LARGEST:
        raise Refused([Problem("people.roster_large", {"most": LARGEST // 1_000_000})])
    outcome = _tried(bureau, name, content, rulebook)
    Intake.objects.filter(officer=officer).delete()
    return Intake.objects.create(
        officer=officer, bureau=bureau, name=name[-200:], content=content, digest=sha256_hex(content), outcome=outcome.data()
    )


@transaction.atomic
def carry_out(*, officer: Officer, intake: Intake, rulebook: Rulebook | None = None) -> Outcome:
    """Do what was tried, all of it at once; rows that are wrong are left out, as the trial told.

    Raises Refused without the right, for a file that can't be read or does nothing, and where the bureau has changed since
    the trial, so that something else would be done than was shown.
    """
    bureau = intake.bureau
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    Bureau.objects.select_for_update().get(pk=bureau.pk)  # two workbooks at once would not see each other
    promised = Outcome.of(intake.outcome)
    outcome = _run(bureau, intake.name, bytes(intake.content), rulebook)
    if outcome.data() != promised.data():
        raise Refused([Problem("people.roster_changed")])
    counts = outcome.counts()
    if outcome.broken or not counts[NEW] + counts[CHANGED]:
        raise Refused([Problem("people.roster_idle")])
    renew(bureau)
    done = {each.name: each.words["zh"] for each in outcome.lines if each.kind in (NEW, CHANGED)}
    after = {"file": intake.name, "digest": intake.digest, "counts": counts, "done": done}
    record(Tag.PEOPLE_IMPORTED, officer=officer, subject=bureau, bureau=bureau, after=after)
    Intake.objects.filter(pk=intake.pk).delete()
    return outcome


def read(bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Roster:
    """The workbook's rows, read against the bureau as it is."""
    return read_roster(content, name, rosters.known(bureau, rulebook), year=bureau.today().year)


def _tried(bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Outcome:
    """What would come of it: really done, and then undone, so that the trial can't promise what the deed refuses."""
    with transaction.atomic():
        outcome = _run(bureau, name, content, rulebook)
        transaction.set_rollback(True)
    return outcome


def _run(bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Outcome:
    found = read(bureau, name, content, rulebook)
    notes = {language: [problem.message(language) for problem in found.problems] for language in rosters.LANGUAGES}
    if found.broken:
        return Outcome((), notes, broken=True)
    desk = _Desk(bureau)
    lines = [*(desk.department(row) for row in found.departments), *(desk.person(row) for row in found.people)]
    return Outcome(tuple(desk.ordered(found, lines)), notes)


class _Desk:
    """One roster at work: each row by itself, in a savepoint of its own."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau, self.today = bureau, bureau.today()
        self.rows = {row.code: row for row in Department.objects.filter(bureau=bureau)}
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
        told = [_changed(name, getattr(own, name), value) for name, value in given.items()]
        for name, value in given.items():
            setattr(own, name, value)
        own.save(update_fields=list(given))
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
            who = new_account(self.bureau, login, row.name, row.title, None)
            held: list[Appointment] = []
            kind, told = NEW, [Detail("roster.account", {"login": login})]
        else:
            held = list(who.appointments.standing(self.today).select_related("department", "officer").order_by("department__order", "since", "pk"))
            kind, told = SAME, self._named(who, row)
        told += self._duties(who, row, held)
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
                raise Refused([Problem("people.namesakes", {"name": row.name, "logins": "、".join(each.username for each in found)})])
        who = found[0] if found else None
        if who is not None and not who.is_active:
            raise Refused([Problem("people.account_closed", {"officer": who.name})])
        return who

    @staticmethod
    def _named(who: Officer, row: PersonRow) -> list[Detail]:
        wanted = {"name": row.name, **({"title": row.title} if "title" in row.given else {})}
        given = {name: text for name, text in wanted.items() if text != getattr(who, name)}
        told = [_changed("person_name" if name == "name" else name, getattr(who, name), text) for name, text in given.items()]
        for name, text in given.items():
            setattr(who, name, text)
        if given:
            who.save(update_fields=list(given))
        return told

    def _duties(self, who: Officer, row: PersonRow, held: list[Appointment]) -> list[Detail]:
        """End what the row leaves out, give what it adds."""
        wanted, concerned = self._wanted(row, held)
        gone = [each for each in concerned if (Role(each.role), each.department_id) not in wanted]
        have = {(Role(each.role), each.department_id) for each in held}
        new = [each for each in wanted if each not in have]
        if not gone and not new:
            return []
        since = self._since(row, gone)
        told = []
        for each in gone:
            if each.role == Role.ADMINISTRATOR:
                require_an_administrator(self.bureau, without=who)
            give_up(each, since - A_DAY)
            told.append(_duty("roster.gives_up", Role(each.role), each.department, until=since - A_DAY))
        places = {each.pk: each for each in self.rows.values()}
        for role, department in new:
            take_office(who, role, places.get(department) if department else None, since, None, "")
            told.append(_duty("roster.takes", role, places.get(department) if department else None, since=since))
        return told

    def _wanted(self, row: PersonRow, held: list[Appointment]) -> tuple[list[tuple[Role, int | None]], list[Appointment]]:
        """The duties that the row wants, and those of today's that it speaks of: a missing column says nothing."""
        wanted: list[tuple[Role, int | None]] = []
        concerned: list[Appointment] = []
        member = next((each for each in held if each.role in MEMBERS), None)
        typed = [Role(role) for role in row.roles]
        if "department" in row.given:
            concerned += [member] if member else []
            if row.department:
                kept = Role(member.role) if member and "roles" not in row.given else Role.OFFICER
                role = next((role for role in typed if role in MEMBERS), kept)
                wanted.append((role, self.rows[row.department].pk))
        if "roles" in row.given:
            concerned += [each for each in held if each.role not in OF_A_DEPARTMENT]
            wanted += [(role, None) for role in typed if role not in OF_A_DEPARTMENT]
        if "supervises" in row.given:
            concerned += [each for each in held if each.role == Role.DEPUTY_DIRECTOR]
            wanted += [(Role.DEPUTY_DIRECTOR, self.rows[code].pk) for code in row.supervises]
        return wanted, concerned

    def _since(self, row: PersonRow, gone: list[Appointment]) -> date:
        """From when new duties count: the day that is typed, unless it is still the day of the old ones."""
        latest = max((each.since for each in gone), default=None)
        if row.since is None or (latest is not None and row.since <= latest):
            return self.today
        return row.since


def _changed(name: str, before: object, after: object) -> Detail:
    return Detail("roster.field", {"field": _Word(f"roster.{name}"), "before": _said(before), "after": _said(after)})


def _duty(code: str, role: Role, department: Department | None, **days: date) -> Detail:
    where = f"（{department.title}）" if department else ""
    return Detail(code, {"role": RoleName(role), "where": where, **days})


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "—"
    if isinstance(value, dict):
        return "、".join(f"{name} {text}" for name, text in sorted(value.items())) or "—"
    if isinstance(value, bool):
        return "√" if value else "×"
    return "—" if value in (None, "") else str(value)


class _Word:
    """A word inside a sentence, in the reader's language."""

    def __init__(self, code: str) -> None:
        self.code = code

    def in_language(self, language: str) -> str:
        return Detail(self.code, {}).in_language(language)
