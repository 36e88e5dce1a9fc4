"""The engines behind one call: each writes the same results as Parquet, and DuckDB or the engine itself reckons their checksum."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.checksums import Checksum
from kaohe.bulk.duck import Duck
from kaohe.bulk.running import Tell
from kaohe.cli.bulk.opened import Opened
from kaohe.cli.parser import suggestion
from kaohe.cli.words import say
from kaohe.engine import ENGINE_VERSION, Problem, Refused

KNOWN: Final = ("duckdb", "polars", "postgres", "spark")
#: Those that explain every event.
EXPLAINING: Final = ("duckdb", "polars")


def add_places(parser: argparse.ArgumentParser, language: str) -> None:
    """Where PostgreSQL and Spark are."""
    parser.add_argument("--database", metavar="URL", default="", help=say("bulk.arg.database", language))
    parser.add_argument("--master", metavar="URL", default="", help=say("bulk.arg.master", language))


def add_engine(parser: argparse.ArgumentParser, language: str, known: Sequence[str] = KNOWN) -> None:
    """Which of those engines it shall be."""
    parser.add_argument("--engine", metavar="NAME", default="duckdb", help=say("bulk.arg.engine", language, known=", ".join(known)))


def require_known(engine: str, language: str, known: Sequence[str] = KNOWN) -> None:
    """Raises Refused for an engine that isn't among those."""
    if engine not in known:
        values = {"found": engine, "expected": known, "suggestion": suggestion(engine, known, language)}
        raise Refused([Problem("bulk.no_engine", values)])


def require_used(arguments: argparse.Namespace, engines: Sequence[str]) -> None:
    """Raises Refused for the place of an engine that isn't asked: the year would be read from somewhere else than was meant."""
    places = {"--database": ("postgres", arguments.database), "--master": ("spark", arguments.master)}
    problems = [
        Problem("bulk.unused_place", {"option": option, "engine": engine})
        for option, (engine, place) in places.items() if place and engine not in engines
    ]  # fmt: skip
    if problems:
        raise Refused(problems)


def write_results(
    engine: str, arguments: argparse.Namespace, year: Opened, duck: Duck, target: Path, tell: Tell
) -> Checksum:
    """The results as Parquet at that path (Spark: a folder). Raises Refused with every mistake in the data."""
    about = _about(year, engine)
    if engine == "duckdb":
        duck.score_files(year.tables, tell)
        duck.write(target, about)
    elif engine == "polars":
        _polars(year, target, about, tell)
    elif engine == "postgres":
        _postgres(arguments, year, duck, target, about, tell)
    else:
        return _spark(arguments, year, duck, target, about, tell)
    return duck.checksum_of_file(target)


def _polars(year: Opened, target: Path, about: dict[str, Any], tell: Tell) -> None:
    from kaohe.bulk.polars.run import Polars

    with year.run(Polars) as polars:
        polars.score_files(year.tables, tell)
        polars.write(target, about)


def _postgres(arguments: argparse.Namespace, year: Opened, duck: Duck, target: Path, about: dict[str, Any], tell: Tell) -> None:
    from kaohe.bulk.postgres import Postgres

    if not arguments.database:
        raise Refused([Problem("bulk.needs_address")])
    with Postgres(year.plan, arguments.database) as postgres:
        postgres.open()
        postgres.score(tell)
        copied = year.folder / "results.csv"
        postgres.copy(copied)
    duck.write_copied(copied, target, about, numbered=postgres.numbered)


def _spark(arguments: argparse.Namespace, year: Opened, duck: Duck, target: Path, about: dict[str, Any], tell: Tell) -> Checksum:
    from kaohe.bulk.spark import Paths, Spark, session

    spark = Spark(year.plan, session(arguments.master or "local[*]"))
    try:
        duck.views.agree(year.tables)
        typed = duck.views.typed(year.tables)
        spark.open(Paths(*(tuple(str(file.resolve()) for file in files) for files in typed[:3])))
        try:
            spark.score(tell)
        except Refused:
            if typed != year.tables:  # Spark read copies; where a mistake stands is said of the files that were given
                duck.score_files(year.tables, tell)
            raise
        if target.is_file():
            target.unlink()
        spark.write(str(target), about)
        return spark.checksum()
    finally:
        spark.close()


def _about(year: Opened, engine: str) -> dict[str, Any]:
    """What a result's own description says: what the plan says, who computed it, and in which units."""
    plan = year.plan
    return {
        **plan.about,
        "engine_version": ENGINE_VERSION,
        "engine": engine,
        "units": plan.units,
        "open_units": {node.code: plan.steps[node.undecided].unit for node in plan.nodes if node.undecided},
    }
