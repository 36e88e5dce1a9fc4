"""Reads rulebook.yaml: the tree of items with their rules, scales, goals' categories, rankings and departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from kaohe.engine.exact import MODES
from kaohe.engine.facts import Department
from kaohe.engine.kinds.table import KINDS
from kaohe.engine.problems import Problem
from kaohe.engine.rulebook import (
    Category,
    Caution,
    Clause,
    Condition,
    Grade,
    Honour,
    Item,
    Progress,
    Ranking,
    Reading,
    Rounding,
    Scale,
    Uses,
    Window,
)
from kaohe.engine.yaml_text import Fields

FILE: Final = "rulebook.yaml"
CONSEQUENCES: Final = ("veto", "bar", "refer")
#: What a recorder can be asked for; the recording form and the workbook's columns are drawn from it.
ASKS: Final = ("about", "amount", "conditions", "evidence", "goal", "grade", "level", "matter", "person")
#: Decimals of the published figure.
PLACES: Final = ("0", "1", "2", "3", "4", "5", "6")


class RulesReader:
    """One reading of one rulebook.yaml; problems go to the shared list."""

    def __init__(
        self,
        table: Any,
        problems: list[Problem],
        clauses: Mapping[str, Clause],
        readings: Mapping[str, Reading],
        cautions: Mapping[str, Caution],
    ) -> None:
        self.problems, self.clauses, self.readings, self.cautions = problems, clauses, readings, cautions
        self.fields = Fields(table, file=FILE, where=FILE, problems=problems)
        self.seen: set[tuple[str, str]] = set()
        self.periods: tuple[str, ...] = ()
        self.known: dict[str, Any] = {}
        self.later: list[tuple[Condition, Fields]] = []

    def read(self) -> dict[str, Any]:
        """Everything that Rulebook takes from this file, by its field names."""
        fields = self.fields
        written_for = fields.text("format")
        if written_for != "1":
            self.problems.append(Problem("rulebook.format", {"found": written_for}, fields.place))
        categories = {each.code: each for each in map(self._category, fields.many("goals", "category"))}
        scales = {each.code: each for each in map(self._scale, fields.many("scales", "scale"))}
        self.known = {"categories": categories, "scales": scales}
        self.periods = self._periods()
        parts: dict[str, Any] = {
            "code": fields.text("rulebook"),
            "label": fields.text("label"),
            "bureau": fields.text("bureau"),
            "issued": fields.text("issued", ""),
            "rounding": self._rounding(),
            "periods": self.periods,
            "scales": scales,
            "categories": categories,
            "tree": self._tree(),
            "rankings": tuple(self._ranking(each) for each in fields.many("rankings", "ranking")),
            "honours": tuple(self._honour(each) for each in fields.many("honours", "honour")),
            "attributes": dict(self._attribute(each) for each in fields.many("attributes", "attribute")),
            "departments": tuple(self._department(each) for each in fields.many("departments", "department")),
            "unscored": dict(self._unscored(each) for each in fields.many("unscored", "clause", once=True)),
            "objection": self._window("objection"),
            "review": self._window("review"),
            "progress": self._progress(),
            "uses": self._uses(),
            "banner": fields.texts("banner"),
            "other_readings": self._readings("other_readings", fields),
        }
        self._grounds(parts["tree"])
        fields.done()
        return parts

    # --- what every cited thing shares

    def _clause(self, fields: Fields, key: str = "clause", default: str | None = None) -> str:
        anchor = fields.text(key) if default is None else fields.text(key, default)
        if anchor and anchor not in self.clauses:
            self._dead("rulebook.dead_clause", fields, key, anchor)
        return anchor

    def _readings(self, key: str, fields: Fields) -> tuple[str, ...]:
        codes = fields.texts(key)
        for code in codes:
            if code not in self.readings:
                self._dead("rulebook.dead_reference", fields, key, code)
        return codes

    def _caution(self, fields: Fields) -> str:
        code = fields.text("caution", "")
        if code and code not in self.cautions:
            self._dead("rulebook.dead_reference", fields, "caution", code)
        return code

    def _dead(self, problem: str, fields: Fields, key: str, code: str) -> None:
        self.problems.append(Problem(problem, {"what": fields.where, "code": code}, fields.place_of(key)))

    def _once(self, what: str, code: str, fields: Fields) -> str:
        if (what, code) in self.seen:
            self.problems.append(Problem("rulebook.duplicate", {"what": what, "code": code}, fields.place))
        self.seen.add((what, code))
        return code

    # --- the parts

    def _periods(self) -> tuple[str, ...]:
        """The names of the year's periods, which are equal runs of months."""
        periods = self.fields.texts("periods")
        if not periods or 12 % len(periods):
            values = {"count": len(periods)}
            self.problems.append(Problem("rulebook.periods", values, self.fields.place_of("periods")))
        return periods

    def _rounding(self) -> Rounding:
        fields = self.fields.fields("rounding")
        if fields is None:
            return Rounding(2, "half_up")
        fields.choice("at", ("published",), "published")
        rounding = Rounding(
            int(fields.choice("places", PLACES, "2")),
            fields.choice("mode", MODES, "half_up"),
            self._readings("readings", fields),
        )
        fields.done()
        return rounding

    def _window(self, key: str) -> Window | None:
        fields = self.fields.fields(key)
        if fields is None:
            return None
        window = Window(
            days=fields.whole("days", least=1),
            unit=fields.choice("unit", ("working", "calendar")),
            close=fields.clock("close", ""),
            clause=self._clause(fields, default=""),
            readings=self._readings("readings", fields),
        )
        fields.done()
        return window

    def _progress(self) -> Progress | None:
        fields = self.fields.fields("progress")
        if fields is None:
            return None
        progress = Progress(self._named("rule", fields, "met"), self._named("rule", fields, "missed"))
        fields.done()
        return progress

    def _uses(self) -> Uses | None:
        fields = self.fields.fields("uses")
        if fields is None:
            return None
        uses = Uses(self._clause(fields), self._readings("readings", fields))
        fields.done()
        return uses

    def _category(self, fields: Fields) -> Category:
        category = Category(
            code=self._once("category", fields.text("category"), fields),
            label=fields.text("label"),
            clause=self._clause(fields),
            full=fields.amount("full"),
            usual=fields.span("usual", (0, 999)),
            readings=self._readings("readings", fields),
        )
        fields.done()
        return category

    def _scale(self, fields: Fields) -> Scale:
        code = self._once("scale", fields.text("scale"), fields)
        clause = self._clause(fields)
        grades = {grade.code: grade for grade in (self._grade(each, code) for each in fields.many("grades", "grade"))}
        fields.done()
        return Scale(code, clause, grades)

    def _grade(self, fields: Fields, scale: str) -> Grade:
        grade = Grade(
            code=self._once(f"{scale}.grade", fields.text("grade"), fields),
            label=fields.text("label"),
            coefficient=fields.amount("coefficient"),
            clause=self._clause(fields),
            needs=fields.choice("needs", ("", "condition", "evidence"), ""),
            doubtful_if=fields.choice("doubtful_if", ("", "key_work"), ""),
            conditions=tuple(self._condition(each) for each in fields.many("conditions", "condition", once=True)),
            readings=self._readings("readings", fields),
            completion=fields.amount("completion", None),
            overrides=fields.yes("overrides", False),
            proposed_if=fields.choice("proposed_if", ("", "excuse"), ""),
        )
        fields.done()
        return grade

    def _condition(self, fields: Fields) -> Condition:
        condition = Condition(
            code=fields.text("condition"),
            label=fields.text("label"),
            caution=self._caution(fields),
            proposed_if=fields.choice("proposed_if", ("", "below", "key_work"), ""),
            shown_by=fields.texts("shown_by"),
            levels=fields.texts("levels"),
            weigh=fields.texts("weigh"),
            readings=self._readings("readings", fields),
        )
        fields.done()
        self.later.append((condition, fields))
        return condition

    def _grounds(self, tree: Item | None) -> None:
        """The rules and levels that conditions name, looked up when the rules have been read."""
        rules = {rule.code: rule for item in tree.walk() for rule in item.rules} if tree else {}
        for condition, fields in self.later:
            for key, codes in (("shown_by", condition.shown_by), ("weigh", condition.weigh)):
                for code in codes:
                    if code not in rules:
                        self._dead("rulebook.dead_reference", fields, key, code)
            known = {level for code in condition.shown_by if code in rules for level in rules[code].known_levels() or ()}
            for code in condition.levels:
                if code not in known:
                    self._dead("rulebook.dead_reference", fields, "levels", code)

    def _tree(self) -> Item | None:
        root = self.fields.fields("tree", "tree")
        if root is None:
            self.fields.text("tree")  # reports that it is missing
            return None
        return self._item(root, "")

    def _item(self, fields: Fields, parent: str) -> Item:
        code = self._once("item", fields.text("item"), fields)
        fields.where = code or fields.where
        full = fields.amount("full")
        clause = self._clause(fields)
        items = tuple(self._item(each, code) for each in fields.many("items", "item"))
        each_period = fields.amount("each_period", None)
        rules = tuple(
            rule
            for rule in (self._rule(each, clause, each_period is not None) for each in fields.many("rules", "code"))
            if rule is not None
        )
        if bool(items) == bool(rules):
            self.problems.append(Problem("rulebook.items_or_rules", {"code": code}, fields.place))
        if each_period is not None:
            self._allot(code, items, fields)
        item = Item(
            code=code,
            label=fields.text("label"),
            clause=clause,
            full=full,
            weight=fields.amount("weight", Decimal(1)),
            combine=fields.choice("combine", ("sum", "weighted"), "sum"),
            start=fields.choice("start", ("full", "zero"), "full"),
            each_period=each_period,
            floor=self._limit(fields, "floor", Decimal(0)),
            cap=self._limit(fields, "cap", full if rules else None),
            once_per_matter=fields.yes("once_per_matter", False),
            items=items,
            rules=rules,
            readings=self._readings("readings", fields),
            caution=self._caution(fields),
            place=fields.place,
        )
        fields.done()
        self._check_limits(item)
        return item

    def _allot(self, code: str, items: tuple[Item, ...], fields: Fields) -> None:
        """An item allotted by period holds rules, and its periods' boxes have codes of their own."""
        if items:
            self.problems.append(Problem("rulebook.items_in_period", {"code": code}, fields.place_of("each_period")))
        for number, _ in enumerate(self.periods, 1):
            self._once("item", f"{code}.{number}", fields)

    def _check_limits(self, item: Item) -> None:
        """A floor above the cap, or a weight where the parent only adds up, would say two things at once."""
        if item.floor is not None and item.cap is not None and item.floor > item.cap:
            self.problems.append(Problem("rulebook.limits", {"code": item.code}, item.place))
        for each in item.items:
            if item.combine == "sum" and each.weight != 1:
                self.problems.append(Problem("rulebook.weight_in_sum", {"code": each.code}, each.place))

    def _limit(self, fields: Fields, key: str, default: Decimal | None) -> Decimal | None:
        """A number, or the word none for no limit."""
        if fields.table.get(key) == "none":
            fields.text(key)
            return None
        limit: Decimal | None = fields.amount(key, default)
        return limit

    def _rule(self, fields: Fields, clause: str, by_period: bool) -> Any:
        code = self._once("rule", fields.text("code"), fields)
        fields.where = code or fields.where
        found = fields.text("kind")
        kind = KINDS.get(found)
        if kind is None:
            values = {"code": code, "found": found, "expected": tuple(KINDS)}
            self.problems.append(Problem("rulebook.unknown_kind", values, fields.place))
            return None
        if by_period and not kind.by_period:
            self.problems.append(Problem("rulebook.kind_in_period", {"code": code, "kind": found}, fields.place))
        common: dict[str, Any] = {
            "code": code,
            "label": fields.text("label"),
            "clause": self._clause(fields, default=clause),
            "per": fields.text("per", "次"),
            "raises": self._words_of(CONSEQUENCES, "raises", fields),
            "readings": self._readings("readings", fields),
            "asks": self._words_of(ASKS, "asks", fields),
            "words": fields.texts("words"),
            "lasts": self._lasts(kind, fields),
            "caution": self._caution(fields),
            "size_at_least": self._only(fields),
            "place": fields.place,
        }
        if found == "graded":
            common["known"] = self.known
        rule = kind.read(fields, common)
        fields.done()
        return rule

    def _lasts(self, kind: Any, fields: Fields) -> bool:
        """What is written down before it comes, or for many days at once, can't move points."""
        lasts: bool = fields.yes("lasts", False)
        if lasts and kind.name != "flag":
            values = {"code": fields.where, "kind": kind.name}
            self.problems.append(Problem("rulebook.lasts", values, fields.place_of("lasts")))
        return lasts

    def _words_of(self, known: tuple[str, ...], key: str, fields: Fields) -> tuple[str, ...]:
        words = fields.texts(key)
        for each in words:
            if each not in known:
                self._dead("rulebook.dead_reference", fields, key, each)
        return words

    def _only(self, fields: Fields) -> int | None:
        only = fields.fields("only")
        if only is None:
            return None
        size: int = only.whole("size_at_least", least=1)
        only.done()
        return size

    def _ranking(self, fields: Fields) -> Ranking:
        ranking = Ranking(
            code=self._once("ranking", fields.text("ranking"), fields),
            label=fields.text("label"),
            clause=self._clause(fields),
            of=self._named("item", fields, "of"),
            value=fields.choice("value", ("published", "raw")),
            then_by=self._named("item", fields, "then_by", ""),
            without=self._words_of(CONSEQUENCES, "without", fields),
            readings=self._readings("readings", fields),
        )
        fields.done()
        return ranking

    def _honour(self, fields: Fields) -> Honour:
        honour = Honour(
            code=self._once("honour", fields.text("honour"), fields),
            label=fields.text("label"),
            clause=self._clause(fields),
            ranking=self._named("ranking", fields, "ranking"),
            barred_by=self._words_of(CONSEQUENCES, "barred_by", fields),
            readings=self._readings("readings", fields),
        )
        fields.done()
        return honour

    def _named(self, what: str, fields: Fields, key: str, default: str | None = None) -> str:
        code = fields.text(key) if default is None else fields.text(key, default)
        if code and (what, code) not in self.seen:
            self._dead("rulebook.dead_reference", fields, key, code)
        return code

    def _attribute(self, fields: Fields) -> tuple[str, str]:
        attribute = self._once("attribute", fields.text("attribute"), fields), fields.text("label")
        fields.done()
        return attribute

    def _department(self, fields: Fields) -> Department:
        department = Department(
            code=self._once("department", fields.text("department"), fields),
            name=fields.text("name"),
            short=fields.text("short", ""),
            aliases=fields.texts("aliases"),
            size=fields.whole("size", None, least=0),
            front_office=fields.yes("front_office", False),
            attributes=fields.numbers("attributes"),
        )
        for name in _all_names(department):
            self._once("department name", name, fields)
        fields.done()
        return department

    def _unscored(self, fields: Fields) -> tuple[str, str]:
        clause, why = self._clause(fields), fields.text("why")
        fields.done()
        return clause, why


def _all_names(department: Department) -> Iterable[str]:
    """All that the department answers to, each once and without spaces."""
    names = (department.code, department.name, department.short, *department.aliases)
    return dict.fromkeys("".join(name.split()) for name in names if name)
