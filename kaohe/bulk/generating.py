"""Deterministic years of any size, for trying and measuring: drawn from a rulebook's own rules, the same rows everywhere.

    natural  most entries are records that move no points, as in a bureau's real ledger
    dense    nearly every entry scores, most of them by matter: the hardest case

Entries stand in the order of their days, departments at random among them, one in a hundred takes another back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import needed
from kaohe.bulk.tables import ABOUT
from kaohe.engine import Problem, Refused, Rulebook

#: Shares of the kinds among a department's entries; gradings come on top, one a goal.
MIXES: Final[Mapping[str, Mapping[str, float]]] = {
    "natural": {"flag": 72, "deduct": 12, "quota": 8, "bonus": 6, "judged": 1, "void": 0.008},
    "dense": {"flag": 8, "deduct": 9, "quota": 38, "bonus": 42, "judged": 2, "void": 0.008},
}
#: Matters that a department's rewards are of in a year.
_MATTERS: Final = {"natural": 8, "dense": 40}
_CHUNK: Final = 1 << 20
_DAYS: Final = 365


class Size(NamedTuple):
    """How large a year is to be: departments, entries of each, departments of a bureau, and files of the ledger."""

    departments: int
    entries: int = 200
    bureau: int = 10
    parts: int = 1

    @property
    def bureaus(self) -> int:
        """How many bureaus there are; the last may be smaller."""
        return -(-self.departments // self.bureau)


class Recipe(NamedTuple):
    """What is drawn: the rulebook, the year, the mix, and the seed that makes it the same again."""

    rulebook: Rulebook
    year: int
    mix: str = "natural"
    seed: int = 1


def generate(folder: Path, recipe: Recipe, size: Size, tell: Callable[[int, int], object] = lambda at, of: None) -> int:
    """Write ledger/, goals/, departments.parquet and about.json into the folder; how many entries there are.

    Raises OSError, and Refused without DuckDB or with more files than bureaus.
    """
    if not 1 <= size.parts <= size.bureaus:
        raise Refused([Problem("bulk.too_many_parts", {"found": size.parts, "most": size.bureaus})])
    entries = 0
    (folder / "ledger").mkdir(parents=True, exist_ok=True)
    (folder / "goals").mkdir(exist_ok=True)
    draft = folder / ".draft.duckdb"
    with needed("duckdb").connect(str(draft)) as connection:
        writer = _Writer(connection, recipe, size)
        writer.departments(folder / "departments.parquet")
        for part, first, last in _blocks(size):
            tell(part, size.parts)
            name = f"part-{part + 1:04}.parquet"
            block = _Block(recipe, size, part, first, last)
            goals = block.goals()
            writer.goals(goals, folder / "goals" / name)
            entries += writer.ledger(block, goals, folder / "ledger" / name)
    draft.unlink()
    about = {"year": recipe.year, "rulebook": recipe.rulebook.code, "mix": recipe.mix, "seed": recipe.seed, **size._asdict()}
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return entries


def _blocks(size: Size) -> Iterator[tuple[int, int, int]]:
    """Each part with its first department and the one behind its last; bureaus are never torn apart."""
    edges = [min(size.departments, size.bureaus * part // size.parts * size.bureau) for part in range(size.parts + 1)]
    yield from ((part, edges[part], edges[part + 1]) for part in range(size.parts))


class _Chance:
    """Numbers from a seed, the same on every machine: raw bits of PCG64, spread by multiplication."""

    def __init__(self, *seed: int) -> None:
        self.numpy = needed("numpy")
        self.bits = self.numpy.random.PCG64(self.numpy.random.SeedSequence(seed))

    def below(self, most: Any, number: int) -> Any:
        """So many whole numbers from 0 up to, but without, `most` (one for all, or one for each)."""
        raw = self.bits.random_raw(number) >> self.numpy.uint64(32)
        return (raw * self.numpy.asarray(most, dtype="uint64") >> self.numpy.uint64(32)).astype("int64")


class _Block:
    """The departments of one file."""

    def __init__(self, recipe: Recipe, size: Size, part: int, first: int, last: int) -> None:
        self.recipe, self.size, self.part, self.first, self.last = recipe, size, part, first, last
        self.numpy = needed("numpy")
        self.entry = part * (1 << 36)  # every file counts on from a number of its own
        rules = list(recipe.rulebook.rules.values())
        mix = MIXES[recipe.mix]
        self.kinds = {kind: [at for at, rule in enumerate(rules) if rule.name == kind] for kind in mix}
        self.rules, self.shares = rules, {kind: share for kind, share in mix.items() if self.kinds[kind]}
        self.levels = list(dict.fromkeys(level.code for rule in rules for level in getattr(rule, "levels", ())))

    @property
    def number(self) -> int:
        """How many departments."""
        return self.last - self.first

    # --- goals

    def goals(self) -> dict[str, Any]:
        """Goals of every class: half of the departments share equally, the others have typed base points."""
        np, chance = self.numpy, _Chance(self.recipe.seed, self.part, 1)
        found: dict[str, list[Any]] = {"department": [], "category": [], "goal": [], "quarters": []}
        departments = np.arange(self.first, self.last)
        for at, category in enumerate(self.recipe.rulebook.categories.values()):
            low, high = (max(1, category.usual[0]), min(category.usual[1], 12))
            numbers = low + chance.below(max(1, high - low + 1), self.number)
            rows = np.repeat(departments, numbers)
            place = np.arange(len(rows)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
            full, among = int(category.full * 4), np.repeat(numbers, numbers)
            typed = np.repeat(chance.below(2, self.number), numbers) if category.full * 4 == full else np.zeros(len(rows), "int64")
            quarters = np.where(typed == 1, full // among + (place < full % among), -1)
            for name, column in (("department", rows), ("category", np.full(len(rows), at)), ("goal", place), ("quarters", quarters)):
                found[name].append(column)
        return {name: np.concatenate(columns) if columns else np.zeros(0, "int64") for name, columns in found.items()}

    # --- entries

    def chunks(self) -> Iterator[dict[str, Any]]:
        """Events in the order of their days, a million at a time."""
        number = self.number * self.size.entries
        for chunk, start in enumerate(range(0, number, _CHUNK)):
            yield self._events(_Chance(self.recipe.seed, self.part, 2, chunk), start, min(start + _CHUNK, number), number)

    def _events(self, chance: _Chance, start: int, stop: int, number: int) -> dict[str, Any]:
        np, many = self.numpy, stop - start
        department = self.first + chance.below(self.number, many)
        kind = np.searchsorted(self._edges(), chance.below(1 << 30, many), side="right")
        rule = np.zeros(many, "int64")
        level, matter, amount = np.full(many, -1), np.full(many, -1), np.zeros(many, "int64")
        for at, name in enumerate(self.shares):
            own = np.flatnonzero(kind == at)
            choices = np.array(self.kinds[name])
            rule[own] = choices[chance.below(len(choices), len(own))]
        for at, each in enumerate(self.rules):
            own = np.flatnonzero(rule == at)
            self._details(each, own, chance, department, level, matter, amount)
        count = 1 + (chance.below(17, many) == 0).astype("int64") * (amount == 0)
        events = {
            "entry": self.entry + np.arange(start, stop), "department": department, "rule": rule,
            "day": np.arange(start, stop) * _DAYS // max(1, number), "count": count, "level": level, "matter": matter,
            "amount": amount, "reverses": np.full(many, -1),
        }  # fmt: skip
        return self._with_reversals(events, chance)

    def _edges(self) -> Any:
        """Where the kinds' shares of a number below 2^30 end."""
        shares = self.numpy.cumsum(list(self.shares.values()))
        return (shares / shares[-1] * (1 << 30)).astype("int64")[:-1]

    def _details(self, rule: Any, own: Any, chance: _Chance, department: Any, level: Any, matter: Any, amount: Any) -> None:
        """What entries of that rule say beside their day: a level, a matter, an amount."""
        if levels := getattr(rule, "levels", ()):
            known = self.numpy.array([self.levels.index(each.code) for each in levels])
            level[own] = known[chance.below(len(known), len(own))]
        if getattr(rule, "highest_of", ""):
            matter[own] = department[own] * 1000 + chance.below(_MATTERS[self.recipe.mix], len(own))
        elif rule.loses and "matter" in rule.asks:
            named = own[chance.below(3, len(own)) > 0]
            matter[named] = department[named] * 1000 + 900 + chance.below(4, len(named))
        if rule.name == "judged":
            most = self.recipe.rulebook.most_decided(rule.code)
            amount[own] = 25 * (1 + chance.below(max(1, min(12, int(most * 4))), len(own)))

    def _with_reversals(self, events: dict[str, Any], chance: _Chance) -> dict[str, Any]:
        """One in a hundred takes an earlier one back, wholly."""
        np = self.numpy
        rows = np.flatnonzero(chance.below(100, len(events["entry"])) == 0)
        rows = rows[rows > 0]
        named = chance.below(rows, len(rows))
        free = ~np.isin(named, rows)
        rows, named = rows[free], named[free]
        named, first = np.unique(named, return_index=True)
        rows = rows[first]
        for name in ("department", "rule", "level", "matter", "amount"):
            events[name][rows] = events[name][named]
        events["count"][rows] = -events["count"][named]
        events["reverses"][rows] = events["entry"][named]
        return events


