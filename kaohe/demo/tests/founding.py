"""The founding rulebook, read once for these tests."""

from pathlib import Path

from kaohe.engine import load_folder

_LOADED = load_folder(Path(__file__).parents[3] / "rulebooks" / "shinan-finance-2005")
assert _LOADED.rulebook is not None, _LOADED.problems
RULEBOOK = _LOADED.rulebook
