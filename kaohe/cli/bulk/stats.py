"""`./run bulk stats`: a bureau's mergeable statistics to hand to its superior; or those of many bureaus put together."""

from __future__ import annotations

import argparse
import json
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
from kaohe.engine import Problem, Refused
from kaohe.files.atomic import aside

_FIGURE: Final = ("department", "bureau", "figure", "found", "also")
#: What of one department can't be added up from parts, by the sentence that says so.
_WHOLE_IN_ONE: Final = {"bulk.goals_apart": ("typed", "blank", "number"), "bulk.matters_apart": ("best", "single", "once")}


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The data or the statistics to merge, and the file to write."""
    given.add_data(parser, language, needed=False)
    parser.add_argument("--merge", metavar="STATS", type=Path, nargs="+", default=[], help=say("bulk.arg.merge", language))
    parser.add_argument("--output", metavar="OUT", type=Path, required=True, help=say("bulk.arg.out", language))


def run(arguments: argparse.Namespace) -> int:
    """Write, whole or not at all. Raises Refused with every mistake that there is in the data."""
    inputs.require_parquet(arguments.output)
    inputs.refuse_overwriting([arguments.output], [arguments.data, *arguments.merge])
    if arguments.merge:
        given.refuse_data(arguments, "--merge")
        _merge(arguments)
    elif arguments.data is None:
        raise Refused([Problem("bulk.nothing_to_sum")])
    else:
        _sum_up(arguments)
    print(say("wrote", arguments.language, file=arguments.output))
    return DONE


def _sum_up(arguments: argparse.Namespace) -> None:
    language = arguments.language
    with given.opened(arguments) as year, year.run(Duck) as duck, given.told(language) as tell:
        duck.look_through(year.tables, tell)
        tell("summing", 1, 1)
        with aside(arguments.output) as draft:
            summed(duck)
            duck.write_query(f"{WHOLE} ORDER BY ALL", draft, {**meaning(year.plan), "parts": [_part(duck)]})


def _part(duck: Duck) -> dict[str, Any]:
    """What tells these statistics from all others, also from those of another part of the ledger with the same figures."""
    digest = DUCKDB.word.format(DUCKDB.hashed.format(f"concat_ws('|', {', '.join(COLUMNS)})"))
    entries = "COUNT(*) AS entries, CAST(MIN(entry) AS VARCHAR) AS first, CAST(MAX(entry) AS VARCHAR) AS last"
    return duck.rows(f"SELECT {entries}, (SELECT {digest} FROM ({WHOLE})) AS digest FROM ledger")[0]


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
        require_alike(arguments.merge[0], first, {**first, **given.made_for(arguments)})
        for path, other in zip(arguments.merge[1:], others, strict=True):
            require_alike(path, other, first)
        _require_bureaus(connection, arguments.merge)
        _require_one_figure(connection, arguments.merge)
        _require_apart(connection, arguments.merge)
        about = {name: value if all(other.get(name) == value for other in others) else "" for name, value in first.items()}
        parts = _different(arguments.merge, [made["parts"] for made in (first, *others)])
        connection.execute(copied(query, draft, {**about, "parts": parts}))


def _different(files: Sequence[Path], parts: Sequence[list[Any]]) -> list[Any]:
    """What was put together. Raises Refused where something is in two files, under whatever name and however often merged before."""
    seen: dict[str, Path] = {}
    for file, own in zip(files, map(_keys, parts), strict=True):
        if twice := [part for part in own if part in seen]:
            raise Refused([Problem("bulk.same_twice", {"file": file, "also": seen[twice[0]]})])
        seen |= dict.fromkeys(own, file)
    return [part for own in parts for part in own]


def _keys(parts: list[Any]) -> list[str]:
    """What tells parts apart; one without an entry is never counted twice."""
    return [json.dumps(part) for part in parts if part["entries"]]


def _require_bureaus(connection: Any, files: Sequence[Path]) -> None:
    """A department that stands in two files has a bureau in each; else it may be one or two."""
    stands = f"SELECT DISTINCT department, bureau, filename FROM {parquet(files, f'{UNITED}, filename = true')}"
    unclear = "COUNT(DISTINCT filename) > 1 AND bool_or(bureau = '')"
    listed = "list(DISTINCT filename ORDER BY filename)"
    found = connection.execute(f"SELECT department, {listed} FROM ({stands}) GROUP BY department HAVING {unclear} ORDER BY 1").fetchall()
    if found:
        raise Refused([Problem("bulk.whose", {"department": department, "files": stand}) for department, stand in found[:MOST_TOLD]])


def _require_one_figure(connection: Any, files: Sequence[Path]) -> None:
    """A department has the same numbers of its own (its size, say) wherever it stands. Raises Refused."""
    silent = "COUNT(value) < COUNT(*)"  # a number that isn't said in one file and is in another differs too
    said = f"CASE WHEN {silent} THEN '—' ELSE CAST(MIN(value) AS VARCHAR) END AS found, CAST(MAX(value) AS VARCHAR) AS also"
    figures = f"SELECT department, bureau, key, {said} FROM {parquet(files, UNITED)} WHERE what = 'figure' GROUP BY department, bureau, key"
    found = connection.execute(f"{figures} HAVING MIN(value) <> MAX(value) OR ({silent} AND COUNT(value) > 0) ORDER BY ALL").fetchall()
    if found:
        raise Refused([Problem("bulk.figures_differ", dict(zip(_FIGURE, row, strict=True))) for row in found[:MOST_TOLD]])


def _require_apart(connection: Any, files: Sequence[Path]) -> None:
    """No department has goals or matters in two files: its goals would count twice, and whether a matter is the same nobody could say. Raises Refused."""
    kinds = " ".join(f"WHEN what IN ({DUCKDB.texts(whats)}) THEN {DUCKDB.said(code)}" for code, whats in _WHOLE_IN_ONE.items())
    stands = f"SELECT department, bureau, filename, CASE {kinds} END AS code FROM {parquet(files, f'{UNITED}, filename = true')}"
    listed = "list(DISTINCT filename ORDER BY filename)"
    found = connection.execute(
        f"SELECT code, department, {listed} FROM ({stands}) WHERE code IS NOT NULL GROUP BY code, department, bureau "
        "HAVING COUNT(DISTINCT filename) > 1 ORDER BY ALL"
    ).fetchall()
    if found:
        raise Refused([Problem(code, {"department": department, "files": stand}) for code, department, stand in found[:MOST_TOLD]])
