"""Which of a year's files can't be read to their end: asked when an engine has stumbled, since each says it in a way of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Settings, opened
from kaohe.bulk.extras import first_line, no_room, out_of_memory
from kaohe.bulk.paths import parquet
from kaohe.engine import Place, Problem, Said


def broken(files: Iterable[Path], settings: Settings, folder: Path) -> list[Problem]:
    """What is wrong with those Parquet files in which not every cell can be read, or which say of their columns what isn't so.

    Read with no more memory than the run had (`settings`); `folder` takes what doesn't fit. What is no fault of a file is raised as it is.
    """
    with opened(folder, settings) as reader:
        return [problem for file in files if file.suffix.lower() == ".parquet" and (problem := _broken(reader, file))]


def _broken(reader: Any, file: Path) -> Problem | None:
    try:
        reader.execute(f"SELECT BIT_XOR(hash(whole_row)) FROM {parquet([file])} whole_row").fetchall()
        said, found = _bounds(reader, file), _bounds(reader, file, read="statistics_propagation")
    except Exception as wrong:  # whatever a broken file makes of the reader
        if out_of_memory(wrong) or no_room(wrong):
            raise
        return Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(str(file)))
    if false := [name for name, bounds in said.items() if not _same(bounds, found[name])]:
        return Problem("bulk.unreadable", {"found": Said("bulk.false_bounds", {"columns": false})}, Place(str(file)))
    return None


def _same(one: Any, other: Any) -> bool:
    """Equal; what is no number isn't even equal to itself, but is spelled alike."""
    return bool(one == other) or repr(one) == repr(other)


def _bounds(reader: Any, file: Path, read: str = "") -> dict[str, tuple[Any, Any]]:
    """The least and the largest of each column: as the file says it of itself, or as they are `read` without that help."""
    reader.execute(f"SET disabled_optimizers = '{read}'")
    names = [row[0] for row in reader.execute(f"DESCRIBE SELECT * FROM {parquet([file])}").fetchall()]
    bounds = ", ".join(f"MIN({name}), MAX({name})" for name in map(DUCKDB.named, names))
    row = reader.execute(f"SELECT {bounds} FROM {parquet([file])}").fetchone()
    return {name: (row[2 * at], row[2 * at + 1]) for at, name in enumerate(names)}
