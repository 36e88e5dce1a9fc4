"""The numbers of a rulebook by name, and the same rulebook with other numbers in them. Nothing else of it changes.

    rules.<code>.each · rules.<code>.levels.<level> · rules.<code>.base · .extra · .most · .size_at_least
    items.<code>.full · .weight · .floor · .cap · .each_period
    scales.<scale>.<grade>
    rounding.places

An item's cap that was its full points follows them. What a variant's author must answer for (that full points still add up)
is shown by `check`, and refused nowhere: a proposal may be tried before it is tidy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kaohe.engine.phrases import register
from kaohe.engine.problems import Problem, Refused
from kaohe.engine.rulebook import Item, Rulebook

#: The settings of rules and items that are numbers.
_OF_RULE: Final = ("each", "base", "extra", "most", "size_at_least")
_OF_ITEM: Final = ("full", "weight", "floor", "cap", "each_period")
_MOST_PLACES: Final = 6
_MOST_PEOPLE: Final = 10**6

register(
    {
        "parameter.unknown": (
            "规则里没有参数“{found}”。用 ./run bulk what-if --parameters 列出全部参数。",
            "The rulebook has no parameter “{found}”. ./run bulk what-if --parameters lists them all.",
        ),
        "parameter.odd": (
            "参数“{path}”不能是 {found}：应不小于 0，人数和位数应为整数。",
            "The parameter “{path}” can't be {found}: it must not be below 0, and sizes and places must be whole.",
        ),
    }
)


class Parameter(NamedTuple):
    """A number of a rulebook: its name, what people call the thing (and its level, where a level is meant), the clause that it rests on,
    and its value.
    """

    path: str
    label: str
    clause: str
    value: Decimal
    level: str = ""


def parameters(rulebook: Rulebook) -> tuple[Parameter, ...]:
    """Every number that may be varied, in the rulebook's order. A weight counts only under an item that weighs what is below it."""
    return (*_in_items(rulebook.tree, weighted=False), *_in_scales(rulebook), *_in_rounding(rulebook))


def _in_items(item: Item, *, weighted: bool) -> Iterator[Parameter]:
    for name in _OF_ITEM:
        value = getattr(item, name)
        if value is not None and (weighted or name != "weight"):
            yield Parameter(f"items.{item.code}.{name}", item.label, item.clause, value)
    for rule in item.rules:
        yield from _in_rule(rule)
    for below in item.items:
        yield from _in_items(below, weighted=item.combine == "weighted")


def _in_rule(rule: Any) -> Iterator[Parameter]:
    levels = getattr(rule, "levels", ())
    for name in _OF_RULE:
        value = getattr(rule, name, None)
        if value is not None and not (name == "each" and levels):
            yield Parameter(f"rules.{rule.code}.{name}", rule.label, rule.clause, Decimal(value))
    for level in levels:
        yield Parameter(f"rules.{rule.code}.levels.{level.code}", rule.label, rule.clause, level.each, level.label)


def _in_scales(rulebook: Rulebook) -> Iterator[Parameter]:
    for scale in rulebook.scales.values():
        for grade in scale.grades.values():
            yield Parameter(f"scales.{scale.code}.{grade.code}", grade.label, grade.clause, grade.coefficient)


def _in_rounding(rulebook: Rulebook) -> Iterator[Parameter]:
    yield Parameter("rounding.places", rulebook.label, "", Decimal(rulebook.rounding.places))


def varied(rulebook: Rulebook, values: Mapping[str, Decimal]) -> Rulebook:
    """The rulebook with those numbers. Raises Refused with every name that there isn't, and every odd value."""
    return Varying(rulebook).of(values)


def fits(path: str, value: Decimal) -> bool:
    """Numbers of a rulebook aren't below zero; some are whole."""
    most = most_whole(path)
    return value >= 0 if most is None else value == int(value) and 0 <= value <= most


