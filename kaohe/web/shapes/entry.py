"""One ledger entry: what is written down, and what it moved, found by scoring the department with it and without it."""

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaohe.engine import Exact, Facts, Item, Node, Standing, score, shown, total
from kaohe.ledger.models import Entry

from .figures import MINUS, change, days_of, figure, joined, listed
from .lines import LineRow
from .papers import paper_of
from .rulebook import consequences

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Fact(NamedTuple):
    """One thing written down."""

    label: str
    words: str
    url: str = ""
    note: str = ""


class EntryPage(NamedTuple):
    """Everything written down about one event."""

    number: int
    rule: str
    about: str
    department: str
    department_url: str
    item: str
    item_url: str
    facts: tuple[Fact, ...]
    evidence: tuple[dict[str, str], ...]
    related: tuple[dict[str, str], ...]
    history_url: str


class EffectRow(NamedTuple):
    """One box of the scheme without the entry, with it, and the difference."""

    label: str
    full: str
    url: str
    without: str
    with_it: str
    change: str
    tone: str


class Effect(NamedTuple):
    """What the entry moved."""

    lead: str
    rows: tuple[EffectRow, ...]
    why: str
    lines: tuple[LineRow, ...]
    raised: tuple[str, ...]


class Row(NamedTuple):
    """One line of the ledger's list."""

    number: int
    url: str
    occurred: str
    department: str
    rule: str
    level: str
    count_text: str
    about: str
    reverses: str
    recorded: str


def row_of(entry: Entry, desk: "Desk") -> Row:
    """An entry in the list."""
    rule = desk.rulebook.rules.get(entry.rule)
    return Row(
        number=entry.number,
        url=reverse("entry", args=[desk.cycle.year, entry.number]),
        occurred=days_of(entry.occurred_on, entry.until),
        department=desk.say(entry.department.title),
        rule=desk.say(rule.label) if rule else entry.rule,
        level=_level(entry, desk),
        count_text=str(entry.count).replace("-", MINUS),
        about=" ".join(part for part in (listed(entry.persons), desk.say(entry.about)) if part),
        reverses=str(entry.reverses.number) if entry.reverses else "",
        recorded=f"{entry.recorder_name} {_stamp(entry)[:10]}",
    )


def rule_groups(desk: "Desk") -> list[tuple[str, list[dict[str, str]]]]:
    """The rules under their items, for the filter."""
    return [
        (desk.say(item.label), [{"code": rule.code, "label": desk.say(rule.label)} for rule in item.rules])
        for item in desk.rulebook.tree.walk()
        if item.rules
    ]


def entry_page(entry: Entry, desk: "Desk") -> EntryPage:
    """The entry's page, apart from what it moved."""
    rule, item = desk.rulebook.rules.get(entry.rule), desk.rulebook.item_of_rule.get(entry.rule)
    department = reverse("department", args=[desk.cycle.year, entry.department.code])
    evidence = tuple({**paper_of(each.title, each.file)._asdict(), "digest": each.digest} for each in entry.evidence.select_related("file"))
    return EntryPage(
        number=entry.number,
        rule=desk.say(rule.label) if rule else entry.rule,
        about=desk.say(entry.about),
        department=desk.say(entry.department.name),
        department_url=department,
        item=desk.say(item.label) if item else "",
        item_url=f"{department}#{item.code}" if item else department,
        facts=tuple(fact for fact in _facts(entry, desk) if fact.words),
        evidence=evidence,
        related=tuple(_related(entry, desk)),
        history_url=reverse("history", args=["entry", entry.pk]),
    )


def _facts(entry: Entry, desk: "Desk") -> list[Fact]:
    rule = desk.rulebook.rules.get(entry.rule)
    grounds = desk.sheet().entry_grounds(entry.rule, entry.level, entry.conditions)
    goal = entry.goal
    return [
        Fact(_("科室"), desk.say(entry.department.name)),
        Fact(_("事项"), desk.say(rule.label) if rule else entry.rule),
        Fact(_("层级或档次"), _level(entry, desk)),
        Fact(_("目标"), f"{goal.code} {goal.title}" if goal else ""),
        Fact(_("发生日期"), days_of(entry.occurred_on, entry.until)),
        Fact(_("登记时间"), _stamp(entry), note=_late(entry, desk)),
        Fact(_("登记人"), entry.recorder_name),
        Fact(_("数量"), f"{entry.count} {desk.say(rule.per) if rule else ''}".replace("-", MINUS)),
        Fact(_("评定分值"), shown(entry.amount) if entry.amount is not None else ""),
        Fact(_("人员"), listed(entry.persons)),
        Fact(_("事由编号"), entry.matter, note=_("同一事由只计一次")),
        Fact(_("依据的条件"), joined(grounds)),
        Fact(_("内容"), desk.say(entry.about)),
        Fact(_("封记"), entry.seal[:16], note=_("与前一笔连成一串，改动任何一笔都会显出来")),
    ]


