"""Which of a year's files can't be read to their end: asked when an engine has stumbled, since each says it in a way of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import first_line, needed
from kaohe.bulk.paths import parquet
from kaohe.engine import Place, Problem, Said


def broken(files: Iterable[Path]) -> list[Problem]:
    """What is wrong with those Parquet files in which not every cell can be read, or which say of their columns what isn't so."""
    return [problem for file in files if file.suffix.lower() == ".parquet" and (problem := _broken(file))]


def _broken(file: Path) -> Problem | None:
    try:
        with needed("duckdb").connect() as reader:
            reader.execute(f"SELECT BIT_XOR(hash(f)) FROM {parquet([file])} f").fetchall()
            said, found = _bounds(reader, file), _bounds(reader, file, read="statistics_propagation")
    except Exception as wrong:  # whatever a broken file makes of the reader
        return Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(str(file)))
    if false := [name for name, bounds in said.items() if bounds != found[name]]:
        return Problem("bulk.unreadable", {"found": Said("bulk.false_bounds", {"columns": "、".join(false)})}, Place(str(file)))
    return None


def _bounds(reader: Any, file: Path, read: str = "") -> dict[str, tuple[Any, Any]]:
    """The least and the largest of each column: as the file says it of itself, or as they are `read` without that help."""
    reader.execute(f"SET disabled_optimizers = '{read}'")
    names = [row[0] for row in reader.execute(f"DESCRIBE SELECT * FROM {parquet([file])}").fetchall()]
    bounds = ", ".join(f"MIN({name}), MAX({name})" for name in map(DUCKDB.named, names))
    row = reader.execute(f"SELECT {bounds} FROM {parquet([file])}").fetchone()
    return {name: (row[2 * at], row[2 * at + 1]) for at, name in enumerate(names)}