def most_whole(path: str) -> int | None:
    """The most that a parameter may be which counts people or digits and so must be whole; None for every other."""
    if path == "rounding.places":
        return _MOST_PLACES
    return _MOST_PEOPLE if path.endswith(".size_at_least") else None


class Varying:
    """One rulebook with other numbers, again and again. What doesn't change is the rulebook's own, and what changes alike in two
    variants is one object in both: whoever compares can see that by looking."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.known = frozenset(parameter.path for parameter in parameters(rulebook))
        self.made: dict[Any, Any] = {}

    def of(self, values: Mapping[str, Decimal]) -> Rulebook:
        """The rulebook with those numbers. Raises Refused with every name that there isn't, and every odd value."""
        problems = [Problem("parameter.unknown", {"found": path}) for path in values if path not in self.known]
        problems += [
            Problem("parameter.odd", {"path": path, "found": value})
            for path, value in values.items()
            if path in self.known and not fits(path, value)
        ]
        if problems:
            raise Refused(problems)
        scales = {code: self._scale(scale, values) for code, scale in self.rulebook.scales.items()}
        tree = self._item(self.rulebook.tree, values, scales)
        rounding = self.rulebook.rounding
        if "rounding.places" in values:
            rounding = replace(rounding, places=int(values["rounding.places"]))
        return replace(self.rulebook, tree=tree, scales=scales, rounding=rounding)

    def _with(self, thing: Any, changed: dict[str, Any]) -> Any:
        """The thing with those fields; the same object for the same fields. (It holds the parts that its key names.)"""
        changed = {name: value for name, value in changed.items() if value is not getattr(thing, name)}
        if not changed:
            return thing
        key = id(thing), *((name, _identity(value)) for name, value in changed.items())
        if key not in self.made:
            self.made[key] = replace(thing, **changed)
        return self.made[key]

    def _scale(self, scale: Any, values: Mapping[str, Decimal]) -> Any:
        paths = {code: f"scales.{scale.code}.{code}" for code in scale.grades}
        own = {code: values[path] for code, path in paths.items() if path in values}
        if not own:
            return scale
        key = id(scale), *own.items()
        if key not in self.made:
            grades = {code: replace(grade, coefficient=own.get(code, grade.coefficient)) for code, grade in scale.grades.items()}
            self.made[key] = replace(scale, grades=grades)
        return self.made[key]

    def _item(self, item: Item, values: Mapping[str, Decimal], scales: Mapping[str, Any]) -> Item:
        changed: dict[str, Any] = {name: values[path] for name in _OF_ITEM if (path := f"items.{item.code}.{name}") in values}
        if "full" in changed and item.cap == item.full:
            changed.setdefault("cap", changed["full"])
        parts = {
            "items": tuple(self._item(below, values, scales) for below in item.items),
            "rules": tuple(self._rule(rule, values, scales) for rule in item.rules),
        }
        changed |= {name: new for name, new in parts.items() if _identity(new) != _identity(getattr(item, name))}
        found: Item = self._with(item, changed)
        return found

    def _rule(self, rule: Any, values: Mapping[str, Decimal], scales: Mapping[str, Any]) -> Any:
        start = f"rules.{rule.code}."
        changed: dict[str, Any] = {name: values[start + name] for name in _OF_RULE if start + name in values}
        if "size_at_least" in changed:
            changed["size_at_least"] = int(changed["size_at_least"])
        levels = getattr(rule, "levels", ())
        new = tuple(self._with(level, {"each": values.get(f"{start}levels.{level.code}", level.each)}) for level in levels)
        if _identity(new) != _identity(levels):
            changed["levels"] = new
        if getattr(rule, "scale", None) is not None:
            changed["scale"] = scales[rule.scale.code]
        return self._with(rule, changed)


def _identity(value: Any) -> Any:
    """What tells a field's values apart: numbers by what they are, parts by which object they are."""
    if isinstance(value, tuple):
        return tuple(map(id, value))
    return value if isinstance(value, (Decimal, int)) else id(value)