def _level(entry: Entry, desk: "Desk") -> str:
    """The level's or the grade's name."""
    rule = desk.rulebook.rules.get(entry.rule)
    scale = getattr(rule, "scale", None)
    if scale and entry.level in scale.grades:
        return desk.say(scale.grades[entry.level].label)
    return next((desk.say(each.label) for each in getattr(rule, "levels", ()) if each.code == entry.level), entry.level)


def _stamp(entry: Entry) -> str:
    return date_format(timezone.localtime(entry.recorded_at), "Y-m-d H:i")


def _late(entry: Entry, desk: "Desk") -> str:
    """A word where the entry came only after its quarter."""
    recorded = timezone.localtime(entry.recorded_at).date()
    late = any(each.starts <= entry.occurred_on <= each.ends < recorded for each in desk.periods)
    return _("过了季末才登记") if late else ""


def _reversals(entry: Entry) -> list[Entry]:
    """What took the entry back; no question where `queries.entry` has found that nothing did."""
    return list(entry.reversals.all()) if getattr(entry, "undone", True) else []


def _related(entry: Entry, desk: "Desk") -> list[dict[str, str]]:
    found = []
    if entry.reverses:
        words = _("本笔冲正记录 #%s") % entry.reverses.number
        found.append({"words": words, "url": reverse("entry", args=[desk.cycle.year, entry.reverses.number])})
    for each in _reversals(entry):
        words = _("已由记录 #%(number)s 冲正 %(count)s") % {"number": each.number, "count": -each.count}
        found.append({"words": words, "url": reverse("entry", args=[desk.cycle.year, each.number])})
    return found


def neighbours(facts: Facts, seen: Container[str], number: int) -> tuple[int | None, int | None]:
    """The numbers before and after among the entries about departments that may be seen."""
    numbers = [int(each.id) for each in facts.entries if each.department in seen]
    before = max((each for each in numbers if each < number), default=None)
    return before, min((each for each in numbers if each > number), default=None)


def effect_of(entry: Entry, facts: Facts, desk: "Desk") -> Effect:
    """Score the department twice. An entry goes together with its reversals, which mean nothing without it."""
    code, number = entry.department.code, str(entry.number)
    own = tuple(each for each in facts.departments if each.code == code)
    goals = tuple(each for each in facts.goals if each.department == code)
    entries = tuple(each for each in facts.entries if each.department == code)
    less = tuple(each for each in entries if number not in (each.id, each.reverses))
    alone = replace(facts, departments=own, goals=goals)
    with_it = score(desk.rulebook, replace(alone, entries=entries)).of(code)
    without = score(desk.rulebook, replace(alone, entries=less)).of(code)
    rows = _moved(with_it, without, entry, desk)
    sheet = desk.sheet()
    lines = [line for node in with_it.tree.walk() for line in node.lines if line.what != "flag" and number in {each.id for each in line.entries}]
    lines += [line for line in with_it.aside if number in {each.id for each in line.entries}]
    lead = _("把这笔记录拿掉再算一遍，两次相减") if rows else ""
    return Effect(lead, rows, _why(entry, desk), sheet.rows(lines), tuple(consequences(without, with_it)))


def _why(entry: Entry, desk: "Desk") -> str:
    """Why nothing moved."""
    rule = desk.rulebook.rules.get(entry.rule)
    if rule is not None and rule.name == "flag":
        return _("这是备查记录，只留痕，不计分。")
    if entry.reverses or _reversals(entry):
        return _("这笔记录已经冲正，前后相抵。")
    return _("它没有改变任何一项的得分，原因见下面的说明。")


def _moved(with_it: Standing, without: Standing, entry: Entry, desk: "Desk") -> tuple[EffectRow, ...]:
    """The boxes whose points differ, from the entry's own item up to the whole."""
    before = {node.code: node for node in without.tree.walk()}
    path = _path(desk.rulebook.tree, entry.rule)
    rows = []
    for node in with_it.tree.walk():
        other = before.get(node.code)
        if other is None or node.code not in path or (_value(node), node.pending) == (_value(other), other.pending):
            continue
        difference = total([_value(node), -_value(other)])
        url = f"{reverse('department', args=[desk.cycle.year, entry.department.code])}#{node.code}"
        rows.append(
            EffectRow(
                desk.say(node.label), figure(node.full), url, _words(other), _words(node), change(difference),
                "lost" if difference < 0 else "gained" if difference > 0 else "even",
            )
        )
    return tuple(reversed(rows))


def _path(item: Item, rule: str) -> tuple[str, ...]:
    """The codes from the whole down to the item that the rule moves."""
    if any(each.code == rule for each in item.rules):
        return (item.code,)
    for child in item.items:
        below = _path(child, rule)
        if below:
            return (item.code, *below)
    return ()


def _value(node: Node) -> Exact:
    return node.points if node.points is not None else node.settled


def _words(node: Node) -> str:
    return figure(node.points) if node.points is not None else _("%s（暂计）") % figure(node.settled)


