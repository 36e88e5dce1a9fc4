"""`./run bulk explain`: the signed effect of every event into Parquet; together they are each item's points, or nothing is written."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kaohe.bulk import explaining
from kaohe.bulk.duck import Duck
from kaohe.bulk.explaining import unbalanced
from kaohe.bulk.paths import parquet
from kaohe.bulk.running import Tell
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.bulk.engines import EXPLAINING, add_engine, require_known
from kaohe.cli.frame import DONE
from kaohe.cli.words import say
from kaohe.engine import Problem, Refused
from kaohe.files.atomic import aside


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data, the file to write, and the engine."""
    given.add_data(parser, language)
    parser.add_argument("out", metavar="OUT", type=Path, help=say("bulk.arg.out", language))
    add_engine(parser, language, EXPLAINING)


def run(arguments: argparse.Namespace) -> int:
    """Write, whole or not at all. Raises Refused with every mistake that there is in the data."""
    language = arguments.language
    require_known(arguments.engine, language, EXPLAINING)
    inputs.require_parquet(arguments.out)
    inputs.refuse_overwriting([arguments.out], [arguments.data])
    with given.opened(arguments) as year, given.told(language) as tell, aside(arguments.out) as draft:
        rows = _explained(arguments.engine, year, draft, tell)
    print(say("bulk.explained", language, rows=rows))
    print(say("wrote", language, file=arguments.out))
    return DONE


def _explained(engine: str, year: given.Opened, draft: Path, tell: Tell) -> int:
    """Write the effects and look at what was written: how many rows there are. Raises Refused where they don't come to the points."""
    kind, explain = _by(engine)
    with year.run(kind) as duck:
        explain(duck, year.tables, draft, {**year.plan.about, "units": year.plan.units}, tell)
        written = f"SELECT * FROM {parquet([draft])}"
        if wrong := duck.one(unbalanced(written)):
            raise Refused([Problem("bulk.not_explained", {"count": wrong})])
        return int(duck.one(f"SELECT COUNT(*) FROM ({written}) w"))


def _by(engine: str) -> tuple[type[Duck], Callable[..., None]]:
    """The engine's run, and how it explains."""
    if engine == "duckdb":
        return Duck, explaining.explain
    from kaohe.bulk.polars import effects
    from kaohe.bulk.polars.run import Polars

    return Polars, effects.explain
