"""The compiler: a rulebook into slots, look-up rows and the steps from slots to scores, in proven 64-bit integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import Any, Final, NamedTuple

from kaohe.bulk import arithmetic as exact
from kaohe.bulk.arithmetic import MOST, Bounds, TooLarge, Whole
from kaohe.bulk.plan import (
    ANY,
    BEST,
    ONCE,
    SUM,
    WITH,
    WITHOUT,
    Grading,
    Grown,
    HonourOf,
    LeafOf,
    Limits,
    NodeOf,
    Plan,
    Raising,
    RankingOf,
    Row,
    Scope,
    Share,
    SlotOf,
    Step,
)
from kaohe.engine import MOST_COUNT, Item, Problem, Refused, Rulebook, Span, spans_of
from kaohe.engine.columns import (
    ALWAYS,
    NEVER,
    NOTHING,
    Columns,
    Condition,
    Expression,
    Graded,
    Leaf,
    Least,
    Most,
    Number,
    Plus,
    Reached,
    Rounded,
    Slot,
    Some,
    Times,
    Where,
    at_least,
)

#: Columns of the departments' table that no attribute may be called.
TAKEN: Final = ("department", "bureau", "name", "size", "place_file", "place_row")

_MOST_GOALS: Final = 10**6


#: Limits that any bureau's year stays within.
USUAL: Final = Limits()


#: What an item came to with all below it, by the item and all that it depends on; so a hundred variants of a rulebook
#: share what they have in common. It holds the items themselves, so that none of them is taken for another.
Shelf = dict[tuple[Any, ...], tuple[Any, ...]]


def compiled(
    rulebook: Rulebook, year: int, as_of: date | None = None, limits: Limits = USUAL, shelf: Shelf | None = None
) -> Plan:
    """The plan. Raises Refused where a number could pass 64 bits: what can't be exact isn't computed at all."""
    return _Compiler(rulebook, year, as_of, limits, {} if shelf is None else shelf).plan()


class _Box(NamedTuple):
    """What a node is called, the clause that it rests on, its full points and its limits: an item, or one of its periods."""

    code: str
    label: str
    clause: str
    full: Decimal
    floor: Decimal | None
    cap: Decimal | None


class _Held(NamedTuple):
    """What a node holds before its limits.

    subtotal  its points so far
    awaited   how many points are only to come, by which its floor is lower
    stake     how many are still open
    opened    whether any are
    """

    subtotal: Expression
    awaited: Expression
    stake: Expression
    opened: Condition


def _box_of(item: Item, span: Span | None = None) -> _Box:
    if span is None or item.each_period is None:
        return _Box(item.code, item.label, item.clause, item.full, item.floor, item.cap)
    return _Box(f"{item.code}.{span.number}", span.label, item.clause, item.each_period, item.floor, item.each_period)


class _Compiler:
    """One compilation: slots and steps grow while the tree is walked."""

    def __init__(self, rulebook: Rulebook, year: int, as_of: date | None, limits: Limits, shelf: Shelf) -> None:
        self.rulebook, self.year, self.as_of, self.limits, self.shelf = rulebook, year, as_of, limits, shelf
        self.spans = spans_of(rulebook, year, as_of)
        self.common = self.spans, limits, rulebook.rounding
        self.scopes = self._scopes()
        self.contested = {code for scope in self.scopes for code in scope.rules}
        self.price_unit = self._price_unit()
        self.figures: dict[str, None] = {}
        self.slots: dict[str, SlotOf] = {}
        self.rows: dict[Row, None] = {}
        self.gradings: dict[str, Grading] = {}
        self.steps: dict[str, Step] = {}
        self.units: dict[str, int] = {}
        self.bounds: dict[str, Bounds] = {}
        self.nodes: dict[str, NodeOf] = {}
        self.leaves: dict[str, LeafOf] = {}
        self.folded: dict[str, dict[str, tuple[int | None, int]]] = {}
        self.raised: dict[tuple[str, str], Condition] = {}

    def plan(self) -> Plan:
        """Walk the tree, then what stands above it."""
        self.order = [code for item in self.rulebook.tree.walk() for code in self._codes(item)]
        self._check_names()
        self._check_contests()
        self._make(self.rulebook.tree)
        raisings = tuple(self._raisings())
        rankings = tuple(self._ranking(each) for each in self.rulebook.rankings)
        nodes = tuple(self.nodes[code] for code in self.order)
        return Plan(
            rulebook=self.rulebook,
            year=self.year,
            as_of=self.as_of,
            limits=self.limits,
            spans=self.spans,
            slots=tuple(self.slots.values()),
            rows=tuple(self.rows),
            gradings=tuple(self.gradings.values()),
            scopes=self.scopes,
            guards={
                code: rule.size_at_least
                for code, rule in self.rulebook.rules.items()
                if code in self.contested and rule.size_at_least is not None
            },
            figures=tuple(self.figures),
            tail=tuple(self.steps.values()),
            nodes=nodes,
            leaves=tuple(self.leaves[code] for code in self.order if code in self.leaves),
            raisings=raisings,
            rankings=rankings,
            honours=tuple(
                HonourOf(each.code, each.label, each.ranking, each.barred_by) for each in self.rulebook.honours
            ),
        )

    def _check_names(self) -> None:
        """Codes become the names of columns, which engines don't tell apart by capitals."""
        book = self.rulebook
        problems = [Problem("bulk.attribute_taken", {"found": code}) for code in book.attributes if code.casefold() in TAKEN]
        consequences = dict.fromkeys(each for rule in book.rules.values() for each in rule.raises)
        kinds = (self.order, book.attributes, (each.code for each in book.rankings), (each.code for each in book.honours), consequences)
        for codes in kinds:
            met: dict[str, str] = {}
            for code in codes:
                if other := met.get(code.casefold()):
                    problems.append(Problem("bulk.codes_alike", {"found": code, "other": other}))
                met[code.casefold()] = code
        if problems:
            raise Refused(problems)

    def _check_contests(self) -> None:
        """Rules that compete for a matter share one slot; where they exempt different departments they couldn't."""
        for item in self.rulebook.tree.walk():
            for rule in item.rules:
                rivals = rule.rivals(item) if hasattr(rule, "rivals") else []
                if len({each.size_at_least for each in rivals}) > 1:
                    raise Refused([Problem("bulk.contest_sizes", {"item": item.label, "rules": tuple(each.label for each in rivals)})])

    def _scopes(self) -> tuple[Scope, ...]:
        """Items under which one matter costs once, where more than one entry could compete at all."""
        items = [item for item in self.rulebook.tree.walk() if item.once_per_matter]
        scopes = zip(items, self.rulebook.once_per_matter, strict=True)
        return tuple(Scope(item.code, rules) for item, rules in scopes if rules)

    # --- nodes

    def _codes(self, item: Item) -> Iterator[str]:
        yield item.code
        if item.each_period is not None:
            yield from (f"{item.code}.{span.number}" for span in self.spans)

    def _node(self, item: Item) -> NodeOf:
        """An item with everything under it, from the shelf where it has been made before."""
        contested = frozenset(rule.code for each in item.walk() for rule in each.rules) & self.contested
        key = (id(item), self.common, contested, self.price_unit if contested else 1)
        books: tuple[dict[Any, Any], ...] = (
            self.slots, self.rows, self.gradings, self.steps, self.units, self.bounds, self.nodes, self.leaves,
            self.folded, self.raised, self.figures,
        )  # fmt: skip
        if key not in self.shelf:
            before = [len(book) for book in books]
            self._make(item)
            made = [dict(islice(book.items(), had, None)) for book, had in zip(books, before, strict=True)]
            self.shelf[key] = (item, *made)
        else:
            for book, made_there in zip(books, self.shelf[key][1:], strict=True):
                book.update(made_there)
        return self.nodes[item.code]

    def _make(self, item: Item) -> NodeOf:
        """The steps of an item, after those of everything under it."""
        if item.items:
            children = [(self._node(each), each.weight) for each in item.items]
            return self._together(item, children)
        if item.each_period is not None:
            boxes = [self._leaf(item, span) for span in self.spans]
            return self._together(item, [(box, Decimal(1)) for box in boxes])
        return self._leaf(item, None)

    def _together(self, item: Item, children: Sequence[tuple[NodeOf, Decimal]]) -> NodeOf:
        subtotal = Plus(tuple(Times(Slot(child.settled), weight) for child, weight in children))
        awaited = Plus(tuple(Times(Slot(child.undecided), weight) for child, weight in children if child.undecided))
        opened = Some(tuple(_is(child.open) for child, _ in children if child.open))
        return self._close(_box_of(item), _Held(subtotal, awaited, awaited, opened))

    def _leaf(self, item: Item, span: Span | None) -> NodeOf:
        box = _box_of(item, span)
        leaf = Leaf(item, box.code, box.full, span, self.spans)
        ahead = item.start == "full" and span is not None and not span.over
        start = Number(box.full) if item.start == "full" and not ahead else NOTHING
        awaited = Number(box.full) if ahead else NOTHING
        forms = [(rule, rule.columns(leaf)) for rule in item.rules]
        parts: list[Expression] = [start, *self._terms(leaf, forms)]
        for rule, form in forms:
            self._tally(form)
            parts.append(form.points)
            if rule.raises:
                self.raised[box.code, rule.code] = form.raised
        void = Some(tuple(form.void for _, form in forms))
        stake = Plus((awaited, *(form.stake for _, form in forms)))
        opened = Some((ALWAYS if ahead else NEVER, *(form.open for _, form in forms)))
        node = self._close(box, _Held(Where(void, NOTHING, Plus(tuple(parts))), awaited, stake, opened))
        low = None if box.floor is None else box.floor - (box.full if ahead else 0)
        self.leaves[box.code] = self._leaf_form(leaf, node, [form for _, form in forms], start, low, box.cap)
        return node

    def _leaf_form(
        self, leaf: Leaf, node: NodeOf, forms: Sequence[Columns], start: Expression, low: Decimal | None, high: Decimal | None
    ) -> LeafOf:
        """The leaf in pieces: what each slot is worth in it, and what grows with a count."""
        raw = self.steps[node.raw].unit
        grown: list[Grown] = []
        for form in forms:
            if form.goals is None:
                parts = form.points.parts if isinstance(form.points, Plus) else (form.points,)
                for part in parts:
                    value = exact.whole(part, self.units)
                    for name in exact.slots_of(part):
                        grown.append(Grown(name, exact.times(value.of, raw // value.unit)))
        graded = [(form.goals.rule, raw // self.slots[form.goals.points].unit) for form in forms if form.goals is not None]
        return LeafOf(
            leaf.code,
            int(Fraction(exact.whole(start, self.units).of.value, exact.whole(start, self.units).unit) * raw),  # type: ignore[union-attr]
            None if low is None else int(Fraction(low) * node.unit),
            None if high is None else int(Fraction(high) * node.unit),
            node.unit // raw,
            tuple(self._shares(leaf.code, raw)),
            tuple(grown),
            tuple(graded),
            tuple(name for form in forms for name in exact.slots_of(form.void)),
        )

    def _shares(self, code: str, raw: int) -> Iterator[Share]:
        for name, (size, sign) in self.folded.get(code, {}).items():
            yield Share(name, sign * (raw // self.slots[name].unit), size or 0)

    def _close(self, box: _Box, held: _Held) -> NodeOf:
        """The node's steps: before its limits, within them, and what is still open."""
        code, floor, cap = box.code, box.floor, box.cap
        raw = self._step(f"{code}|raw", held.subtotal)
        value: Expression = Slot(raw.name)
        least = Plus((Number(floor or NOTHING.value), Times(held.awaited, Decimal(-1))))
        if floor is not None and cap is not None and floor > cap:  # odd, but the engine knows what it means
            value = Where(Reached(value, least), Least(value, Number(cap)), least)
        else:
            value = value if floor is None else Most(value, least)
            value = value if cap is None else Least(value, Number(cap))
        settled = self._step(f"{code}|settled", value)
        known = exact.whole_condition(held.opened, self.units) == NEVER
        open_name = "" if known else self._flag(f"{code}|open", held.opened).name
        undecided = "" if known else self._step(f"{code}|undecided", Least(Number(box.full), held.stake)).name
        published = self._published(f"{code}|published", settled)
        node = NodeOf(code, box.label, box.clause, settled.unit, settled.name, open_name, undecided, raw.name, published.name)
        self.nodes[code] = node
        return node

    # --- slots and rows

    def _terms(self, leaf: Leaf, forms: Sequence[tuple[Any, Columns]]) -> Iterator[Expression]:
        """The simple sums of a leaf, folded: one slot for what is gained and one for what is lost, by who is exempt."""
        folded: dict[tuple[int | None, int], list[Any]] = {}
        for _, form in forms:
            for term in form.terms:  # those that are worth nothing too: statistics count for rulebooks that make more of them
                folded.setdefault((form.size_at_least, -1 if term.weight < 0 else 1), []).append(term)
        for (size, sign), terms in folded.items():
            name = f"{leaf.code}{'+' if sign > 0 else '-'}{'' if size is None else f'@{size}'}"
            smallest = [Fraction(term.weight) / self._amount_unit(term) for term in terms]
            unit = lcm(*(each.denominator for each in smallest))
            weights = [abs(int(each * unit)) for each in smallest]
            self.folded.setdefault(leaf.code, {})[name] = (size, sign)
            most = max(weight * self._most_of(term) for weight, term in zip(weights, terms, strict=True))
            self._slot(SlotOf(name, unit, self.limits.counted * most))
            for term, weight in zip(terms, weights, strict=True):
                for row in self._rows_of(term, name, weight, leaf.number or 0):
                    self.rows[row] = None
            yield Times(Where(at_least(size), Slot(name), NOTHING), Decimal(sign))

    def _rows_of(self, term: Any, slot: str, weight: int, period: int) -> Iterator[Row]:
        common = (term.rule, term.level, period)
        if term.matter == "best":
            yield Row(*common, WITHOUT, SUM, slot, weight, term.of)
            yield Row(*common, WITH, BEST, slot, weight, term.of, contest=term.contest)
        elif term.rule in self.contested:
            price = abs(int(term.weight * self.price_unit))
            if price * MOST_COUNT * self._most_of(term) > MOST:  # what competes is compared by its whole price
                self._too_large(slot, price * MOST_COUNT * self._most_of(term))
            yield Row(*common, WITHOUT, SUM, slot, weight, term.of)
            yield Row(*common, WITH, ONCE, slot, weight, term.of, price)
        else:
            yield Row(*common, ANY, SUM, slot, weight, term.of)

    def _price_unit(self) -> int:
        """Makes whole numbers of all prices that compete with each other."""
        rules = [self.rulebook.rules[code] for code in sorted(self.contested)]
        prices = [price for rule in rules for price in (rule.each, *(level.each for level in rule.levels))]
        return lcm(*(Fraction(price).denominator for price in prices))

    def _amount_unit(self, term: Any) -> int:
        return 10**self.limits.amount_places if term.of == "amount" else 1

    def _most_of(self, term: Any) -> int:
        """The most units of an amount that one entry may hold."""
        if term.of != "amount":
            return 1
        return max(1, int(self.rulebook.most_decided(term.rule) * self._amount_unit(term)))

    def _tally(self, form: Columns) -> None:
        for tally in form.tallies:
            # An entry with an amount is counted by it: an amount is never nothing, and one column is enough.
            judged = next((term for term in form.terms if term.rule == tally.rule and term.of == "amount"), None)
            of, most = ("amount", self._most_of(judged)) if judged else ("count", 1)
            self._slot(SlotOf(tally.name, 1, self.limits.counted * most))
            for level in self.rulebook.rules[tally.rule].known_levels() or ("",):
                self.rows[Row(tally.rule, level, tally.period or 0, ANY, SUM, tally.name, 1, of)] = None
        if form.goals is not None:
            self._grading(form.goals)

    def _grading(self, goals: Graded) -> None:
        """Goals: a base counts units that hold its typed decimals and every equal share."""
        unit = lcm(10**self.limits.base_places * self.limits.shares, Fraction(goals.full).denominator)
        coefficients = {grade: Fraction(each) for grade, each in goals.coefficients.items()}
        finer = lcm(*(each.denominator for each in coefficients.values()))
        full = int(goals.full * unit)
        highest = max(int(each * finer) for each in coefficients.values())
        self._slot(SlotOf(goals.points, unit * finer, full * highest))
        self._slot(SlotOf(goals.ungraded, unit, full))
        self._slot(SlotOf(goals.number, 1, _MOST_GOALS))
        self.gradings[goals.rule] = Grading(
            goals.rule,
            goals.category,
            full,
            unit,
            finer,
            {grade: int(each * finer) for grade, each in coefficients.items()},
            goals.points,
            goals.ungraded,
            goals.number,
        )

    def _slot(self, slot: SlotOf) -> None:
        known = self.slots.setdefault(slot.name, slot)
        assert known == slot, f"two slots of one name: {slot.name}"
        self.units[slot.name], self.bounds[slot.name] = slot.unit, Bounds(0, slot.most)
        if slot.most > MOST:
            self._too_large(slot.name, slot.most)

    # --- steps: named by what they are of, and behind the last stroke by what they are, in letters; slots end otherwise, so no code makes two alike

    def _step(self, name: str, value: Expression) -> Step:
        return self._add(name, exact.whole(value, self.units))

    def _flag(self, name: str, condition: Condition) -> Step:
        held = exact.whole_condition(condition, self.units)
        return self._add(name, Whole(exact.where(held, Number(1), Number(0)), 1))

    def _published(self, name: str, step: Step) -> Step:
        rounding = self.rulebook.rounding
        value = Rounded(Slot(step.name), step.unit, rounding.places, rounding.mode)
        return self._add(name, Whole(value, 10**rounding.places))

    def _add(self, name: str, value: Whole) -> Step:
        if name in self.steps:
            return self.steps[name]
        try:
            found = exact.bounds(value.of, self.bounds)
        except TooLarge as large:
            self._too_large(name, large.args[0])
        step = Step(name, value.of, value.unit, found, exact.slots_of(value.of))
        self.figures |= dict.fromkeys(exact.figures_of(value.of))
        self.steps[name], self.units[name], self.bounds[name] = step, step.unit, found
        return step

    def _too_large(self, name: str, most: int) -> Any:
        values = {"name": name.rpartition("|")[0] or name, "bits": most.bit_length() + 1}
        raise Refused([Problem("bulk.too_large", values)])

    # --- above the tree

    def _raisings(self) -> Iterator[Raising]:
        """Every consequence in the order of the tree, which decides what is named first."""
        order = {code: at for at, code in enumerate(self.order)}
        for (box, code), condition in sorted(self.raised.items(), key=lambda each: order[each[0][0]]):
            step = self._flag(f"{code}|raised {order[box]}", condition)
            yield from (Raising(each, code, step.name) for each in self.rulebook.rules[code].raises)

    def _ranking(self, ranking: Any) -> RankingOf:
        node = self.nodes[ranking.of]
        value = node.published
        if ranking.value == "raw":
            value = self._published(f"{node.code}|published raw", self.steps[node.raw]).name
        return RankingOf(ranking.code, ranking.label, value, node.open, ranking.without)


def _is(flag: str) -> Condition:
    return Reached(Slot(flag), Number(Decimal(1)))
