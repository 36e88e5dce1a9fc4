"""Spark on a real standalone cluster gives the checksum that DuckDB gives and, under random rulebooks, what the engine gives; moves what it
keeps of the ledger once, and refuses what DuckDB refuses, in the same words.
"""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

pytest.importorskip("duckdb", reason="columns need ./run setup --bulk")
import duckdb

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.books import random_book
from kaohe.engine import KINDS
from tests.support.founding import founding_rulebook
from tests.support.repository import ROOT
from tests.support.spark import NoSpark, cluster, shuffled

#: Random rulebooks that have every kind of rule between them (see below).
SEEDS = (7, 38)


def test_the_random_rulebooks_have_every_kind_of_rule():
    books = [random_book(random.Random(seed)) for seed in SEEDS]
    assert {rule.name for book in books for rule in book.rules.values()} == set(KINDS)
    assert all(len(list(book.tree.walk())) > 10 for book in books)


#: What can't be right of a row, as what its cells are replaced by; the first is only there twice.
MISTAKES = [
    "", "'nothing.such' AS rule", "'brief.adopted' AS rule, 'moon' AS level", "'brief.adopted' AS rule, NULL AS level", "0 AS count",
    "-1 AS count", "DATE '2024-03-01' AS occurred_on", "9999 AS department", "-1 AS count, 99999999 AS reverses", "NULL AS department",
    "'exam.failed' AS rule, -1 AS count, entry AS reverses", "-2 AS count, entry AS reverses", "NULL AS entry",
]  # fmt: skip


def spoil(year):
    """Another file of the year's ledger, in which every row is a mistake."""
    with duckdb.connect() as run:
        first = f"SELECT * FROM read_parquet('{year}/ledger/*.parquet') WHERE rule = 'training.absence' AND count = 1 AND reverses IS NULL"
        run.execute(f"CREATE TABLE first AS {first} ORDER BY entry LIMIT 1")
        rows = (
            f"SELECT * REPLACE ({change}{'' if ' AS entry' in change else f', {10**9 + at} AS entry'}) FROM first" if change else "SELECT * FROM first"
            for at, change in enumerate(MISTAKES)
        )
        run.execute(f"COPY ({' UNION ALL '.join(rows)}) TO '{year}/ledger/part-0003.parquet'")


def blank(year):
    """The same year, in which some people wrote blanks around words."""
    file = year / "ledger" / "part-0001.parquet"
    words = "CASE WHEN entry % 7 = 0 THEN ' ' || rule || '　' ELSE rule END AS rule, CASE WHEN entry % 5 = 0 THEN level || ' ' ELSE level END AS level"
    duckdb.sql(f"COPY (SELECT * REPLACE ({words}, goal || ' ' AS goal) FROM read_parquet('{file}')) TO '{year}/blank.parquet'")
    (year / "blank.parquet").rename(file)


@pytest.mark.spark
def test_a_cluster_gives_the_same_with_one_shuffle_and_refuses_the_same(tmp_path):
    year, spoilt, blanks, events = (tmp_path / name for name in ("year", "spoilt", "blanks", "events"))
    events.mkdir()
    generate(year, Recipe(founding_rulebook(), 2025), Size(departments=200, entries=60, parts=2))
    (year / "ledger" / "part-0002.parquet").rename(year / "ledger" / "part[1]{2}.parquet")  # every letter stands for itself
    shutil.copytree(year, spoilt)
    spoil(spoilt)
    shutil.copytree(year, blanks)
    blank(blanks)
    try:
        with cluster(events) as (address, environment):
            on_spark = ("--master", address)
            (whole,), _ = asked(environment, address, ("verify", year, "--engines", "duckdb,spark", *on_spark, "--sample", "20"))
            moved = shuffled(events)
            (written, refused, by_duckdb), found = asked(
                environment, address, ("score", blanks, tmp_path / "written", "--engine", "spark", *on_spark),
                ("score", spoilt, tmp_path / "scores", "--engine", "spark", *on_spark), ("score", spoilt, tmp_path / "scores.parquet"), seeds=SEEDS,
            )  # fmt: skip
    except NoSpark as missing:
        pytest.fail(str(missing))
    assert whole.status == 0, whole.err[-3000:]
    assert "All engines agree." in whole.out
    checksums = [line.split()[2] for line in whole.out.splitlines() if line.startswith(("duckdb", "spark"))]
    assert len(checksums) == 2
    assert len(set(checksums)) == 1
    kept, goals = known_of(year)
    assert moved[0] == kept > moved[1]
    assert moved[1] <= goals, "something of the ledger was moved again"
    assert written.status == 0, written.err[-3000:]
    assert f"Checksum: {checksums[0]}" in written.out, "blanks around a word say nothing"
    about = json.loads((tmp_path / "written" / "_about.json").read_text(encoding="utf-8"))
    assert about["units"]["total"] % 100 == 0
    assert refused.status == by_duckdb.status == 2
    told = refused.err.splitlines()
    assert sum("part-0003.parquet" in line for line in told) > len(MISTAKES)
    assert [line for line in told if "part-0003" in line] == [line for line in by_duckdb.err.splitlines() if "part-0003" in line]
    assert not list(tmp_path.glob("scores*"))
    assert found == {str(seed): [] for seed in SEEDS}


def known_of(year):
    """How many rows of a ledger something is made of, and how many goals there are."""
    with TemporaryDirectory() as own, Duck(compiled(founding_rulebook(), 2025), Path(own)) as duck:
        duck.look_through(tables_in(year))
        return [duck.one(f"SELECT COUNT(*) FROM {table}") for table in ("kept", "goals")]


class Answer(NamedTuple):
    """What a command ended with and said."""

    status: int
    out: str
    err: str


def asked(environment, master, *commands, seeds=()):
    """What `bulk` answers to each of those commands, and what Spark finds otherwise than the engine for each of those seeds."""
    words = [["bulk", *map(str, command), "--language", "en"] for command in commands]
    asked = json.dumps({"commands": words, "seeds": seeds, "master": master})
    command = [sys.executable, "-P", "-m", "kaohe.bulk.tests.on_spark", asked]
    done = subprocess.run(command, cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    return [Answer(*answer) for answer in found["commands"]], found["seeds"]
