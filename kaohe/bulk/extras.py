"""The engines are extras: asked for when they are used, missed with a sentence that says how to get them, and quoted in one line."""

from __future__ import annotations

import errno
import os
from importlib import import_module
from typing import Any, Final

from kaohe.engine import Problem, Refused

#: How each is installed.
_HINTS: Final = {"pyspark": "./run setup --spark"}


def needed(package: str) -> Any:
    """The package. Raises Refused where it isn't installed."""
    try:
        return import_module(package)
    except ImportError as missing:
        values = {"package": package, "hint": _HINTS.get(package, "./run setup --bulk")}
        raise Refused([Problem("bulk.not_installed", values)]) from missing


def first_line(wrong: BaseException) -> str:
    """What an engine complains of, in one line."""
    return str(wrong).strip().splitlines()[0] if str(wrong).strip() else type(wrong).__name__


def no_room(wrong: BaseException) -> int | None:
    """The system's number of what an engine complains of, where a disk takes no more: it is full, its quota is used up, or a file may be no larger."""
    said = str(wrong)
    return next((number for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) if os.strerror(number) in said), None)
