"""`./run bulk what-if`: many rulebooks on one ledger (or on its statistics): who gains, who loses, how ranks move."""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import prod
from pathlib import Path
from typing import Any

from kaohe.bulk.compiling import compiled
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck, copied
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Limits, Plan
from kaohe.bulk.statistics import family, family_digest, meaning_of, require_alike, summed, unpacked
from kaohe.bulk.summary import Summary
from kaohe.bulk.whatif import Change, Laboratory, Variant, grid, one_by_one
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.bulk.untidy import Notes, untidy
from kaohe.cli.frame import DONE
from kaohe.cli.terminal import LEFT, RIGHT, plain, progress, screen_width, table
from kaohe.cli.words import say
from kaohe.engine import Exact, Problem, Refused, Rulebook, plainest, read_number, rounded, shown, signed
from kaohe.engine.parameters import parameters
from kaohe.files.atomic import aside, new_file

_SHOWN = 30
#: So many variants are held and compared in some minutes.
_MOST_TRIED = 20_000
#: Takes a variant's name and how the departments are placed under it.
_Write = Callable[[str, Any], None]
#: A number by a power of ten, as programs write it.
_POWER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
#: Decimals of a department's points: as many as any rulebook publishes.
_PLACES = 6


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data or its statistics, what to vary, and where the answer goes."""
    given.add_data(parser, language, needed=False)
    parser.add_argument("--stats", metavar="FILE", type=Path, help=say("bulk.arg.stats", language))
    parser.add_argument("--set", metavar="NAME=VALUES", action="append", default=[], help=say("bulk.arg.set", language))
    parser.add_argument("--with-rulebook", metavar="DIR", action="append", default=[], help=say("bulk.arg.with_rulebook", language))
    parser.add_argument("--sensitivity", metavar="PERCENT", type=Decimal, help=say("bulk.arg.sensitivity", language))
    parser.add_argument("--parameters", action="store_true", help=say("bulk.arg.parameters", language))
    parser.add_argument("--csv", metavar="OUT", type=Path, help=say("bulk.arg.csv", language))
    parser.add_argument("--each", metavar="OUT", type=Path, help=say("bulk.arg.each", language))


def run(arguments: argparse.Namespace) -> int:
    """Show or write the changes. Raises Refused with every reason why there is nothing to compare."""
    language = arguments.language
    rulebook = inputs.rulebook_named(arguments.rulebook)
    if arguments.parameters:
        return _list(rulebook, language)
    variants = list(_variants(arguments, rulebook))
    if arguments.each is not None:
        inputs.require_parquet(arguments.each)
    inputs.refuse_overwriting([arguments.csv, arguments.each], [arguments.data, arguments.stats])
    summary, plan = _summary(arguments, rulebook)
    laboratory = Laboratory(summary, plan)
    shaken = [] if arguments.sensitivity is None else list(one_by_one(rulebook, arguments.sensitivity))
    allowed = [variant for variant in shaken if not laboratory.beyond(variant.rulebook)]
    variants += allowed
    changes: list[Change] = []
    untidy_ones: dict[str, tuple[str, ...]] = {}
    refused: list[Problem] = []
    table_of_changes = new_file(arguments.csv) if arguments.csv else nullcontext()
    with (
        given.worded(rulebook, arguments),
        table_of_changes as handle,  # around the departments: both are written or neither
        progress(say("bulk.trying", language)) as tell,
        _departments_at(arguments.each, laboratory, plan) as write,
    ):
        for at, variant in enumerate(variants, 1):
            try:
                placed = laboratory.tried(variant.rulebook)
            except Refused as refusal:
                refused += [Problem("bulk.variant_refused", {"found": variant.name}), *refusal.problems]
                continue
            changes.append(laboratory.change(variant.name, placed))
            untidy_ones[variant.name] = untidy(rulebook, variant.rulebook, language)
            write(variant.name, placed)
            tell(f"{at}/{len(variants)}")
        if refused:
            raise Refused(refused)
        if arguments.sensitivity is not None:
            changes.sort(key=lambda change: (-change.moved, -abs(change.total)))
        if handle:
            handle.write(_csv(plan, changes, untidy_ones).encode("utf-8-sig"))
    for written in filter(None, (arguments.csv, arguments.each)):
        print(say("wrote", language, file=written), file=sys.stderr)
    listed = changes[:_SHOWN]
    notes = Notes(untidy(rulebook, rulebook, language), [change.variant for change in listed], untidy_ones)
    print("\n".join([*_table(plan, listed, notes, language), *map(plain, notes.lines(language))]))
    if len(changes) > _SHOWN:
        print(say("bulk.more_variants", language, count=len(changes) - _SHOWN))
    if left_out := len(shaken) - len(allowed):
        print(say("bulk.left_out", language, count=left_out))
    return DONE


# --- what is tried


def _variants(arguments: argparse.Namespace, rulebook: Rulebook) -> Iterator[Variant]:
    choices = _choices(arguments.set)
    if not (choices or arguments.with_rulebook or arguments.sensitivity is not None):
        raise Refused([Problem("bulk.nothing_to_try")])
    if arguments.sensitivity is not None and not 0 < arguments.sensitivity < 100:
        raise Refused([Problem("bulk.percent_range", {"found": arguments.sensitivity})])
    if (count := prod(map(len, choices.values()))) > _MOST_TRIED:
        raise Refused([Problem("bulk.too_many_variants", {"count": count, "most": _MOST_TRIED})])
    if choices:
        yield from grid(rulebook, choices)
    for name in arguments.with_rulebook:
        other = inputs.rulebook_named(name)
        if family(other) != family(rulebook):
            raise Refused([Problem("bulk.other_family", {"found": name})])
        if _ranked_by(other) != _ranked_by(rulebook):
            raise Refused([Problem("bulk.other_ranking", {"found": name})])
        yield Variant(name, other)


def _ranked_by(rulebook: Rulebook) -> tuple[str, str] | None:
    """Which item the main ranking is by, and by which of its values."""
    return (rulebook.rankings[0].of, rulebook.rankings[0].value) if rulebook.rankings else None


def _choices(settings: Iterable[str]) -> dict[str, list[Decimal]]:
    """Parameter → its values. Raises Refused with every setting that isn't one, every value that is no number, and all that stands twice."""
    choices: dict[str, list[Decimal]] = {}
    problems: list[Problem] = []
    for setting in settings:
        name, equals, values = setting.partition("=")
        path, written = name.strip(), [value.strip() for value in values.split(",")]
        if not equals or not values.strip():
            problems.append(Problem("bulk.bad_setting", {"found": setting}))
        elif path in choices:
            problems.append(Problem("bulk.set_twice", {"found": path}))
        else:
            choices[path] = list(_values(path, written, problems))
    if problems:
        raise Refused(problems)
    return choices


