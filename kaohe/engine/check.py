"""Checks a rulebook that could be read: do its points add up, is every scoring clause cited and tried by a case?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kaohe.engine.cases import CASES, run_cases
from kaohe.engine.exact import shown, times, total
from kaohe.engine.kinds.graded import Graded
from kaohe.engine.problems import WARNING, Place, Problem
from kaohe.engine.rulebook import Grade, Item, Rulebook
from kaohe.engine.rules import FILE


def check(rulebook: Rulebook) -> tuple[Problem, ...]:
    """Everything that should stop an edition from being adopted, and warnings; runs the edition's own cases."""
    return (*sums(rulebook), *_categories(rulebook), *_citations(rulebook), *_cases(rulebook))


def sums(rulebook: Rulebook) -> Iterator[Problem]:
    """Where points don't add up, or limits contradict each other. The latter can't be in a rulebook that was read, but in one with other numbers."""
    for item in rulebook.tree.walk():
        place = item.place
        if item.floor is not None and item.cap is not None and item.floor > item.cap:
            yield Problem("rulebook.limits", {"code": item.code, "floor": shown(item.floor), "cap": shown(item.cap)}, place)
        if item.items and item.combine == "sum":
            found = total(each.full for each in item.items)
            if found != item.full:
                values = {"code": item.code, "found": shown(found), "expected": shown(item.full)}
                yield Problem("check.full_sum", values, place)
        if item.items and item.combine == "weighted":
            found = total(each.weight for each in item.items)
            if found != 1:
                yield Problem("check.weight_sum", {"code": item.code, "found": shown(found)}, place)
            weighted = total(times(each.weight, each.full) for each in item.items)
            if found == 1 and weighted != item.full:
                values = {"code": item.code, "found": shown(weighted), "expected": shown(item.full)}
                yield Problem("check.full_sum", values, place)
        yield from _leaf_sums(rulebook, item)


def overtaken(rulebook: Rulebook, tried: Rulebook) -> Iterator[tuple[Grade, Grade]]:
    """Each grade that is worth more than the next one above it in the rulebook, once its numbers are those that are tried; and that one."""
    for code, scale in rulebook.scales.items():
        now = tried.scales[code].grades if code in tried.scales else {}
        order = sorted((grade for grade in scale.grades if grade in now), key=lambda grade: -scale.grades[grade].coefficient)
        yield from ((now[lower], now[higher]) for higher, lower in pairwise(order) if now[lower].coefficient > now[higher].coefficient)


def _categories(rulebook: Rulebook) -> Iterator[Problem]:
    graded = {rule.category.code for rule in rulebook.rules.values() if isinstance(rule, Graded)}
    for category in rulebook.categories.values():
        if category.code not in graded:
            yield Problem("check.category_unused", {"category": category.code, "title": category.label}, Place(FILE))


def _leaf_sums(rulebook: Rulebook, item: Item) -> Iterator[Problem]:
    if item.each_period is not None:
        count = len(rulebook.periods)
        if times(item.each_period, Decimal(count)) != item.full:
            values = {"code": item.code, "each": shown(item.each_period), "count": count, "expected": shown(item.full)}
            yield Problem("check.period_sum", values, item.place)
    for rule in item.rules:
        if isinstance(rule, Graded) and rule.category.full != item.full:
            values = {"category": rule.category.code, "code": item.code}
            values |= {"found": shown(rule.category.full), "expected": shown(item.full)}
            yield Problem("check.category_full", values, item.place)


def cited_clauses(rulebook: Rulebook) -> set[str]:
    """Every anchor that an item, a rule, a scale, a category, a ranking or a window cites."""
    cited = {item.clause for item in rulebook.tree.walk()} | {rule.clause for rule in rulebook.rules.values()}
    cited |= {category.clause for category in rulebook.categories.values()}
    cited |= {scale.clause for scale in rulebook.scales.values()}
    cited |= {grade.clause for scale in rulebook.scales.values() for grade in scale.grades.values()}
    cited |= {ranking.clause for ranking in rulebook.rankings} | {honour.clause for honour in rulebook.honours}
    cited |= {window.clause for window in (rulebook.objection, rulebook.review) if window}
    return cited


def cited_readings(rulebook: Rulebook) -> set[str]:
    """Every reading that something in the rulebook names."""
    things: list[Any] = [*rulebook.tree.walk(), *rulebook.rules.values(), *rulebook.categories.values()]
    grades = [grade for scale in rulebook.scales.values() for grade in scale.grades.values()]
    things += [*grades, *(condition for grade in grades for condition in grade.conditions)]
    things += [*rulebook.rankings, *rulebook.honours, rulebook.rounding]
    things += [each for each in (rulebook.objection, rulebook.review, rulebook.uses) if each]
    return {code for thing in things for code in thing.readings} | set(rulebook.other_readings)


def _citations(rulebook: Rulebook) -> Iterator[Problem]:
    cited = cited_clauses(rulebook)
    for clause in rulebook.clauses.values():
        if clause.scores and clause.anchor not in cited and clause.anchor not in rulebook.unscored:
            yield Problem("check.uncited", {"code": clause.anchor, "title": clause.title}, clause.place)
    readings = cited_readings(rulebook)
    for reading in rulebook.readings.values():
        if reading.code not in readings:
            yield Problem("check.reading_unused", {"code": reading.code}, reading.place, severity=WARNING)


def _cases(rulebook: Rulebook) -> Iterator[Problem]:
    results = run_cases(rulebook)
    cased = {result.clause for result in results}
    for clause in rulebook.clauses.values():
        if clause.scores and clause.anchor not in cased and clause.anchor not in rulebook.unscored:
            yield Problem("check.uncased", {"code": clause.anchor, "title": clause.title}, Place(CASES))
    for result in results:
        for found in result.failures:
            place = Place(file=result.file, line=result.line)
            yield Problem("check.case_failed", {"name": result.name, "found": found}, place)
        yield from result.problems
