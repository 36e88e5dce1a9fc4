"""The engines are extras: asked for when they are used, missed with a sentence that says how to get them, and quoted in one line."""

from __future__ import annotations

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
