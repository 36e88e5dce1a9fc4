"""What the rulebook page shows: every clause with the rules made from it, its readings and its compliance notes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.engine import Clause, Reading, Rulebook, Standing, phrase, shown
from kaohe.pictures.framework import draw_framework

from .figures import MINUS, figure, joined, language, listed
from .framework import Picture, narrow
from .pictures import Drawn, drawn


class Pair(NamedTuple):
    """A row of a small table: what, and how much."""

    label: str
    amount: str


class GradeRow(NamedTuple):
    """A grade with its coefficient, what it needs and the grounds it lists."""

    label: str
    coefficient: str
    needs: str
    grounds: tuple[tuple[str, bool], ...]


class RuleCard(NamedTuple):
    """A rule in words."""

    code: str
    label: str
    kind: str
    amount: str
    levels: tuple[Pair, ...]
    grades: tuple[GradeRow, ...]
    notes: str
    raises: tuple[str, ...]
    readings: tuple[str, ...]
    caution: str


class ReadingCard(NamedTuple):
    """A reading in words."""

    code: str
    anchor: str
    important: bool
    gap: str
    default: str
    why: str
    also: str
    confirmed_by: str


class ClauseCard(NamedTuple):
    """A clause and all that hangs on it."""

    anchor: str
    number: str
    place: str
    title: str
    paragraphs: tuple[str, ...]
    full: str
    scores: bool
    unscored: str
    rules: tuple[RuleCard, ...]
    rule_codes: tuple[str, ...]
    readings: tuple[ReadingCard, ...]
    cautions: tuple[tuple[str, str], ...]
    depth: int
    important: int
    recorded: tuple[tuple[str, str], ...] = ()

    def with_recorded(self, number: int, year: int, url: str) -> "ClauseCard":
        """The same card with the way to what was recorded under it in that year too."""
        words = ngettext("%(year)s 年度已记录 %(number)s 笔", "%(year)s 年度已记录 %(number)s 笔", number) % {"year": year, "number": number}
        return self._replace(recorded=(*self.recorded, (words, url)))


class Part(NamedTuple):
    """An annex: its name and its clauses."""

    label: str
    anchor: str
    clauses: tuple[ClauseCard, ...]


class RulebookPage(NamedTuple):
    """The whole page of one edition, apart from what was recorded under it."""

    label: str
    bureau: str
    issued: str
    digest: str
    digest_sm3: str
    wide: Drawn
    narrow: Picture
    caption: str
    parts: tuple[Part, ...]
    cautions: tuple[tuple[str, str], ...]
    numbers: tuple[Pair, ...]


_MADE: dict[tuple[str, str], RulebookPage] = {}


def rulebook_page(rulebook: Rulebook) -> RulebookPage:
    """The page in the reader's language; an edition never changes, so it is put together once."""
    key = (rulebook.digest, language())
    if key not in _MADE:
        if len(_MADE) > 16:
            _MADE.clear()
        _MADE[key] = _page(rulebook, key[1])
    return _MADE[key]


def consequence(code: str) -> str:
    """What a consequence means, in a few words."""
    return {
        "veto": _("一票否决：取消本年度评比资格，不参加排名"),
        "bar": _("不得列入先进"),
        "refer": _("移交追究责任"),
    }.get(code, code)


def consequences(was: Standing, new: Standing) -> Iterator[str]:
    """What came over a department between two scorings, and what no longer stands."""
    old, now = ({each.consequence for each in standing.tree.all_raised()} for standing in (was, new))
    yield from (consequence(each) for each in sorted(now - old))
    yield from (_("不再有：%s") % consequence(each) for each in sorted(old - now))


def _page(rulebook: Rulebook, tongue: str) -> RulebookPage:
    def say(text: str) -> str:
        return rulebook.in_language(text, tongue)

    cautions = tuple((say(each.title), say(each.text)) for each in rulebook.cautions.values())
    by_clause = _rules_by_clause(rulebook)
    cards = []
    shown: set[str] = set()
    for clause in rulebook.clauses.values():
        cards.append(_clause(clause, rulebook, by_clause.get(clause.anchor, ()), tongue, shown))
    numbers = (
        Pair(_("条款"), str(len(rulebook.clauses))),
        Pair(_("计分规则"), str(len(rulebook.rules))),
        Pair(_("口径"), str(len(rulebook.readings))),
        Pair(_("其中待确认的重要口径"), str(sum(each.important and not each.confirmed_by for each in rulebook.readings.values()))),
    )
    return RulebookPage(
        say(rulebook.label), say(rulebook.bureau), rulebook.issued, rulebook.digest, rulebook.digest_sm3,
        drawn("framework", draw_framework(rulebook, tongue, link="#")), narrow(rulebook, tongue), say(rulebook.clauses[rulebook.tree.clause].summary),
        _parts(cards), cautions, numbers,
    )


def _rules_by_clause(rulebook: Rulebook) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rule in rulebook.rules.values():
        found.setdefault(rule.clause, []).append(rule)
    return found


def _parts(cards: Iterable[ClauseCard]) -> tuple[Part, ...]:
    """Clauses under the annex that their place names first (附件3 一(一)1 → 附件3)."""
    found: dict[str, list[ClauseCard]] = {}
    for card in cards:
        found.setdefault(_annex(card.place), []).append(card)
    return tuple(Part(label, f"part-{number}", tuple(clauses)) for number, (label, clauses) in enumerate(found.items(), 1))


