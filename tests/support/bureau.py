"""A small bureau for tests: two departments, someone for every role, a year with goals; and short ways to their deeds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction

from kaohe.audit.models import Record
from kaohe.cycles.models import Cycle, Edition, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import Refused, Rulebook, load_folder
from kaohe.goals.models import Goal
from kaohe.ledger.actions import record_entry
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Proof
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import Role

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks" / "shinan-finance-2005"
YEAR, TODAY = 2025, date(2025, 10, 15)
PASSWORD = "long-enough-2025"
PAPER = (Proof("考勤表"),)


@dataclass
class World:
    """A bureau and what belongs to it. `people` are known by role; the office and the checker belong to `general`."""

    bureau: Bureau
    cycle: Cycle
    budget: Department
    general: Department
    people: dict[str, Officer] = field(default_factory=dict)

    def __getattr__(self, role: str) -> Officer:
        """world.office, world.checker …: read anew, as a request would."""
        if role.startswith("_") or role not in self.people:
            raise AttributeError(role)
        return Officer.objects.select_related("bureau").get(pk=self.people[role].pk)

    def at(self, stage: Stage, **dates: object) -> World:
        """The same bureau with its year at another stage."""
        Cycle.objects.filter(pk=self.cycle.pk).update(stage=stage, **dates)
        self.cycle = Cycle.objects.with_edition().get(pk=self.cycle.pk)
        return self

    def combined(self) -> World:
        """The same bureau where its administrator is all three keepers (三员合一)."""
        Bureau.objects.filter(pk=self.bureau.pk).update(combined=True)
        self.bureau.combined = True
        for role in (Role.SECURITY, Role.AUDITOR):
            appoint_at_once(self.people[Role.ADMINISTRATOR], role)
        return self

    def goal(self, code: str = "Y-Z1") -> Goal:
        """A goal by its code; those of `budget` begin with Y, those of `general` with G."""
        return Goal.objects.select_related("department", "cycle__bureau").get(cycle=self.cycle, code=code)

    def absence(self, **changed: Any) -> Entry:
        """Records one unexcused absence in `budget` on 12 March."""
        told: dict[str, Any] = {
            "officer": self.office, "cycle": self.cycle, "department": self.budget, "rule": "training.absence",
            "occurred_on": date(2025, 3, 12), "persons": ["王浩然"], "about": "未参加集中学习，未请假", "evidence": PAPER, "confirmed": True,
        }  # fmt: skip
        return record_entry(**{**told, **changed})


@cache
def rulebook() -> Rulebook:
    """The founding rulebook."""
    loaded = load_folder(FOLDER)
    assert loaded.rulebook, loaded.problems
    return loaded.rulebook


def found(code: str) -> World:
    """A bureau with everything that a year needs, written straight into the tables: quick, and no deed of anyone."""
    bureau = Bureau.objects.create(code=code, name=f"{code}局", demonstration=True, clock=TODAY)
    rows = [("budget", "预算科", 6, "4"), ("general", "综合科", 4, "3")]
    budget, general = Department.objects.bulk_create(
        Department(bureau=bureau, code=name, name=label, size=size, order=order, attributes={"brief_quota": quota})
        for order, (name, label, size, quota) in enumerate(rows)
    )
    roles = [*Role, "nobody"]
    people = dict(zip(roles, Officer.objects.bulk_create(_officer(bureau, role) for role in roles), strict=True))
    held = [
        (Role.OFFICE, None), (Role.DIRECTOR, None), (Role.LEADING_GROUP, None), (Role.CHECKER, None),
        (Role.AUDITOR, None), (Role.ADMINISTRATOR, None), (Role.SECURITY, None), (Role.DEPUTY_DIRECTOR, budget),
        (Role.DEPARTMENT_HEAD, budget), (Role.CLERK, budget), (Role.OFFICER, budget),
    ]  # fmt: skip
    given = [_appointed(people[role], role, department) for role, department in held]
    Appointment.objects.bulk_create([*given, *(_appointed(people[role], Role.OFFICER, general) for role in (Role.OFFICE, Role.CHECKER))])
    edition = _edition(bureau, people[Role.DIRECTOR])
    cycle = Cycle.objects.create(bureau=bureau, year=YEAR, edition=edition, stage=Stage.RUNNING)
    ends = [(3, 31), (6, 30), (9, 30), (12, 31)]
    Period.objects.bulk_create(
        Period(cycle=cycle, number=number, label=f"{number}季度", starts=date(YEAR, month - 2, 1), ends=date(YEAR, month, day))
        for number, (month, day) in enumerate(ends, start=1)
    )
    Goal.objects.bulk_create([*_goals(cycle, budget, "Y"), *_goals(cycle, general, "G")])
    return World(
        bureau, Cycle.objects.with_edition().get(pk=cycle.pk), budget, general, {str(k): v for k, v in people.items()}
    )


def appoint_at_once(officer: Officer, role: Role, department: Department | None = None) -> Appointment:
    """An appointment written straight into the table."""
    given = _appointed(officer, role, department)
    given.save()
    return given


def _appointed(officer: Officer, role: Role, department: Department | None) -> Appointment:
    return Appointment(officer=officer, role=role, department=department, since=date(2024, 1, 1))


def _officer(bureau: Bureau, role: str) -> Officer:
    return Officer(username=f"{bureau.code}-{role}", name=f"{bureau.code}·{role}", bureau=bureau, password=_hashed())


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _edition(bureau: Bureau, director: Officer) -> Edition:
    founding = rulebook()
    return Edition.objects.create(
        bureau=bureau, code=founding.code, label=founding.label, texts=dict(founding.texts), digest=founding.digest,
        digest_sm3=founding.digest_sm3, adopted_on=date(2024, 12, 30), adopted_by=director,
    )  # fmt: skip


def _goals(cycle: Cycle, department: Department, letter: str) -> Iterator[Goal]:
    for category, short, count in (("key", "Z", 2), ("ordinary", "Q", 4)):
        for number in range(1, count + 1):
            code = f"{letter}-{short}{number}"
            yield Goal(cycle=cycle, department=department, code=code, category=category, title=f"目标{code}")


@contextmanager
def refused(*expected: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """What happens inside is refused for those reasons, in words that exist in both languages, and leaves nothing behind."""
    before = _rows()
    with pytest.raises(Refused) as caught, transaction.atomic():
        yield caught
    codes = [problem.code for problem in caught.value.problems]
    assert set(expected) <= set(codes), f"refused for {codes}"
    assert caught.value.message("zh") != caught.value.message("en")
    assert _rows() == before, "a refusal left something behind"


@contextmanager
def recorded(tag: str) -> Iterator[None]:
    """What happens inside leaves exactly one record, with that tag."""
    before = Record.objects.count()
    yield
    assert Record.objects.count() == before + 1
    assert Record.objects.values_list("tag", flat=True).first() == tag


def _rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("kaohe")
    }
