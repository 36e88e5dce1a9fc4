"""Spark: where the ledger already lives on a cluster. One text and small tables of constants go there, and nothing of ours.

A sound year is read three times, each time only the columns that are asked for: what reversals name, whether a number stands
twice, and all the rest. Only what can move a sum, grades a goal or is in doubt is shuffled, once, by department; whatever
comes after works on what lies together already. Rows' places are asked for only where there is a mistake to be told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from kaohe.bulk.dialects import SPARK
from kaohe.bulk.extras import first_line, needed
from kaohe.bulk.kept import PREPARED
from kaohe.bulk.paths import from_spark, spark_path
from kaohe.bulk.plan import Plan
from kaohe.bulk.running import Run
from kaohe.bulk.spark_kept import SparkKept
from kaohe.bulk.standing_tables import TableCells, plain_type
from kaohe.engine import Place, Problem, Refused

#: What is asked for more than once, and so remembered; everything else is a text that is planned with what asks for it.
_REMEMBERED: Final = ("named", "kept", "wide")
#: What exactness and a long text need of a session.
_SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # What lies together by department needn't be moved to be joined by department and entry.
    "spark.sql.requireAllClusterKeysForCoPartition": "false",
    # What reversals name, and departments, are sent to every executor as long as they are no larger than this.
    "spark.sql.autoBroadcastJoinThreshold": "64MB",
    # What must hold for a hundred columns isn't thought out in advance.
    "spark.sql.constraintPropagation.enabled": "false",
    # A year's pieces of program outnumber the usual hundred, and those that were forgotten are translated anew.
    "spark.sql.codegen.cache.maxEntries": "1000",
}
#: What a master can be called; Java would tell of any other with a page of its own.
_MASTER: Final = re.compile(r"local(-cluster)?(\[[\d*, ]+\])?|spark://[^/\s]+:\d+|yarn|k8s://\S+")
#: How wide Spark deals out where nobody has said it.
_UNCHOSEN: Final = "200"
#: What results are, beside their files: Spark writes no description into them, and takes what begins so for none of them.
ABOUT: Final = "_about.json"
#: Where nobody asks for a row's place.
_NOWHERE: Final = ("CAST(NULL AS STRING) AS place_file", "CAST(NULL AS BIGINT) AS place_row")
_PLACES: Final = ("_metadata.file_path AS place_file", "_metadata.row_index + 1 AS place_row")


class Paths(NamedTuple):
    """Where the three tables stand, as Spark names paths; no goals where there are none."""

    ledger: tuple[str, ...]
    departments: tuple[str, ...]
    goals: tuple[str, ...] = ()


def session(master: str = "", **settings: str) -> Any:
    """A session on that cluster ("" for the one that the environment names), with what exactness needs. Raises Refused where there is none."""
    builder = needed("pyspark.sql").SparkSession.builder.appName("kaohe")
    if master and not _MASTER.fullmatch(master):
        raise Refused([Problem("bulk.no_master", {"found": master})])
    for name, value in (_SETTINGS | settings).items():
        builder = builder.config(name, value)
    try:
        spark = (builder.master(master) if master else builder).getOrCreate()
    except Exception as wrong:  # no Java, or nobody there
        raise Refused([Problem("bulk.no_spark", {"master": master, "found": first_line(wrong)})]) from wrong
    if spark.conf.get("spark.sql.shuffle.partitions") == _UNCHOSEN:
        # What is small is dealt out no wider than it can be worked at: a part costs more than what stands in it.
        spark.conf.set("spark.sql.shuffle.partitions", str(spark.sparkContext.defaultParallelism))
    return spark


class Spark(Run):
    """One run in one session."""

    name: Final = "spark"
    #: What stands of the ledger; how its numbers are held is known once tables are open.
    near: SparkKept

    def __init__(self, plan: Plan, spark: Any) -> None:
        super().__init__(plan, SPARK)
        self.spark = spark
        self.remembered: dict[str, Any] = {}
        self.tables: dict[str, tuple[Any, list[str]]] = {}

    def open(self, paths: Paths) -> None:
        """Temporary views over those files. Raises Refused with every column that is missing or inexact."""
        cells_of = TableCells(self.plan, SPARK)
        self.tables = {name: self._read(name, files, cells_of) for name, files in paths._asdict().items() if files}
        if not paths.goals:
            empty = "department STRING, goal STRING, category STRING, above BIGINT, below BIGINT, base_fits BOOLEAN"
            self.spark.createDataFrame([], f"{empty}, place_file STRING, place_row BIGINT").createOrReplaceTempView("goals")
        self._view(_NOWHERE)
        entries = dict(self.spark.table("ledger").dtypes)["entry"]
        self.near = SparkKept(self.plan, blocks=plain_type(entries) == "number")

    def _read(self, name: str, files: Sequence[str], cells_of: TableCells) -> tuple[Any, list[str]]:
        """The files as a frame, and the cells to be selected of it."""
        try:
            frame = self.spark.read.parquet(*map(spark_path, files))
        except Exception as wrong:  # whatever a broken file or path makes of the reader
            raise Refused([Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(files[0]))]) from wrong
        cells = getattr(cells_of, name)(files[0], dict(frame.dtypes))
        return frame.alias("f"), [f"{text} AS {SPARK.named(column)}" for column, text in cells.items()]

    def _view(self, places: Sequence[str]) -> None:
        """The tables as views, their rows with or without places."""
        for name, (frame, cells) in self.tables.items():
            frame.selectExpr(*cells, *places).createOrReplaceTempView(name)
        self.spark.table("departments").createOrReplaceTempView("everyone")

    # --- the way

    def prepare(self, *, telling: bool = False) -> None:
        """The same tables; to tell of mistakes they are made as everywhere, and rows say where they stand."""
        self._view(_PLACES if telling else _NOWHERE)
        if telling:
            super().prepare(telling=True)
            return
        for name in PREPARED:
            self.keep(name, self.near.query(name))

    def astray(self) -> bool:
        """Numbers are looked at as bits, by bureau only where one stands twice in all; texts as everywhere."""
        if not self.near.blocks:
            return super().astray()
        found = self.rows(self.near.astray())[0]
        return bool(found["strange"] or (found["twice"] and self.rows(self.near.astray(by_bureau=True))[0]["twice"]))

    # --- what the engine brings

    def keep(self, name: str, query: str) -> None:
        """A view of what the query finds, remembered where it is asked for more than once."""
        if name in self.remembered:
            self.remembered.pop(name).unpersist()
        if name == "kept":
            query = f"SELECT /*+ REPARTITION({self._width()}, department) */ * FROM ({query}) q"
        frame = self.spark.sql(query)
        if name in _REMEMBERED:
            self.remembered[name] = frame.persist()
        frame.createOrReplaceTempView(name)
        if name == "named":
            frame.count()  # only then is it known whether it is small enough to be sent to all

    def _width(self) -> int:
        """Into how many parts what is kept is dealt out: as many as are worked at at once, more where the ledger is read in more."""
        read: int = self.tables["ledger"][0].rdd.getNumPartitions()
        at_once: int = self.spark.sparkContext.defaultParallelism
        return max(read, at_once)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column; a file's place as people write it."""
        rows = [row.asDict() for row in self.spark.sql(query).collect()]
        for row in rows:
            if row.get("place_file"):
                row["place_file"] = from_spark(row["place_file"])
        return rows

    def write(self, target: str, about: Mapping[str, Any]) -> None:
        """The results as Parquet under that path, wherever Spark keeps it, and in `_about.json` beside them what they are."""
        self.spark.sql(self.ranks.results()).write.mode("errorifexists").parquet(target)
        hadoop = self.spark._jvm.org.apache.hadoop.fs
        path = hadoop.Path(target, ABOUT)
        stream = path.getFileSystem(self.spark._jsparkSession.sessionState().newHadoopConf()).create(path)
        try:
            stream.write(bytearray(json.dumps(about, ensure_ascii=False).encode()))
        finally:
            stream.close()

    def close(self) -> None:
        """Forget what was kept; the session stays."""
        for frame in self.remembered.values():
            frame.unpersist()
        self.remembered.clear()
