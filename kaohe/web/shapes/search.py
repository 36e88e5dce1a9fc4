"""Finding things by their name, by the letters it is spelled in or by the first of each: ysk finds 预算科."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaohe.cycles.models import Cycle
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.people.finding import fit, ranked
from kaohe.people.models import Officer
from kaohe.people.pinyin import letters_of
from kaohe.web import menu
from kaohe.web.desk import years_of
from kaohe.web.frame import visible_departments
from kaohe.web.shapes.figures import language

#: Of each kind, so many are shown.
MOST = 8
LONGEST = 40


class Hit(NamedTuple):
    """One thing that was found."""

    label: str
    note: str
    url: str


class Group(NamedTuple):
    """Things of one kind, the best match first."""

    label: str
    hits: tuple[Hit, ...]


class _Candidate(NamedTuple):
    """Something that stands in no table and may be meant: what it is called, its letters, and how it would be shown."""

    names: tuple[str, ...]
    letters: str
    hit: Hit


def found(request: HttpRequest, words: str) -> tuple[Group, ...]:
    """Whatever this person may see and the words fit, kind by kind; kinds without a hit are left out."""
    asked, years = words.strip().casefold()[:LONGEST], years_of(request)
    assert isinstance(request.user, Officer)
    if not asked:
        return ()
    officer, cycle = request.user, years[0] if years else None
    kinds = [
        (_("记录"), _entries(officer, years, asked) if years else ()),
        (_("科室"), _best(asked, _departments(officer, cycle)) if cycle else ()),
        (_("人员"), _people(officer, asked)),
        (pgettext("many", "目标"), _goals(officer, cycle, asked) if cycle else ()),
        (_("事项"), _best(asked, _rules(cycle)) if cycle else ()),
        (_("页面"), _best(asked, _pages(officer, cycle))),
    ]
    return tuple(Group(label, hits) for label, hits in kinds if hits)


def _best(asked: str, candidates: Iterable[_Candidate]) -> tuple[Hit, ...]:
    scored = [
        (place, number, candidate.hit)
        for number, candidate in enumerate(candidates)
        if (place := fit(asked, candidate.names, candidate.letters)) is not None
    ]
    return tuple(hit for _fit, _place, hit in sorted(scored)[:MOST])


def _departments(officer: Officer, cycle: Cycle) -> Iterable[_Candidate]:
    """Those in the side bar, which were read for it, with their names in the reader's language beside their own."""
    rulebook = cycle.rulebook()
    for each in visible_departments(officer, cycle):
        english = rulebook.in_language(each.title, language())
        hit = Hit(english, each.name if each.name != english else "", reverse("department", args=[cycle.year, each.code]))
        yield _Candidate((each.title, each.name, english, *each.aliases), each.letters, hit)


def _people(officer: Officer, asked: str) -> tuple[Hit, ...]:
    rows = ranked(Officer.objects.visible_to(officer).filter(is_active=True), asked, ["name", "username"], ["username"])
    return tuple(Hit(each.name, each.title, reverse("person", args=[each.username])) for each in rows[:MOST])


def _goals(officer: Officer, cycle: Cycle, asked: str) -> tuple[Hit, ...]:
    mine = Goal.objects.visible_to(officer).filter(cycle=cycle).standing().select_related("department")
    rows = ranked(mine, asked, ["title", "code"], ["department__order", "code"])[:MOST]
    return tuple(
        Hit(f"{each.code} {each.title}", each.department.title, reverse("goal-sheet", args=[cycle.year, each.department.code]))
        for each in rows
    )


def _rules(cycle: Cycle) -> Iterable[_Candidate]:
    rulebook, base = cycle.rulebook(), reverse("rulebook", args=[cycle.edition.code])
    for rule in rulebook.rules.values():
        label = rulebook.in_language(rule.label, language())
        place = rulebook.in_language(rulebook.clause_label(rule.clause), language())
        yield _Candidate((rule.label, label, rule.code), letters_of(rule.label), Hit(label, place, f"{base}#{rule.clause}"))


def _pages(officer: Officer, cycle: Cycle | None) -> Iterable[_Candidate]:
    for link in menu.links(officer, cycle, ""):
        yield _Candidate((link.label,), letters_of(link.label), Hit(link.label, "", link.url))


def _entries(officer: Officer, years: list[Cycle], asked: str) -> tuple[Hit, ...]:
    """By number, in every year; by words in the latest, as a way to the ledger's own list."""
    number = asked.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        rows = Entry.objects.visible_to(officer).filter(number=int(number), cycle__in=years)
        return tuple(
            Hit(f"#{each.number} {each.about}".strip(), f"{each.cycle.year} · {each.department.title}", _entry_url(each))
            for each in rows.select_related("cycle", "department").order_by("-cycle__year")[:MOST]
        )
    if asked.isascii():
        return ()
    told = Q(about__icontains=asked) | Q(matter__icontains=asked)
    rows = Entry.objects.visible_to(officer).filter(told, cycle=years[0]).select_related("cycle", "department")
    hits = [Hit(f"#{each.number} {each.about}", each.department.title, _entry_url(each)) for each in rows.order_by("-number")[: MOST + 1]]
    if len(hits) > MOST:
        url = f"{reverse('ledger', args=[years[0].year])}?{urlencode({'q': asked})}"
        hits[MOST:] = [Hit(_("在台账中看全部"), "", url)]
    return tuple(hits)


def _entry_url(entry: Entry) -> str:
    return reverse("entry", args=[entry.cycle.year, entry.number])