def _annex(place: str) -> str:
    words = place.split(" ")
    # In English the annex is two words (Annex 3), in Chinese one.
    return " ".join(words[:2]) if len(words) > 1 and words[0].isascii() else words[0]


def _clause(clause: Clause, rulebook: Rulebook, rules: Iterable[Any], tongue: str, shown: set[str]) -> ClauseCard:
    def say(text: str) -> str:
        return rulebook.in_language(text, tongue)

    items = [item for item in rulebook.items.values() if item.clause == clause.anchor]
    readings = [each for each in rulebook.readings.values() if clause.anchor in each.clauses]
    codes = {item.caution for item in items} | {rule.caution for rule in rules}
    return ClauseCard(
        anchor=clause.anchor,
        number=clause.id,
        place=say(clause.label),
        title=say(clause.title),
        paragraphs=tuple(part for part in say(clause.summary).split("\n\n") if part.strip()),
        full=figure(items[0].full) if items else "",
        scores=clause.scores,
        unscored=say(rulebook.unscored.get(clause.anchor, "")),
        rules=tuple(_rule(rule, rulebook, tongue) for rule in rules),
        rule_codes=tuple(rule.code for rule in rules),
        readings=tuple(_reading(each, say, shown) for each in readings),
        cautions=tuple((say(each.title), say(each.text)) for each in rulebook.cautions.values() if each.code in codes),
        depth=clause.anchor.count("."),
        important=sum(each.important for each in readings),
    )


def _reading(reading: Reading, say: Any, shown: set[str]) -> ReadingCard:
    """A reading may govern several clauses; only where it stands first does it carry its address."""
    anchor = "" if reading.code in shown else reading.code
    shown.add(reading.code)
    return ReadingCard(
        reading.code, anchor, reading.important, say(reading.gap), say(reading.default), say(reading.why),
        joined(say(each) for each in reading.also), reading.confirmed_by,
    )


def _rule(rule: Any, rulebook: Rulebook, tongue: str) -> RuleCard:
    def say(text: str) -> str:
        return rulebook.in_language(text, tongue)

    sign = MINUS if rule.name == "deduct" else "+"
    caution = rulebook.cautions.get(rule.caution)
    return RuleCard(
        code=rule.code,
        label=say(rule.label),
        kind=phrase(f"kind.{rule.name}", tongue),
        amount=_amount(rule, say, sign),
        levels=tuple(Pair(say(level.label), f"{sign}{shown(level.each)}") for level in getattr(rule, "levels", ())),
        grades=_grades(rule, say),
        notes=joined(_notes(rule, rulebook, say)),
        raises=tuple(consequence(code) for code in rule.raises),
        readings=rule.readings,
        caution=say(caution.title) if caution else "",
    )


def _amount(rule: Any, say: Any, sign: str) -> str:
    """The price of one occurrence where the rule has a single one."""
    if rule.name in ("deduct", "bonus") and not rule.levels:
        return _("每%(per)s %(amount)s 分") % {"per": say(rule.per), "amount": f"{sign}{shown(rule.each)}"}
    if rule.name == "quota":
        return _("每季完成任务得 %(base)s 分；每超 1 %(per)s加 %(extra)s 分") % {
            "base": shown(rule.base), "per": say(rule.per), "extra": shown(rule.extra),
        }
    return ""


def _grades(rule: Any, say: Any) -> tuple[GradeRow, ...]:
    if rule.name != "graded":
        return ()
    needs = {"condition": _("须写明所依据的条件"), "evidence": _("须附佐证")}
    return tuple(
        GradeRow(
            say(grade.label), shown(grade.coefficient), needs.get(grade.needs, ""),
            tuple((say(condition.label), bool(condition.caution)) for condition in grade.conditions),
        )
        for grade in rule.scale.grades.values()
    )


def _notes(rule: Any, rulebook: Rulebook, say: Any) -> Iterable[str]:
    item = rulebook.item_of_rule[rule.code]
    if rule.name == "graded":
        low, high = rule.category.usual
        yield _("合计 %(full)s 分，通常 %(low)s–%(high)s 项") % {"full": shown(rule.category.full), "low": low, "high": high}
    if rule.name == "deduct" and item.floor is not None:
        yield _("扣完为止，不低于 %(floor)s 分") % {"floor": shown(item.floor)}
    if item.each_period is not None and rule.name == "deduct":
        yield _("按季计分，每季 %(each)s 分") % {"each": shown(item.each_period)}
    if getattr(rule, "highest_of", ""):
        rivals = [say(each.label) for each in rule.rivals(item) if each is not rule]
        yield _("同一事项连同“%s”只按最高一次计") % listed(rivals) if rivals else _("同一事项只按最高一次计")
    if rule.words:
        yield _("只登记“%s”，不写别的") % _("”或“").join(say(each) for each in rule.words)
    if rule.lasts:
        yield _("可登记起止日期，可提前登记")
    if rule.size_at_least is not None:
        yield _("适用于 %(size)s 人以上的科室") % {"size": rule.size_at_least}
    if rule.name == "quota":
        quotas = [(say(each.title), shown(each.attributes[rule.quota])) for each in rulebook.departments if rule.quota in each.attributes]
        yield _("每季任务数：") + listed(f"{name} {number}" for name, number in quotas)
    if rule.name == "judged":
        yield _("未作决定时按满分计") if rule.unknown == "full" else _("未评定前不计分")

