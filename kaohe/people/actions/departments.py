"""What is done to departments: adding, changing, ordering, retiring them, all at once or one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Exact, Problem, Refused, shown
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Appointment, Bureau, Department, Officer

#: What a department is, as far as it can be changed; its code stands for good, because entries and addresses name it.
CHANGEABLE = ("name", "short_name", "aliases", "size", "front_office", "attributes")
CODE = r"[a-z0-9][a-z0-9_-]{0,59}"
CODE_FIT = re.compile(CODE)


@transaction.atomic
def set_departments(*, officer: Officer, bureau: Bureau, departments: Sequence[engine.Department]) -> list[Department]:
    """Add or change departments, in the order decreed. Those not named stay as they are.

    Raises Refused without the right, or where a code stands twice.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    codes = [department.code for department in departments]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Refused(Problem("people.duplicate_department", {"code": code}) for code in twice)
    rows = [
        Department.objects.update_or_create(
            bureau=bureau, code=department.code, defaults={**columns_of(department), "order": order}
        )[0]
        for order, department in enumerate(departments, start=1)
    ]
    renew(bureau)
    record(Tag.DEPARTMENTS_SET, officer=officer, subject=bureau, bureau=bureau, after={"departments": codes})
    return rows


@transaction.atomic
def create_department(*, officer: Officer, bureau: Bureau, department: engine.Department) -> Department:
    """Add one department behind the last in the decreed order.

    Raises Refused without the right, and with everything wrong at once: code or name taken, empty or unfit.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    columns = columns_of(department)
    found = problems_with(bureau, columns)
    if not CODE_FIT.fullmatch(department.code):
        found.append(Problem("people.department_code", {"code": department.code}))
    elif Department.objects.filter(bureau=bureau, code=department.code).exists():
        found.append(Problem("people.department_taken", {"code": department.code}))
    if found:
        raise Refused(found)
    last = Department.objects.filter(bureau=bureau).order_by("-order").values_list("order", flat=True).first()
    row = Department.objects.create(bureau=bureau, code=department.code, order=(last or 0) + 1, **columns)
    renew(bureau)
    record(Tag.DEPARTMENT_CREATED, officer=officer, subject=row, bureau=bureau, after={"code": row.code, **columns})
    return row


@transaction.atomic
def change_department(*, officer: Officer, department: Department, changes: Mapping[str, object]) -> Department:
    """Give a department another name, size, alias …; `changes` holds those of CHANGEABLE that are given anew.

    What was announced keeps the name that it had. Raises Refused without the right and with everything wrong at once.
    """
    bureau = department.bureau
    require(officer, Deed.MANAGE_PEOPLE, department, bureau=bureau)
    department = Department.objects.select_related("bureau").select_for_update(of=("self",)).get(pk=department.pk)
    given = {name: changes[name] for name in CHANGEABLE if name in changes}
    if "attributes" in given:
        given["attributes"] = _texts(given["attributes"])  # type: ignore[arg-type]
    given = {name: value for name, value in given.items() if value != getattr(department, name)}
    if found := problems_with(bureau, given, department):
        raise Refused(found)
    if not given:
        return department
    before = {name: getattr(department, name) for name in given}
    for name, value in given.items():
        setattr(department, name, value)
    department.save(update_fields=[*given, "letters"])
    renew(bureau)
    record(Tag.DEPARTMENT_CHANGED, officer=officer, subject=department, bureau=bureau, before=before, after=given)
    return department


@transaction.atomic
def order_departments(*, officer: Officer, bureau: Bureau, codes: Sequence[str]) -> list[Department]:
    """Put the standing departments in the order decreed. Raises Refused without the right or unless each is named once."""
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    rows = list(Department.objects.select_for_update().filter(bureau=bureau))
    standing = {row.code: row for row in rows if row.stood_on(bureau.today())}
    if sorted(codes) != sorted(standing):
        missing = tuple(row.title for code, row in standing.items() if code not in codes) or "—"
        raise Refused([Problem("people.order_incomplete", {"missing": missing})])
    before = [row.code for row in rows if row.code in standing]
    gone = [row for row in rows if row.code not in standing]
    ordered = [*(standing[code] for code in codes), *gone]
    for order, row in enumerate(ordered, start=1):
        row.order = order
    Department.objects.bulk_update(ordered, ["order"])
    renew(bureau)
    record(
        Tag.DEPARTMENTS_ORDERED, officer=officer, subject=bureau, bureau=bureau,
        before={"departments": before}, after={"departments": list(codes)},
    )  # fmt: skip
    return ordered


@transaction.atomic
def retire_department(*, officer: Officer, department: Department, on: date, reason: str = "") -> Department:
    """Dissolve a department: it stands until the day before. What it did stays, and so do the years in which it stood.

    Raises Refused without the right, for one dissolved already, and with everyone who would still be appointed to it.
    """
    bureau = department.bureau
    require(officer, Deed.MANAGE_PEOPLE, department, bureau=bureau)
    department = Department.objects.select_related("bureau").select_for_update(of=("self",)).get(pk=department.pk)
    if department.retired_on is not None:
        raise Refused([Problem("people.retired_already", {"department": department.name, "on": department.retired_on})])
    staying = Appointment.objects.filter(department=department).meeting(on, None).select_related("officer")
    if names := list(dict.fromkeys(each.officer.name for each in staying)):
        raise Refused([Problem("people.still_appointed", {"department": department.name, "names": names})])
    department.retired_on = on
    department.save(update_fields=["retired_on"])
    renew(bureau)
    after = {"retired_on": on}
    record(Tag.DEPARTMENT_RETIRED, officer=officer, subject=department, bureau=bureau, after=after, reason=reason)
    return department


def columns_of(department: engine.Department) -> dict[str, object]:
    """A department's facts as columns of its row."""
    return {
        "name": department.name.strip(),
        "short_name": department.short.strip(),
        "aliases": list(department.aliases),
        "size": department.size,
        "front_office": department.front_office,
        "attributes": _texts(department.attributes),
    }


