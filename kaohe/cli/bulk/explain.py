"""`./run bulk explain`: the signed effect of every event into Parquet; together they are each item's points, or nothing is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.explaining import Effects
from kaohe.bulk.paths import parquet
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.frame import DONE
from kaohe.cli.words import say
from kaohe.engine import Problem, Refused
from kaohe.files.atomic import aside


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data, and the file to write."""
    given.add_data(parser, language)
    parser.add_argument("out", metavar="OUT", type=Path, help=say("bulk.arg.out", language))


def run(arguments: argparse.Namespace) -> int:
    """Write, whole or not at all. Raises Refused with every mistake that there is in the data."""
    language = arguments.language
    inputs.refuse_overwriting([arguments.out], [arguments.data])
    with given.opened(arguments) as year, year.run(Duck) as duck, given.told(language) as tell:
        duck.look_through(year.tables, tell)
        tell("explaining", 1, 1)
        effects = Effects(year.plan, DUCKDB)
        with aside(arguments.out) as draft:
            about = {**year.plan.about, "units": year.plan.units}
            duck.write_query(duck.over(effects.effects(), effects.beside()), draft, about)
            written = parquet([draft])
            if wrong := duck.one(effects.unbalanced(written)):
                raise Refused([Problem("bulk.not_explained", {"count": wrong})])
            rows = duck.one(f"SELECT COUNT(*) FROM {written}")
    print(say("bulk.explained", language, rows=rows))
    print(say("wrote", language, file=arguments.out))
    return DONE
