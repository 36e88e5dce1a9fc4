"""The engines are extras: asked for when they are used, missed with a sentence that says how to get them, quoted in one line,
and DuckDB asked for rows in their order."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import RLock
from typing import Any, Final

from kaohe.engine import Problem, Refused

#: How each is installed.
_HINTS: Final = {"pyspark": "./run setup --spark"}


def needed(package: str) -> Any:
    """The package. Raises Refused where it isn't installed."""
    try:
        return import_module(package)
    except ImportError as missing:
        whole = package.partition(".")[0]
        values = {"package": whole, "hint": _HINTS.get(whole, "./run setup --bulk")}
        raise Refused([Problem("bulk.not_installed", values)]) from missing


def first_line(wrong: BaseException) -> str:
    """What an engine complains of, in one line, without its full stop."""
    return str(wrong).strip().splitlines()[0].rstrip(".") if str(wrong).strip() else type(wrong).__name__


def out_of_memory(wrong: BaseException) -> bool:
    """True where DuckDB complains of too little memory; whoever has no DuckDB never meets that."""
    return type(wrong).__name__ == "OutOfMemoryException"


def no_room_aside(wrong: BaseException) -> bool:
    """True where it was the disk for what memory doesn't hold that was too small."""
    return out_of_memory(wrong) and "offload" in str(wrong)


def panicked(wrong: BaseException) -> bool:
    """True where Polars gave up in a way that is no exception of Python's."""
    return type(wrong).__name__ == "PanicException"


def no_room(wrong: BaseException) -> int | None:
    """The system's number of what an engine complains of, where a disk takes no more: it is full, its quota is used up, or a file may be no larger."""
    said = str(wrong)
    return next((number for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) if os.strerror(number) in said), None)


#: Who has asked for rows in their order; it holds for all that DuckDB is asked meanwhile.
_ASKED = RLock()


@contextmanager
def in_order(connection: Any) -> Iterator[None]:
    """Within it DuckDB gives a file's rows in their order; afterwards as it did before. One at a time: others wait."""
    with _ASKED:
        usual = connection.execute("SELECT current_setting('preserve_insertion_order')").fetchone()[0]
        connection.execute("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            connection.execute(f"SET preserve_insertion_order = {usual}")
