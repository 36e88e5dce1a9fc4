"""`kaohe bulk verify`, `explain` and engines that are asked wrongly: what is wrong is named, refused, and nothing is left behind."""

import polars as pl
import pytest

from kaohe.bulk.explaining import Effects
from kaohe.bulk.polars.effects import Explained


def altered(monkeypatch, engine, name, column):
    """From now on that engine writes a hundred units more of one figure for one department than it found."""

    def written(self, target, about):
        more = f'CASE WHEN c.department = (SELECT MIN(department) FROM scored) THEN 100 ELSE 0 END + c."{column}" AS "{column}"'
        self.write_query(f"SELECT * REPLACE ({more}) FROM ({self.ranks.results()}) c", target, about)

    monkeypatch.setattr(f"kaohe.bulk.{engine}.{name}.write", written)


def test_where_one_engine_finds_something_else_it_is_told_and_refused(run, year, monkeypatch):
    altered(monkeypatch, "polars.run", "Polars", "exact/training")
    done = run("bulk", "verify", year, "--sample", "0", "--language", "en")
    assert (done.status, "agree" in done.out, len(done.err.splitlines())) == (2, False, 1)
    assert "polars's checksum is 60-" in done.err


def test_where_a_figure_is_not_the_engines_own_its_place_is_told_and_it_is_refused(run, year, monkeypatch):
    altered(monkeypatch, "duck", "Duck", "exact/training")
    done = run("bulk", "verify", year, "--engines", "duckdb", "--sample", "60", "--language", "en")
    assert (done.status, len(done.err.splitlines())) == (2, 1)
    assert "exact/training of department 0: duckdb says 1" in done.err


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_effects_that_do_not_come_to_the_points_are_not_written(run, year, tmp_path, monkeypatch, engine):
    right, frames = Effects.effects, Explained.frames
    monkeypatch.setattr(Effects, "effects", lambda self: f"SELECT * REPLACE (effect + CAST(item = 'training' AS INT) AS effect) FROM ({right(self)})")
    wrong = pl.col("effect") + (pl.col("item") == "training").cast(pl.Int64)
    monkeypatch.setattr(Explained, "frames", lambda self: (frame.with_columns(wrong) for frame in frames(self)))
    done = run("bulk", "explain", year, tmp_path / "effects.parquet", "--engine", engine, "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert "The points of 60 items aren't the sum of their rows" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("option", "engine"), [("--database", "postgres"), ("--master", "spark")])
@pytest.mark.parametrize("words", [("score", "{year}", "{out}"), ("verify", "{year}", "--engines", "duckdb")], ids=" ".join)
def test_the_place_of_an_engine_that_is_not_asked_is_refused(run, year, tmp_path, words, option, engine):
    """Whoever forgot to name the engine would take the folder's figures for the database's."""
    given = [word.format(year=year, out=tmp_path / "out.parquet") for word in words]
    done = run("bulk", *given, option, "postgres://elsewhere/db", "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert f"{option} says where the engine {engine} is, which isn't asked here." in done.err
    assert list(tmp_path.iterdir()) == []
