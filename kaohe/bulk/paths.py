"""Paths as engines take them: every letter of one stands for itself, and no folder's name is taken for data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from kaohe.bulk.dialects import DUCKDB

#: What would stand for other letters, to DuckDB and to Spark.
_TO_DUCKDB: Final = re.compile(r"[*?\[]")
_TO_SPARK: Final = re.compile(r"[*?\[\]{}\\]")
#: Several files are read by the types that take what stands in any of them.
UNITED: Final = ", union_by_name = true"
#: Columns that DuckDB adds where it is asked which row of which file is meant.
RESERVED: Final = ("filename", "file_row_number")


def path_text(path: Path | str) -> str:
    """A path as a text constant of DuckDB's."""
    return DUCKDB.said(_TO_DUCKDB.sub(r"[\g<0>]", str(path)))


def parquet(files: Iterable[Path], beside: str = "") -> str:
    """What reads those Parquet files as one table in DuckDB. `beside`: its further settings, each behind a comma."""
    return f"read_parquet([{', '.join(map(path_text, files))}], hive_partitioning = false{beside})"


def parts_of(written: Path) -> list[Path]:
    """The files of a result: one, or those of a folder that Spark has written."""
    return sorted(written.glob("*.parquet")) if written.is_dir() else [written]


def from_spark(address: str) -> str:
    """A path as it was given, of what Spark calls it: local files are addresses there, with other letters for some."""
    parts = urlsplit(address)
    return unquote(parts.path) if parts.scheme == "file" else address


def spark_path(path: str) -> str:
    """A path as Spark takes it."""
    return _TO_SPARK.sub(r"\\\g<0>", path)