def _values(path: str, written: Iterable[str], problems: list[Problem]) -> Iterator[Decimal]:
    """The values as numbers; what is none, or was written before, is told in `problems`."""
    met: dict[Decimal, str] = {}
    for text in written:
        number = _number(text)
        if number is None:
            problems.append(Problem("bulk.bad_value", {"path": path, "found": text}))
        elif number in met:
            problems.append(Problem("bulk.value_twice", {"path": path, "found": met[number], "also": text}))
        else:
            met[number] = text
            yield number


def _number(text: str) -> Decimal | None:
    """The number that people or programs (1e-1) write so; None for anything else, and for a fraction that is no decimal."""
    try:
        number = read_number(format(Decimal(text), "f") if _POWER.fullmatch(text) else text)
    except ValueError:
        return None
    return number if isinstance(number, Decimal) else None


def _summary(arguments: argparse.Namespace, rulebook: Rulebook) -> tuple[Summary, Plan]:
    """What the variants are tried on, from statistics or from the ledger itself."""
    if arguments.stats:
        given.refuse_data(arguments, "--stats")
        inputs.require_file(arguments.stats)
        with needed("duckdb").connect() as connection:
            plan = _plan(arguments, rulebook, meaning_of(connection, arguments.stats))
            return Summary(unpacked(connection, arguments.stats)), plan
    if arguments.data is None:
        raise Refused([Problem("bulk.nothing_to_sum")])
    with given.opened(arguments) as year, year.run(Duck) as duck, given.told(arguments.language) as tell:
        duck.look_through(year.tables, tell)
        tell("summing", 1, 1)
        return Summary(summed(duck)), year.plan


