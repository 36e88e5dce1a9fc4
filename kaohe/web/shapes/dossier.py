"""A dossier as its page shows it: whole for whom it concerns, and a plain word in the place of what this person may not see."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Rulebook
from kaohe.people.roles import Role
from kaohe.uses.dossiers import DepartmentYear, FinalYear, Named, PersonDossier

from .figures import change, figure, fixed, joined, language, listed
from .ways import ledger_at


class YearRow(NamedTuple):
    """One department in one final year."""

    year: int
    department: str
    url: str
    total: str
    rank: str
    ranked: str
    marks: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    grades: str


class CarriedRow(NamedTuple):
    """A goal that was carried; `hidden` where it isn't this reader's to see."""

    year: int
    department: str
    words: str
    url: str
    role: str
    days: str
    grade: str
    hidden: bool


class NamedRow(NamedTuple):
    """A record that names the person."""

    year: int
    department: str
    number: str
    url: str
    occurred: str
    words: str
    about: str
    points: str
    tone: str
    note: str
    hidden: bool


class WroteRow(NamedTuple):
    """Articles of a year."""

    year: int
    department: str
    sent: str
    adopted: str
    points: str
    note: str
    url: str


class DutyRow(NamedTuple):
    """An appointment."""

    role: str
    department: str
    days: str


class PersonPage(NamedTuple):
    """The whole dossier. `hidden`: some of it isn't shown."""

    duties: tuple[DutyRow, ...]
    years: tuple[YearRow, ...]
    carried: tuple[CarriedRow, ...]
    named: tuple[NamedRow, ...]
    wrote: tuple[WroteRow, ...]
    quiet: int
    namesakes: str
    hidden: bool


class Teller:
    """Says the labels of each year's rulebook in the reader's language."""

    def __init__(self, years: Iterable[FinalYear], names: dict[str, str], latest: Rulebook | None) -> None:
        self.books: dict[int, Rulebook] = {each.year: each.rulebook for each in years}
        self.names, self.latest, self.tongue = names, latest, language()

    def say(self, year: int, text: str) -> str:
        """A label of that year's rules."""
        return self.books[year].in_language(text, self.tongue)

    def title(self, code: str) -> str:
        """A department's name as people say it."""
        name = self.names.get(code, code)
        return self.latest.in_language(name, self.tongue) if self.latest else name


def year_rows(rows: Iterable[tuple[str, DepartmentYear]], teller: Teller) -> tuple[YearRow, ...]:
    """Final results: they were announced to all, so they are shown to all who see the page."""
    return tuple(_year(code, row, teller) for code, row in rows)


def _year(code: str, row: DepartmentYear, teller: Teller) -> YearRow:
    marks = [_("一票否决")] if row.vetoed else [_("不得评先")] if row.barred else []
    return YearRow(
        year=row.year,
        department=teller.title(code),
        url=reverse("final", args=[row.year]),
        total=fixed(row.total),
        rank=str(row.rank or "—"),
        ranked=_("共 %s 个科室排名") % row.ranked,
        marks=tuple(marks),
        blocks=tuple((teller.say(row.year, label), fixed(points)) for label, points in row.blocks),
        grades=joined(f"{teller.say(row.year, label)} {number}" for label, number in row.grades),
    )


def person_page(dossier: PersonDossier, teller: Teller, seen: Set[str] | None) -> PersonPage:
    """`seen`: codes of the departments whose details this reader may see; None for all."""

    def hides(code: str) -> bool:
        return seen is not None and code not in seen

    carried = tuple(
        CarriedRow(
            each.year, teller.title(each.department),
            "" if hides(each.department) else " ".join(part for part in (each.goal, each.title, each.part) if part),
            reverse("goal-sheet", args=[each.year, each.department]) if each.has_sheet and not hides(each.department) else "",
            _("B角") if each.cover else _("A角"), _days(each.since, each.until),
            "" if hides(each.department) else teller.say(each.year, each.grade) if each.grade else "—", hides(each.department),
        )
        for each in dossier.carried
    )  # fmt: skip
    named = tuple(_named(each, teller, hides(each.department)) for each in dossier.named)
    wrote = tuple(
        WroteRow(
            each.year, teller.title(each.author.department), str(each.author.sent), str(each.author.adopted), figure(each.author.points),
            _("科室不得评先") if each.author.barred else "",
            "" if hides(each.author.department) else ledger_at(each.year, department=each.author.department, q=each.author.name),
        )
        for each in dossier.wrote
    )  # fmt: skip
    return PersonPage(
        duties=tuple(
            DutyRow(str(Role(each.role).label), teller.title(each.department.code) if each.department else "", _days(each.since, each.until))
            for each in dossier.appointments
        ),
        years=year_rows(dossier.years, teller),
        carried=carried,
        named=named,
        wrote=wrote,
        quiet=dossier.quiet,
        namesakes=listed(each.username for each in dossier.namesakes),
        hidden=any(each.hidden for each in carried) or any(each.hidden for each in named),
    )


def _named(each: Named, teller: Teller, hidden: bool) -> NamedRow:
    entry = each.entry
    if hidden:
        return NamedRow(each.year, teller.title(each.department), "", "", "", "", "", "", "", "", True)
    counted = each.counted and each.points is not None
    points = change(each.points) if counted else "0"
    tone = "" if not counted or not each.points else "lost" if each.points < 0 else "up"
    return NamedRow(
        each.year, teller.title(each.department), f"#{entry.id}", reverse("entry", args=[each.year, int(entry.id)]),
        entry.occurred_on.isoformat(), f"{teller.say(each.year, each.label)} ×{entry.count}", entry.about, points, tone,
        "" if each.counted else _("未计入"), False,
    )  # fmt: skip


def _days(since: date, until: date | None) -> str:
    return f"{since.isoformat()} – {until.isoformat() if until else _('今')}"
