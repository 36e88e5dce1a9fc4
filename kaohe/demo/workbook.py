"""The demo year as the Excel workbook that ships with the product and that `./run score` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kaohe.demo.goals import CLOSED
from kaohe.demo.people import DEMO_BUREAU
from kaohe.demo.year import demo_year
from kaohe.engine import Refused, Rulebook, load_folder
from kaohe.files.facts_workbook import write_facts_workbook

_HOUSE: Final = Path(__file__).parents[2]
RULEBOOK_FOLDER: Final = _HOUSE / "rulebooks" / "shinan-finance-2005"
SHIPPED: Final = _HOUSE / "demo" / f"demo-bureau-{CLOSED}.xlsx"
NOTE: Final = "演示数据：人员、文号和事项均为虚构。Demonstration data: everyone and everything in it is invented."


def demo_rulebook() -> Rulebook:
    """The founding rulebook, for which the demo bureau was made. Raises Refused where it can't be read."""
    loaded = load_folder(RULEBOOK_FOLDER)
    if loaded.rulebook is None:
        raise Refused(loaded.problems)
    return loaded.rulebook


def write_demo_workbook(target: Path, rulebook: Rulebook) -> None:
    """Write the closed year, marked as demonstration data above every sheet. Raises OSError."""
    write_facts_workbook(target, rulebook, demo_year(CLOSED), title=DEMO_BUREAU, note=NOTE)
