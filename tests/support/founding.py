"""The founding rulebook, read once for all tests."""

from __future__ import annotations

from functools import cache
from typing import Final

from kaohe.engine import Rulebook, load_folder
from tests.support.repository import ROOT

FOLDER: Final = ROOT / "rulebooks" / "shinan-finance-2005"


@cache
def founding_rulebook() -> Rulebook:
    """The rulebook that ships with the project."""
    loaded = load_folder(FOLDER)
    assert loaded.rulebook is not None, loaded.problems
    return loaded.rulebook