class _Writer:
    """Numbers into Parquet, with the codes that they stand for."""

    def __init__(self, connection: Any, recipe: Recipe, size: Size) -> None:
        self.connection, self.recipe, self.size = connection, recipe, size
        connection.execute("SET preserve_insertion_order = true")
        self.day = f"DATE '{recipe.year}-01-01'"

    def _coded(self, column: str, codes: Sequence[str]) -> str:
        return f"{DUCKDB.listed.format(DUCKDB.texts(codes))}[{column} + 1]" if codes else "CAST(NULL AS VARCHAR)"

    def _copy(self, query: str, path: Path) -> None:
        self.connection.execute(f"COPY ({query}) TO {DUCKDB.said(str(path))} (FORMAT parquet, COMPRESSION zstd)")

    def departments(self, path: Path) -> None:
        """Sizes from 1 to 14, and quotas from 2 to 4, by the department's number."""
        numbers = "".join(f", CAST(2 + (d * 7 + {at}) % 3 AS BIGINT) AS {DUCKDB.named(code)}" for at, code in enumerate(self.recipe.rulebook.attributes))
        self._copy(
            f"SELECT CAST(d AS INTEGER) AS department, CAST(d // {self.size.bureau} AS INTEGER) AS bureau, "
            f"CAST(1 + (d * 5) % 14 AS BIGINT) AS size{numbers} FROM range({self.size.departments}) r(d)",
            path,
        )

    def goals(self, goals: dict[str, Any], path: Path) -> None:
        """Codes such as key-1; base points as decimals, none for a share."""
        self.connection.register("drawn", goals)
        category = self._coded("category", list(self.recipe.rulebook.categories))
        self._copy(
            f"SELECT CAST(department AS INTEGER) AS department, {category} || '-' || (goal + 1) AS goal, {category} AS category, "
            "CASE WHEN quarters >= 0 THEN CAST(quarters * 0.25 AS DECIMAL(12, 2)) END AS base FROM drawn",
            path,
        )

    def ledger(self, block: _Block, goals: dict[str, Any], path: Path) -> int:
        """Events, then the gradings of January; how many there are."""
        self.connection.execute("DROP TABLE IF EXISTS drawn_entries")
        rules = self._coded("rule", [rule.code for rule in block.rules])
        levels = self._coded("level", block.levels)
        select = (
            f"SELECT entry, CAST(department AS INTEGER) AS department, {rules} AS rule, {self.day} + CAST(day AS INTEGER) AS occurred_on, "
            f"CAST(count AS INTEGER) AS count, {levels} AS level, NULLIF(matter, -1) AS matter, CAST(NULL AS VARCHAR) AS goal, "
            "CASE WHEN amount > 0 THEN CAST(amount * 0.01 AS DECIMAL(12, 2)) END AS amount, NULLIF(reverses, -1) AS reverses FROM drawn"
        )
        making = "CREATE TABLE drawn_entries AS"
        for chunk in block.chunks():
            self.connection.register("drawn", chunk)
            self.connection.execute(f"{making} {select}")
            making = "INSERT INTO drawn_entries"
        if len(goals["goal"]):
            self.connection.register("drawn", self._gradings(block, goals))
            self.connection.execute(f"{making} {self._grading_text(block)}")
        self._copy("SELECT * FROM drawn_entries", path)
        entries: int = self.connection.execute("SELECT COUNT(*) FROM drawn_entries").fetchone()[0]
        self.connection.execute("DROP TABLE drawn_entries")
        return entries

    def _gradings(self, block: _Block, goals: dict[str, Any]) -> dict[str, Any]:
        """Every goal is graded, but for one in twenty thousand; in any order of departments."""
        np, chance = block.numpy, _Chance(self.recipe.seed, block.part, 3)
        many = len(goals["goal"])
        order = np.argsort(chance.below(1 << 32, many), kind="stable")
        rows = {name: column[order] for name, column in goals.items()}
        kept = chance.below(20000, many) > 0
        rows |= {"grade": chance.below(1 << 20, many), "day": _DAYS + chance.below(28, many), "entry": block.entry + (1 << 35) + np.arange(many)}
        return {name: column[kept] for name, column in rows.items()}

    def _grading_text(self, block: _Block) -> str:
        categories = list(self.recipe.rulebook.categories)
        graded = {rule.category.code: rule for rule in reversed(block.rules) if rule.name == "graded"}
        rules = self._coded("category", [graded[code].code if code in graded else "" for code in categories])
        grades = [list(graded[code].scale.grades) if code in graded else [""] for code in categories]
        level = "CASE category " + " ".join(
            f"WHEN {at} THEN {self._coded(f'grade % {len(own)}', own)}" for at, own in enumerate(grades)
        ) + " END"
        goal = self._coded("category", categories)
        return (
            f"SELECT entry, CAST(department AS INTEGER), {rules}, {self.day} + CAST(day AS INTEGER), 1, {level}, NULL, "
            f"{goal} || '-' || (goal + 1), NULL, NULL FROM drawn WHERE {rules} <> ''"
        )
