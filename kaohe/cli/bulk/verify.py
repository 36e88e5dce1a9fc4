"""`./run bulk verify`: the same year in several engines, their checksums compared, and a sample with the engine itself."""

from __future__ import annotations

import argparse
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.duck import Duck
from kaohe.bulk.sampling import compared, sampled
from kaohe.cli.bulk import opened as given
from kaohe.cli.bulk.engines import add_places, require_known, require_used, write_results
from kaohe.cli.frame import DONE, REFUSED, show_problems
from kaohe.cli.parser import whole
from kaohe.cli.terminal import LEFT, RIGHT, screen_width, table
from kaohe.cli.words import say
from kaohe.engine import Problem

_SAMPLE = 200


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data, the engines, and how many departments the engine itself scores."""
    given.add_data(parser, language)
    parser.add_argument("--engines", metavar="NAMES", default="", help=say("bulk.arg.engines", language))
    sample = say("bulk.arg.sample", language, default=_SAMPLE)
    parser.add_argument("--sample", metavar="N", type=whole(language, 0, MOST), default=_SAMPLE, help=sample)
    add_places(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """Each engine's checksum, then the sample. 2 where anything differs. Raises Refused with the data's mistakes."""
    language = arguments.language
    engines = _engines(arguments)
    require_used(arguments, engines)
    rows, problems = [], []
    first: tuple[str, Any] | None = None
    with given.opened(arguments) as year:
        for engine in engines:
            target = year.folder / f"{engine}.parquet"
            (own := year.folder / engine).mkdir()
            apart = year._replace(folder=own)
            with apart.run(Duck) as duck, given.told(language) as tell:
                started = time.perf_counter()
                checksum = write_results(engine, arguments, apart, duck, target, tell)
                rows.append([engine, str(checksum.departments), str(checksum), f"{time.perf_counter() - started:.1f}"])
            first = first or (engine, checksum)
            if checksum != first[1]:
                values = {"engine": engine, "found": checksum, "other": first[0], "expected": first[1]}
                problems.append(Problem("bulk.differs", values))
        print("\n".join(_table(rows, language)))
        written = year.folder / f"{engines[0]}.parquet"
        nodes, departments = _sample(arguments, year, written, engines[0], problems)
    show_problems(problems, language)
    if problems:
        return REFUSED
    if len(engines) > 1:
        print(say("bulk.same", language))
    if departments:
        print(say("bulk.sampled", language, departments=departments, nodes=nodes))
    return DONE


def _engines(arguments: argparse.Namespace) -> list[str]:
    """Those that were named, once each; else DuckDB and Polars, where it is installed."""
    named = list(dict.fromkeys(name.strip() for name in arguments.engines.split(",") if name.strip()))
    for name in named:
        require_known(name, arguments.language)
    return named or ["duckdb", *(["polars"] if find_spec("polars") else [])]


def _sample(
    arguments: argparse.Namespace, year: given.Opened, written: Path, engine: str, problems: list[Problem]
) -> tuple[int, int]:
    """Whole bureaus until there are enough departments, scored by the engine itself."""
    if not arguments.sample:
        return 0, 0
    (own := year.folder / "sample").mkdir()
    with year._replace(folder=own).run(Duck) as duck:
        duck.open_departments(year.tables)
        bureaus = sampled(duck, year.tables, arguments.sample)
        found = compared(duck, bureaus, written)
    for department, column, value, expected in found.differences:
        values = {"engine": engine, "department": department, "column": column, "found": value, "expected": expected}
        problems.append(Problem("bulk.cell_differs", values))
    return found.figures, found.departments


def _table(rows: list[list[str]], language: str) -> list[str]:
    header = [say(f"bulk.{name}", language) for name in ("engine", "departments", "sum", "seconds")]
    return table(header, rows, [LEFT, RIGHT, LEFT, RIGHT], screen_width())


