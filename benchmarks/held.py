"""One rulebook, one drawn year: the engine's trees and the columns of DuckDB and of Polars held against each other, number by number.

What comes of it is a count of words (`Found`), so that batches are simply added up.
"""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks import met
from benchmarks.drawing import YEAR, Drawn, as_of, drawn
from benchmarks.floats import Floats
from benchmarks.handing import facts, files, tables
from benchmarks.met import Found
from kaohe.bulk.compiling import compiled
from kaohe.bulk.dialects import own_column
from kaohe.bulk.duck import Duck, Settings
from kaohe.bulk.plan import Limits, Plan
from kaohe.bulk.polars.ledger import departments_of
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.tests.books import random_book
from kaohe.engine import Exact, Node, Refused, Rulebook, Standing, score

#: What a batch counts of itself; (SECONDS, part) is processor time.
BATCH, SECONDS = "batch", "seconds"
#: The larger of so many random rulebooks is taken: four in ten have one box only, and whole schemes prove more.
_BOOKS: Final = 2
_LIMITS: Final = Limits(counted=1000)
#: Stands for a number that is no whole number of units: no column holds it, so it differs.
_NO_WHOLE: Final = -(1 << 63)


def batch(seed: int, departments: int) -> Found:
    """A rulebook and so many departments from that seed; a rulebook that can't be proven exact counts as refused."""
    found: Found = Counter()
    rng = random.Random(seed)
    with _timed(found, "drawing"):
        rulebook, known = max((random_book(rng) for _ in range(_BOOKS)), key=_boxes), as_of(rng)
    with _timed(found, "columns"):
        try:
            plan = compiled(rulebook, YEAR, known, _LIMITS)
        except Refused:
            return Counter({(BATCH, "refused"): 1})
    with _timed(found, "drawing"):
        year = drawn(rng, seed, rulebook, known, departments)
    trees = _trees(plan, year, found)
    with _timed(found, "columns"):
        slots, steps = _columns(plan, year)
        arrays = _arrays(plan, year)
    with _timed(found, "comparing"):
        found.update(_compared(plan, trees, steps))
        found.update(_compared(plan, trees, arrays))
        found.update(_floats(plan, trees, slots))
        found.update(met.in_columns(year))
    found[BATCH, "rulebooks"] += 1
    found[BATCH, "departments"] += departments
    found[BATCH, "scores"] += departments * len(plan.nodes)
    gc.collect()
    return found


def _boxes(rulebook: Rulebook) -> int:
    """How many boxes its scheme has, those of periods among them."""
    return sum(1 if item.each_period is None else 1 + len(rulebook.periods) for item in rulebook.tree.walk())


@contextmanager
def _timed(found: Found, part: str) -> Iterator[None]:
    started = time.process_time_ns()
    yield
    found[SECONDS, part] += time.process_time_ns() - started


# --- the engine's side


class _Whole(dict[Exact, int]):
    """Exact numbers as whole numbers of 1/unit, each worked out once."""

    def __init__(self, unit: int) -> None:
        self.unit = unit

    def __missing__(self, number: Exact) -> int:
        units = Fraction(number) * self.unit
        self[number] = whole = units.numerator if units.denominator == 1 else _NO_WHOLE
        return whole


