"""A round as its page shows it: every department with what may be found and whom it may concern; and what came of the form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kaohe.files.cells import Odd, read_list
from kaohe.ledger.actions import Finding
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department
from kaohe.results.standing import standing

from .problems import Shown
from .recording import members
from .screens import Screen

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Tick(NamedTuple):
    """One thing to tick."""

    id: str
    value: str
    label: str
    on: bool
    away: bool = False


class Stop(NamedTuple):
    """One department on the round."""

    code: str
    label: str
    note: str
    open: bool
    findings: tuple[Tick, ...]
    persons: tuple[Tick, ...]
    others: str
    counts: tuple[tuple[str, str, str], ...]


class Round(NamedTuple):
    """The whole form."""

    day: str
    paper: str
    remark: str
    stops: tuple[Stop, ...]
    recused: tuple[str, ...]


def round_of(desk: Desk, screen: Screen, data: QueryDict | None = None) -> Round:
    """The round's page, with what was typed."""
    typed = data if data is not None else QueryDict()
    day = _day(desk, typed)
    away = _away(desk, screen, day)
    going = [each for each in desk.departments if may(desk.officer, Deed.RECORD_ENTRY, each)]
    return Round(
        day=typed.get("day", "") or (day.isoformat() if day else ""),
        paper=typed.get("paper", "") if data is not None else f"{screen.paper} {day}",
        remark=typed.get("remark", ""),
        stops=tuple(_stop(desk, screen, each, typed, away.get(each.code, frozenset())) for each in going),
        recused=tuple(desk.say(each.title) for each in desk.departments if each not in going),
    )


def _away(desk: Desk, screen: Screen, day: date | None) -> dict[str, frozenset[str]]:
    """Who is marked as being on leave, by department. Whether they count, the action decides."""
    found: dict[str, set[str]] = {}
    for each in standing(desk.facts.entries, screen.excusing):
        if day and each.covers(day):
            found.setdefault(each.department, set()).update(each.persons)
    return {department: frozenset(persons) for department, persons in found.items()}


def _stop(desk: Desk, screen: Screen, department: Department, typed: QueryDict, away: frozenset[str]) -> Stop:
    code = department.code
    chosen, ticked = typed.get(f"finding-{code}", ""), typed.getlist(f"person-{code}")
    findings = tuple(
        Tick(f"finding-{code}-{number}", rule, desk.say(desk.rulebook.rules[rule].label), rule == chosen)
        for number, rule in enumerate(screen.findings)
    )
    persons = tuple(
        Tick(f"person-{code}-{number}", name, name, name in ticked, name in away) for number, name in enumerate(members(desk).get(department.pk, []))
    )
    fields = [(_count_field(code, rule), rule) for rule in screen.counted]
    counts = tuple((field, desk.say(desk.rulebook.rules[rule].label), typed.get(field, "")) for field, rule in fields)
    others = typed.get(f"other-{code}", "")
    number = len(away)
    note = ngettext("%s 人请假", "%s 人请假", number) % number if number else ""
    return Stop(code, desk.say(department.title), note, bool(chosen or ticked or others), findings, persons, others, counts)


def findings_of(desk: Desk, screen: Screen, data: QueryDict) -> tuple[list[Finding], list[Shown]]:
    """What was found, department by department; and what can't be understood."""
    found: list[Finding] = []
    problems: list[Shown] = []
    for department in desk.departments:
        code = department.code
        rule = data.get(f"finding-{code}", "")
        try:
            others = read_list(data.get(f"other-{code}", "")[:400])
        except Odd:
            others = ()
        persons = tuple(dict.fromkeys([*data.getlist(f"person-{code}"), *others]))
        if rule in screen.findings:
            found.append(Finding(department, rule, persons, about=_about(desk, screen, rule, data)))
        elif persons:
            problems.append(Shown(_("%s：选了人员，还没有选情况。") % desk.say(department.title), f"finding-{code}-0"))
        for counted in screen.counted:
            field = _count_field(code, counted)
            number = data.get(field, "").strip()
            if number and not (number.isascii() and number.isdigit() and 0 < int(number) < 10_000):
                problems.append(Shown(_("%s：数量请填正整数，没有就留空。") % desk.say(department.title), field))
            elif number:
                found.append(Finding(department, counted, count=int(number), about=_about(desk, screen, counted, data)))
    return found, problems


def _count_field(department: str, rule: str) -> str:
    return f"count-{department}-{rule.replace('.', '-')}"


def _about(desk: Desk, screen: Screen, rule: str, data: QueryDict) -> str:
    """What the entry says. It is kept, and so it is said in the bureau's language and not in the reader's."""
    if desk.rulebook.rules[rule].words:
        return ""  # only its own words are kept
    remark = data.get("remark", "").strip()[:500]
    with override("zh-hans"):
        words = f"{screen.label}：{desk.rulebook.rules[rule].label}"
    return f"{words}。{remark}" if remark else words


def _day(desk: Desk, typed: QueryDict) -> date | None:
    """The day of the round: today unless another is typed; None for what is no day."""
    if "day" not in typed:
        return min(desk.cycle.bureau.today(), desk.cycle.ends)
    return day_of(typed.get("day", ""))


def day_of(text: str) -> date | None:
    """The date that is typed; None for what is none."""
    try:
        return parse_date(text.strip().replace("/", "-"))
    except ValueError:
        return None
