"""Spark: where the ledger already lives on a cluster. One text and a table of constants go there, and nothing of ours.

The ledger is read once and shuffled once, by department; whatever comes after works on what lies together already.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from kaohe.bulk.dialects import SPARK
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Plan
from kaohe.bulk.running import Run
from kaohe.bulk.standing_tables import Standing
from kaohe.bulk.views import first_line
from kaohe.engine import Place, Problem, Refused

#: What is shuffled by department, once, and lies together from then on.
_TOGETHER: Final = ("entries", "undone", "gone")


class Paths(NamedTuple):
    """Where the three tables stand, as Spark names paths; no goals where there are none."""

    ledger: tuple[str, ...]
    departments: tuple[str, ...]
    goals: tuple[str, ...] = ()


def session(master: str = "", **settings: str) -> Any:
    """A session on that cluster ("" for the one that the environment names), with what exactness needs."""
    builder = needed("pyspark.sql").SparkSession.builder.appName("kaohe").config("spark.sql.ansi.enabled", "true")
    builder = builder.config("spark.sql.session.timeZone", "UTC")
    # What lies together by department needn't be moved to be joined by department and entry.
    builder = builder.config("spark.sql.requireAllClusterKeysForCoPartition", "false")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return (builder.master(master) if master else builder).getOrCreate()


class Spark(Run):
    """One run in one session."""

    name: Final = "spark"

    def __init__(self, plan: Plan, spark: Any) -> None:
        super().__init__(plan, SPARK)
        self.spark = spark
        self.kept: dict[str, Any] = {}

    def open(self, paths: Paths) -> None:
        """Temporary views over those files. Raises Refused with every column that is missing or inexact."""
        standing = Standing(self.plan, SPARK)
        for name, files in paths._asdict().items():
            self._view(name, files, standing)
        self.spark.table("departments").createOrReplaceTempView("everyone")

    def _view(self, name: str, files: Sequence[str], standing: Standing) -> None:
        if not files:
            empty = "department STRING, goal STRING, category STRING, above BIGINT, below BIGINT, base_fits BOOLEAN"
            shape = f"{empty}, place_file STRING, place_row BIGINT"
            self.spark.createDataFrame([], shape).createOrReplaceTempView(name)
            return
        try:
            frame = self.spark.read.parquet(*files)
        except Exception as wrong:  # whatever a broken file or path makes of the reader
            raise Refused([Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(files[0]))]) from wrong
        cells = getattr(standing, name)(files[0], dict(frame.dtypes))
        selected = [f"{text} AS {SPARK.named(column)}" for column, text in cells.items()]
        places = ["_metadata.file_path AS place_file", "_metadata.row_index + 1 AS place_row"]
        frame.alias("f").selectExpr(*selected, *places).createOrReplaceTempView(name)

    # --- what the engine brings

    def keep(self, name: str, query: str) -> None:
        """A view of what the query finds, remembered once it has been asked for."""
        if name in self.kept:
            self.kept.pop(name).unpersist()
        if name in _TOGETHER:
            query = f"SELECT /*+ REPARTITION(department) */ * FROM ({query}) q"
        frame = self.spark.sql(query).persist()
        frame.createOrReplaceTempView(name)
        self.kept[name] = frame

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        return [row.asDict() for row in self.spark.sql(query).collect()]

    def write(self, target: str, about: Mapping[str, Any]) -> None:
        """The results as Parquet under that path, with what they are beside them."""
        results = self.spark.sql(self.ranks.results())
        results.write.mode("errorifexists").option("kaohe", json.dumps(about, ensure_ascii=False)).parquet(target)

    def close(self) -> None:
        """Forget what was kept; the session stays."""
        for frame in self.kept.values():
            frame.unpersist()
        self.kept.clear()
