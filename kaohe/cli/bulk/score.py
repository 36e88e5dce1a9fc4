"""`./run bulk score`: every node of every department, with ranks within each bureau and above it, into Parquet."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.paths import parquet, parts_of
from kaohe.bulk.sql_ranks import OPEN, OUTSIDE
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.bulk.engines import add_engine, add_places, require_known, require_used, write_results
from kaohe.cli.frame import DONE
from kaohe.cli.words import say
from kaohe.files.atomic import aside


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data, the file to write, and the engine."""
    given.add_data(parser, language)
    parser.add_argument("out", metavar="OUT", type=Path, help=say("bulk.arg.out", language))
    add_engine(parser, language)
    add_places(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """Score and write, whole or not at all. Raises Refused with every mistake that there is in the data."""
    language, engine = arguments.language, arguments.engine
    require_known(engine, language)
    require_used(arguments, [engine])
    inputs.refuse_overwriting([arguments.out], [arguments.data])
    if engine == "spark":
        given.require_free(arguments.out)
    else:
        inputs.require_parquet(arguments.out)
    with given.opened(arguments) as year, year.run(Duck) as duck, given.told(language) as tell:
        if engine == "spark":  # a cluster writes a folder, under its own name only when it is whole
            draft = arguments.out.with_name(f".{arguments.out.name}.part")
            shutil.rmtree(draft, ignore_errors=True)
            checksum = write_results(engine, arguments, year, duck, draft, tell)
            draft.rename(arguments.out)
        else:
            with aside(arguments.out) as draft:
                checksum = write_results(engine, arguments, year, duck, draft, tell)
        summary = _summary(duck, arguments.out)
    print(say("bulk.scored", language, **summary))
    print(say("bulk.checksum", language, checksum=checksum))
    print(say("wrote", language, file=arguments.out))
    return DONE


def _summary(duck: Duck, written: Path) -> dict[str, int]:
    """How many departments there are, and how many of them have no score or no rank."""
    plan = duck.plan
    pending = f"{DUCKDB.named(OPEN + plan.root.code)} > 0" if plan.root.open else "FALSE"
    outside = f"{DUCKDB.named(OUTSIDE + plan.rankings[0].code)} NOT IN ('', 'pending')" if plan.rankings else "FALSE"
    counted = f"COUNT(*) FILTER (WHERE {pending}) AS pending, COUNT(*) FILTER (WHERE {outside}) AS outside"
    found = duck.rows(f"SELECT COUNT(*) AS departments, COUNT(DISTINCT bureau) AS bureaus, {counted} FROM {parquet(parts_of(written))}")
    return {name: int(value) for name, value in found[0].items()}