def _plan(arguments: argparse.Namespace, rulebook: Rulebook, made: Mapping[str, Any]) -> Plan:
    """The rulebook for what the statistics were made for. Raises Refused where something else is asked for."""
    require_alike(arguments.stats, made, {"rulebook": rulebook.code, "family": family_digest(rulebook), **given.made_for(arguments)})
    as_of = date.fromisoformat(made["as_of"]) if made["as_of"] else None
    return compiled(rulebook, made["year"], as_of, Limits(**{name: made[name] for name in Limits._fields}))


# --- the answer


def _list(rulebook: Rulebook, language: str) -> int:
    header = [say(f"bulk.{name}", language) for name in ("path", "value", "label")]
    rows = [
        [each.path, shown(each.value), " · ".join(rulebook.in_language(words, language) for words in (each.label, each.level) if words)]
        for each in parameters(rulebook)
    ]
    print("\n".join(table(header, rows, [LEFT, RIGHT, LEFT], screen_width())))
    return DONE


def _points(change: Change, units: int) -> Exact:
    return plainest(Fraction(units, change.unit))


def _mean(plan: Plan, change: Change) -> Decimal:
    places = plan.rulebook.rounding.places + 2
    return rounded(plainest(Fraction(change.total, change.unit * max(1, change.compared))), places, "half_up")


def _table(plan: Plan, changes: Sequence[Change], notes: Notes, language: str) -> list[str]:
    names = ("gained", "lost", "mean", "highest", "lowest", "moved", "firsts", *(["note_number"] if notes.numbers else []), "variant")
    rows = [
        [
            str(change.gained), str(change.lost), signed(_mean(plan, change)), signed(_points(change, change.highest_gain)),
            signed(_points(change, change.highest_loss)), str(change.moved), str(change.firsts),
            *([notes.of(change.variant)] if notes.numbers else []), change.variant,
        ]
        for change in changes
    ]  # fmt: skip
    return table([say(f"bulk.{name}", language) for name in names], rows, [RIGHT] * 7 + [LEFT] * 2, screen_width())


def _csv(plan: Plan, changes: Sequence[Change], untidy_ones: Mapping[str, Sequence[str]]) -> str:
    """Every figure, points as decimals; and in how many places the variant's own points don't add up."""
    target = io.StringIO()
    writer = csv.writer(target)
    fields = [name for name in Change._fields if name != "unit"]
    writer.writerow([*fields, "mean", "untidy"])
    for change in changes:
        row = change._asdict()
        for name in ("total", "highest_gain", "highest_loss"):
            row[name] = shown(_points(change, row[name]))
        writer.writerow([*map(row.get, fields), shown(_mean(plan, change)), len(untidy_ones[change.variant])])
    return target.getvalue()


@contextmanager
def _departments_at(target: Path | None, laboratory: Laboratory, plan: Plan) -> Iterator[_Write]:
    """Takes the departments under every variant, by its name, and gives them their file when all are there; nothing without a target."""
    if target is None:
        yield lambda name, placed: None
        return
    with aside(target) as draft, needed("duckdb").connect() as connection:
        columns = f"variant VARCHAR, department VARCHAR, bureau VARCHAR, points DECIMAL(18, {_PLACES}), rank BIGINT, rank_above BIGINT"
        connection.execute(f"CREATE TABLE each ({columns})")
        write = partial(_add, connection, laboratory.summary)
        write("", laboratory.stands)
        yield write
        connection.execute(copied("SELECT * FROM each", draft, plan.about))


def _add(connection: Any, summary: Summary, name: str, placed: Any) -> None:
    """The departments under a variant, into the table `each`."""
    connection.register("placed", {
        "department": summary.departments.astype(str), "bureau": summary.bureaus[summary.bureau], "published": placed.published,
        "known": placed.known, "rank": placed.rank, "above": placed.above,
    })  # fmt: skip
    doubled = f"CAST(published AS HUGEINT) * {2 * 10**_PLACES}"
    units = f"(CASE WHEN published < 0 THEN {doubled} - {placed.unit} ELSE {doubled} + {placed.unit} END) // {2 * placed.unit}"
    points = f"CASE WHEN known THEN {DUCKDB.decimal(units, _PLACES)} END"
    connection.execute(
        f"INSERT INTO each SELECT {DUCKDB.said(name)}, department, bureau, {points}, NULLIF(rank, 0), NULLIF(above, 0) FROM placed"
    )
