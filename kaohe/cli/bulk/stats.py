"""`./run bulk stats`: a bureau's mergeable statistics to hand to its superior; or those of many bureaus put together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.checking import MOST_TOLD
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck, copied
from kaohe.bulk.extras import needed
from kaohe.bulk.paths import UNITED, parquet
from kaohe.bulk.statistics import COLUMNS, HIGHEST, WHOLE, meaning, meaning_of, require_alike, summed
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.frame import DONE
from kaohe.cli.words import say
from kaohe.engine import Problem, Refused, sha256_hex
from kaohe.files.atomic import aside

#: What tells statistics of two parts of a ledger apart, should their figures be the same.
_ENTRIES: Final = "SELECT COUNT(*) AS number, CAST(MIN(entry) AS VARCHAR) AS first, CAST(MAX(entry) AS VARCHAR) AS last FROM ledger"


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data or the statistics to merge, and the file to write."""
    given.add_data(parser, language, needed=False)
    parser.add_argument("--merge", metavar="STATS", type=Path, nargs="+", default=[], help=say("bulk.arg.merge", language))
    parser.add_argument("--output", metavar="OUT", type=Path, required=True, help=say("bulk.arg.out", language))


def run(arguments: argparse.Namespace) -> int:
    """Write, whole or not at all. Raises Refused with every mistake that there is in the data."""
    inputs.refuse_overwriting([arguments.output], [arguments.data, *arguments.merge])
    if arguments.merge:
        _merge(arguments)
    elif arguments.data is None:
        raise Refused([Problem("bulk.nothing_to_sum")])
    else:
        _sum_up(arguments)
    print(say("wrote", arguments.language, file=arguments.output))
    return DONE


def _sum_up(arguments: argparse.Namespace) -> None:
    language = arguments.language
    with given.opened(arguments) as year, Duck(year.plan, year.folder, year.settings) as duck, given.told(language) as tell:
        duck.look_through(year.tables, tell)
        tell("summing", 1, 1)
        with aside(arguments.output) as draft:
            summed(duck)
            duck.write_query(f"{WHOLE} ORDER BY ALL", draft, {**meaning(year.plan), "entries": duck.rows(_ENTRIES)[0]})


def _merge(arguments: argparse.Namespace) -> None:
    """The same figure of the same department is added up; departments of different bureaus only stand together.

    Raises Refused where a file means something else than the first or is there twice, and where nobody says whose departments of one code are.
    """
    for path in arguments.merge:
        inputs.require_file(path)
    keys = ", ".join(name for name in COLUMNS if name != "value")
    value = f"CASE WHEN what IN ({DUCKDB.texts(HIGHEST)}) THEN MAX(value) ELSE SUM(value) END"
    query = f"SELECT {keys}, CAST({value} AS BIGINT) AS value FROM {parquet(arguments.merge, UNITED)} GROUP BY {keys} ORDER BY ALL"
    with aside(arguments.output) as draft, needed("duckdb").connect() as connection:
        first, *others = (meaning_of(connection, path) for path in arguments.merge)
        for path, other in zip(arguments.merge[1:], others, strict=True):
            require_alike(path, other, first)
        _require_bureaus(connection, arguments.merge)
        _require_different(arguments.merge)
        about = {name: value if all(other.get(name) == value for other in others) else "" for name, value in first.items()}
        connection.execute(copied(query, draft, about))


def _require_different(files: Sequence[Path]) -> None:
    """No statistics are there twice, under whatever name: they would be counted twice. Raises Refused."""
    seen: dict[str, Path] = {}
    for file in files:
        before = seen.setdefault(sha256_hex(file.read_bytes()), file)
        if before is not file:
            raise Refused([Problem("bulk.same_twice", {"file": file, "also": before})])


def _require_bureaus(connection: Any, files: Sequence[Path]) -> None:
    """A department that stands in two files has a bureau; else it may be one or two."""
    nameless = f"SELECT DISTINCT department, filename FROM {parquet(files, f'{UNITED}, filename = true')} WHERE bureau = ''"
    twice = f"SELECT department, string_agg(filename, ', ' ORDER BY filename) FROM ({nameless}) GROUP BY department HAVING COUNT(*) > 1 ORDER BY 1"
    found = connection.execute(twice).fetchall()
    if found:
        raise Refused([Problem("bulk.whose", {"department": department, "files": stand}) for department, stand in found[:MOST_TOLD]])
