"""Spark on a real standalone cluster gives the checksum that DuckDB gives and, under random rulebooks, what the engine gives; moves what it
keeps of the ledger once, and refuses a number that stands twice.
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


@pytest.mark.spark
def test_a_cluster_gives_the_same_with_one_shuffle_and_refuses_a_number_that_stands_twice(tmp_path):
    year, spoilt, events = tmp_path / "year", tmp_path / "spoilt", tmp_path / "events"
    events.mkdir()
    generate(year, Recipe(founding_rulebook(), 2025), Size(departments=200, entries=60, parts=2))
    (year / "ledger" / "part-0002.parquet").rename(year / "ledger" / "part[1]{2}.parquet")  # every letter stands for itself
    shutil.copytree(year, spoilt)
    files = f"read_parquet('{year}/ledger/*.parquet')"
    with duckdb.connect() as run:
        first = f"SELECT * FROM {files} WHERE reverses IS NULL AND goal IS NULL LIMIT 1"
        run.execute(f"COPY (FROM ({first})) TO '{spoilt}/ledger/part-0003.parquet'")
    try:
        with cluster(events) as (address, environment):
            on_spark = ("--master", address)
            (whole,), _ = asked(environment, address, ("verify", year, "--engines", "duckdb,spark", *on_spark, "--sample", "20"))
            moved = shuffled(events)
            (written, refused), found = asked(
                environment, address, ("score", year, tmp_path / "written", "--engine", "spark", *on_spark),
                ("score", spoilt, tmp_path / "scores", "--engine", "spark", *on_spark), seeds=SEEDS,
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
    told = json.loads((tmp_path / "written" / "_about.json").read_text(encoding="utf-8"))
    assert told["units"]["total"] % 100 == 0
    assert refused.status == 2
    assert "part-0003.parquet" in refused.err + refused.out
    assert not (tmp_path / "scores").exists()
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