class _Trees:
    """What the engine says, column by column, in the units of the plan: settled, open and undecided of each node."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settled: list[list[int]] = [[] for _ in plan.nodes]
        self.open: list[list[bool]] = [[] for _ in plan.nodes]
        self.undecided: list[list[int]] = [[] for _ in plan.nodes]
        self.published: list[int] = []
        self.wholes = [_Whole(form.unit) for form in plan.nodes]
        self.stakes = [_Whole(plan.steps[form.undecided].unit if form.open else 1) for form in plan.nodes]

    def take(self, standings: Sequence[Standing], nodes: Sequence[Node]) -> None:
        """Add a bureau; `nodes` are those of all its trees."""
        step, places = len(self.plan.nodes), self.plan.rulebook.rounding.places
        assert len(nodes) == step * len(standings)
        for at, form in enumerate(self.plan.nodes):
            own = nodes[at::step]
            assert {node.code for node in own} == {form.code}
            whole = self.wholes[at]
            self.settled[at] += [whole[node.settled] for node in own]
            self.open[at] += [node.points is None for node in own]
            if form.open:
                stake = self.stakes[at]
                self.undecided[at] += [stake[node.undecided] if node.points is None else 0 for node in own]
        published = (standing.published for standing in standings)
        self.published += [0 if each is None else int(each.scaleb(places)) for each in published]


def _trees(plan: Plan, year: Drawn, found: Found) -> _Trees:
    """Every bureau scored by the engine; only the numbers of its trees are kept."""
    trees, years = _Trees(plan), facts(year)
    while True:
        with _timed(found, "drawing"):
            own = next(years, None)
        if own is None:
            return trees
        with _timed(found, "engine"):
            board = score(plan.rulebook, own)
        with _timed(found, "comparing"):
            nodes = [node for standing in board.standings for node in standing.tree.walk()]
            trees.take(board.standings, nodes)
            found.update(met.in_trees(plan.rulebook, nodes, board.standings))


# --- the columns' side


def _columns(plan: Plan, year: Drawn) -> tuple[Any, dict[str, Any]]:
    """The slots, and every step that is compared, of all departments in their order. Raises Refused for a mistake found."""
    names = _steps(plan)
    with tempfile.TemporaryDirectory(prefix="kaohe-cents-") as folder, Duck(plan, Path(folder), Settings(threads=1)) as duck:
        duck.connection.execute("SET enable_progress_bar = false")
        tables(duck.connection, year)
        duck.prepare()
        duck.slots()
        wide = duck.connection.execute("SELECT * FROM wide ORDER BY department").fetchnumpy()
        steps = ", ".join(f"{duck.ranks.at(name)} AS t{at}" for at, name in enumerate(names))
        over = duck.ranks.layers.over("SELECT * FROM wide", names)
        tail = duck.connection.execute(f"SELECT {steps} FROM ({over}) q ORDER BY department").fetchnumpy()
    return wide, {name: tail[f"t{at}"] for at, name in enumerate(names)}


def _arrays(plan: Plan, year: Drawn) -> dict[str, Any]:
    """The same steps by way of files, Polars and NumPy. Raises Doubtful for a mistake found."""
    with tempfile.TemporaryDirectory(prefix="kaohe-cents-") as name, Polars(plan, Path(name), Settings(threads=1)) as run:
        run.connection.execute("SET enable_progress_bar = false")
        written = files(Path(name), year)
        run.open_departments(written)
        run.open(written)
        own = departments_of(run)
        steps = run.steps(own)
        return {each: np.broadcast_to(steps.of(each), len(own.department)) for each in _steps(plan)}


def _steps(plan: Plan) -> list[str]:
    """The steps that are compared."""
    names = [name for form in plan.nodes for name in (form.settled, form.open, form.undecided) if name]
    return list(dict.fromkeys([*names, plan.root.published]))


# --- held against each other


def _compared(plan: Plan, trees: _Trees, steps: dict[str, Any]) -> Found:
    """Each node's settled points, whether it is open and how much, and the published total where it is known."""
    figures = wrong = 0
    for at, form in enumerate(plan.nodes):
        opened = steps[form.open] == 1 if form.open else np.zeros(len(trees.published), bool)
        pairs = [(trees.settled[at], steps[form.settled]), (trees.open[at], opened)]
        if form.open:
            pairs.append((trees.undecided[at], np.where(opened, steps[form.undecided], 0)))
        if form is plan.root:
            pairs.append((trees.published, np.where(opened, 0, steps[form.published])))
        for wanted, got in pairs:
            figures += len(wanted)
            wrong += int((np.array(wanted, "int64") != got).sum())
    return Counter({(BATCH, "figures"): figures, (BATCH, "wrong"): wrong})


def _floats(plan: Plan, trees: _Trees, wide: Any) -> Found:
    """How many of the totals that are known float64 would have published wrongly, and how many of them are ties."""
    slots = {slot.name: wide[f"s{at}"].astype("float64") for at, slot in enumerate(plan.slots)}
    own = {name: wide[own_column(name)] for name in plan.figures}
    figures = {name: (np.ma.filled(number, 0), ~np.ma.getmaskarray(number)) for name, number in own.items()}
    known = ~np.array(trees.open[0], bool)
    off = (np.broadcast_to(Floats(plan, slots, figures).published(), len(known)) != np.array(trees.published)) & known
    totals = np.array(trees.settled[0], "int64")[known]
    return Counter({(BATCH, "known"): int(known.sum()), (BATCH, "floats"): int(off.sum())}) + met.ties(plan, totals)
