"""Finding things by their name, by the letters it is spelled in or by the first of each: ysk finds 预算科."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.people import pinyin
from kaohe.people.models import Officer
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
    """Something that may be meant: the texts it is known by, and how it would be shown."""

    names: tuple[str, ...]
    hit: Hit


def fit(asked: str, text: str) -> int | None:
    """How well a text answers what was typed, 0 the best; None where it doesn't at all."""
    plain = text.casefold()
    if asked in plain:
        return 0 if plain == asked else 1 if plain.startswith(asked) else 2
    letters = asked.replace(" ", "")
    if not letters.isascii() or not letters.isalpha():
        return None
    whole, initials = pinyin.keys(text)
    if initials.startswith(letters):
        return 3
    if whole.startswith(letters):
        return 4
    return 5 if len(letters) > 1 and (letters in initials or letters in whole) else None


def found(request: HttpRequest, words: str) -> tuple[Group, ...]:
    """Whatever this person may see and the words fit, kind by kind; kinds without a hit are left out."""
    asked, years = words.strip().casefold()[:LONGEST], years_of(request)
    assert isinstance(request.user, Officer)
    if not asked or not years:
        return ()
    officer, cycle = request.user, years[0]
    kinds = [
        (_("记录"), _entries(officer, years, asked)),
        (_("科室"), _best(asked, _departments(officer, cycle))),
        (_("人员"), _best(asked, _people(officer))),
        (_("目标"), _best(asked, _goals(officer, cycle))),
        (_("事项"), _best(asked, _rules(cycle))),
        (_("页面"), _best(asked, _pages(officer, cycle))),
    ]
    return tuple(Group(label, hits) for label, hits in kinds if hits)


def _best(asked: str, candidates: Iterable[_Candidate]) -> tuple[Hit, ...]:
    scored = []
    for place, candidate in enumerate(candidates):
        fits = [each for name in candidate.names if name and (each := fit(asked, name)) is not None]
        if fits:
            scored.append((min(fits), place, candidate.hit))
    return tuple(hit for _fit, _place, hit in sorted(scored)[:MOST])


def _departments(officer: Officer, cycle: Cycle) -> Iterable[_Candidate]:
    rulebook = cycle.rulebook()
    for each in visible_departments(officer, cycle):
        english = rulebook.in_language(each.title, language())
        hit = Hit(english, each.name if each.name != english else "", reverse("department", args=[cycle.year, each.code]))
        yield _Candidate((each.title, each.name, english, *each.aliases), hit)


def _people(officer: Officer) -> Iterable[_Candidate]:
    for each in Officer.objects.visible_to(officer).filter(is_active=True):
        yield _Candidate((each.name, each.username), Hit(each.name, each.title, reverse("person", args=[each.username])))


def _goals(officer: Officer, cycle: Cycle) -> Iterable[_Candidate]:
    rows = Goal.objects.visible_to(officer).filter(cycle=cycle).standing().select_related("department")
    for each in rows.order_by("department__order", "code"):
        url = reverse("goal-sheet", args=[cycle.year, each.department.code])
        yield _Candidate((each.title, each.code), Hit(f"{each.code} {each.title}", each.department.title, url))


def _rules(cycle: Cycle) -> Iterable[_Candidate]:
    rulebook, base = cycle.rulebook(), reverse("rulebook", args=[cycle.edition.code])
    for rule in rulebook.rules.values():
        label = rulebook.in_language(rule.label, language())
        place = rulebook.in_language(rulebook.clause_label(rule.clause), language())
        yield _Candidate((rule.label, label, rule.code), Hit(label, place, f"{base}#{rule.clause}"))


def _pages(officer: Officer, cycle: Cycle) -> Iterable[_Candidate]:
    for link in menu.links(officer, cycle, ""):
        yield _Candidate((link.label,), Hit(link.label, "", link.url))


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
