"""Suppositions as an address carries them, and in words: what is supposed is nowhere but in the address."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import (
    Entry,
    Happened,
    Problem,
    Regraded,
    Repriced,
    RestGraded,
    Rulebook,
    Supposition,
    TakenBack,
    YearOver,
    read_number,
    shown,
)

from .figures import aside, figure

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: The address's field, and the most of them at once.
FIELD: Final = "if"
MOST: Final = 20


def written(supposition: Supposition) -> str:
    """A supposition as one text: its kind and its parts with colons between."""
    match supposition:
        case Regraded(department, goal, grade):
            parts = ["grade", department, goal, grade]
        case RestGraded(grade):
            parts = ["rest", grade]
        case TakenBack(entry, number):
            parts = ["back", entry, *([str(number)] if number is not None else [])]
        case Repriced(rule, part, amount):
            parts = ["price", rule, part, shown(amount)]
        case Happened(entry):
            worth = shown(entry.amount) if entry.amount is not None else ""
            day = entry.occurred_on.isoformat()
            parts = ["event", entry.department, entry.rule, day, str(entry.count), entry.level, worth, entry.matter]
        case YearOver():
            parts = ["over"]
    return ":".join(quote(part, safe="") for part in parts)


def read(text: str) -> Supposition | None:
    """The supposition that was written so; None for what no page of ours writes."""
    kind, *parts = (unquote(part) for part in text[:600].split(":"))
    try:
        match kind, parts:
            case "grade", [department, goal, grade]:
                return Regraded(department, goal, grade)
            case "rest", [grade]:
                return RestGraded(grade)
            case "back", [entry]:
                return TakenBack(entry)
            case "back", [entry, number]:
                return TakenBack(entry, int(number))
            case "price", [rule, part, amount]:
                return Repriced(rule, part, Decimal(str(read_number(amount))))
            case "event", [department, rule, day, count, level, amount, matter]:
                points = read_number(amount) if amount else None
                when = date.fromisoformat(day)
                return Happened(Entry("", department, rule, when, int(count), level=level, amount=points, matter=matter))
            case "over", []:
                return YearOver()
    except (ValueError, ArithmeticError):
        return None
    return None


def address(year: int, suppositions: list[Supposition], edition: str = "") -> str:
    """Where these suppositions are shown together."""
    fields = [(FIELD, written(each)) for each in suppositions] + ([("edition", edition)] if edition else [])
    return f"{reverse('what-if', args=[year])}{'?' if fields else ''}{urlencode(fields)}"


class Told(NamedTuple):
    """A supposition in words, and the address at which it is left out."""

    words: str
    without: str


def not_theirs(desk: Desk, supposition: Supposition) -> Problem | None:
    """Why this person may not suppose it: it speaks of a department whose details are not theirs to see."""
    match supposition:
        case Regraded(department, goal) if department not in desk.seen:
            return Problem("whatif.no_goal", {"department": department, "found": goal})
        case TakenBack(number) if (entry := entry_of(desk, number)) and entry.department not in desk.seen:
            return Problem("whatif.no_entry", {"entry": number})
        case Happened(entry) if entry.department not in desk.seen:
            return Problem("ledger.unknown_department", {"entry": "—", "found": entry.department})
    return None


def entry_of(desk: Desk, number: str) -> Entry | None:
    """The entry of the year's facts with that number."""
    return next((each for each in desk.facts.entries if each.id == number), None)


def words_of(desk: Desk, supposition: Supposition, rulebook: Rulebook) -> str:
    """What is supposed, in one sentence."""
    match supposition:
        case Regraded(department, goal, grade):
            told = {"department": title(desk, department), "goal": goal_words(desk, department, goal), "grade": grade_words(desk, grade)}
            return _("%(department)s的目标 %(goal)s 划为“%(grade)s”") % told
        case RestGraded(grade):
            return _("尚未划档的目标都划为“%s”") % grade_words(desk, grade)
        case TakenBack(number, some):
            entry = entry_of(desk, number)
            told = {"entry": f"#{number}", "what": _event(desk, entry) if entry else "—"}
            words = _("收回记录 %(entry)s（%(what)s）") % told
            return words + aside(_("只收回 %s") % some) if some is not None else words
        case Repriced(code, part, amount):
            found = _amount(rulebook, code, part)
            told = {"rule": desk.say(found[0]), "amount": figure(amount), "now": figure(found[1])}
            return _("“%(rule)s”每次计 %(amount)s 分（办法为 %(now)s 分）") % told
        case Happened(entry):
            return _("再有一笔：%s") % _event(desk, entry)
        case YearOver():
            return _("年度到此为止，此后不再有事项")


def title(desk: Desk, department: str) -> str:
    """A department's name as people say it; its code where the year has no such department."""
    found = next((each.title for each in desk.facts.departments if each.code == department), department)
    return desk.say(found)


def goal_words(desk: Desk, department: str, goal: str) -> str:
    """A goal's code with its title."""
    found = next((each.title for each in desk.facts.goals if (each.department, each.code) == (department, goal)), "")
    return f"{goal} {found}".strip()


def grade_words(desk: Desk, grade: str) -> str:
    """A grade's label."""
    labels = {code: each.label for scale in desk.rulebook.scales.values() for code, each in scale.grades.items()}
    return desk.say(labels.get(grade, grade))


def rule_words(desk: Desk, rulebook: Rulebook, rule: str, level: str = "") -> str:
    """A rule's label, with the level's where there is one."""
    found = rulebook.rules.get(rule)
    if found is None:
        return rule
    label = next((each.label for each in getattr(found, "levels", ()) if each.code == level), "")
    return desk.say(found.label) + (aside(desk.say(label)) if label else "")


def _event(desk: Desk, entry: Entry) -> str:
    parts = [title(desk, entry.department), rule_words(desk, desk.rulebook, entry.rule, entry.level)]
    return " ".join([*parts, entry.occurred_on.isoformat(), f"×{entry.count}"])


def _amount(rulebook: Rulebook, code: str, part: str) -> tuple[str, Decimal | None]:
    """The rule's label with its level's, and what the rulebook says that it is worth."""
    rule = rulebook.rules.get(code)
    if rule is None:
        return code, None
    level = next((each.label for each in getattr(rule, "levels", ()) if each.code == part), "")
    extra = {"base": _("基本分"), "extra": _("超额")}.get(part, level)
    return rule.label + (f"·{extra}" if extra else ""), rule.amounts().get(part)