def renew(bureau: Bureau) -> None:
    """Say that departments changed, to whoever keeps something computed from them."""
    bureau.departments_version = new_token()
    Bureau.objects.filter(pk=bureau.pk).update(departments_version=bureau.departments_version)


def _texts(attributes: Mapping[str, Exact | str]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else shown(value) for name, value in attributes.items()}


def problems_with(bureau: Bureau, columns: Mapping[str, object], own: Department | None = None) -> list[Problem]:
    """What is wrong with these columns, all of it."""
    found = []
    if "name" in columns and not columns["name"]:
        found.append(Problem("people.department_nameless"))
    size = columns.get("size")
    if isinstance(size, int) and not 0 <= size <= 9999:
        found.append(Problem("people.department_size", {"found": size}))
    attributes = columns.get("attributes", {})
    assert isinstance(attributes, Mapping)
    for name, text in attributes.items():
        if engine.read_number(text) < 0:
            found.append(Problem("people.attribute_negative", {"name": name, "found": text}))
    return [*found, *_names_taken(bureau, columns, own)]


def _names_taken(bureau: Bureau, columns: Mapping[str, object], own: Department | None) -> Iterable[Problem]:
    """Names, short names and aliases by which another department is known: nobody could tell the two apart in a workbook."""
    wanted = {str(columns.get(name) or "") for name in ("name", "short_name")} - {""}
    aliases = columns.get("aliases") or ()
    assert isinstance(aliases, Collection)
    wanted |= {str(each) for each in aliases}
    if not wanted:
        return
    for other in Department.objects.filter(bureau=bureau).standing(bureau.today()):
        if own is not None and other.pk == own.pk:
            continue
        for name in sorted(wanted & {other.name, other.short_name, *other.aliases}):
            yield Problem("people.department_name_taken", {"name": name, "department": other.name})
