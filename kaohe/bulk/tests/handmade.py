"""A year as people write it: files by hand, what it comes to, and why it is refused."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.tables import tables_in
from kaohe.engine import Refused
from tests.support.founding import founding_rulebook

YEAR = 2025
BOOK = founding_rulebook()
PLAN = compiled(BOOK, YEAR)
HEADER = "entry,department,rule,occurred_on,count,level,matter,amount,reverses"
NUMBERS = ["4" for _ in BOOK.attributes]
DEPARTMENTS = "".join(f"{','.join(cells)}\n" for cells in (["department", "size", *BOOK.attributes], ["a", "9", *NUMBERS], ["b", "9", *NUMBERS]))
ABSENT = "{},a,training.absence,2025-03-01,1,,,,"


def year(folder, ledger, **more):
    """A folder of CSV files; several ledger files where there are several texts."""
    files = {"departments": DEPARTMENTS} | more
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    texts = [ledger] if isinstance(ledger, str) else ledger
    (folder / "ledger").mkdir()
    for at, text in enumerate(texts):
        (folder / "ledger" / f"{at}.csv").write_text(text, encoding="utf-8")
    return tables_in(folder)


def points(engine, tables, folder, item="total"):
    """What each department gets for an item, in exact units."""
    with TemporaryDirectory(dir=folder) as own, engine(PLAN, Path(own)) as run:
        run.score_files(tables)
        return {row["department"]: row[f"settled/{item}" if f"settled/{item}" in row else f"exact/{item}"] for row in run.results()}


def refusal(engine, tables, folder):
    """The codes and places that a year is refused by."""
    with TemporaryDirectory(dir=folder) as own, engine(PLAN, Path(own)) as run, pytest.raises(Refused) as found:
        run.score_files(tables)
    return {(problem.code, problem.place.row if problem.place else None) for problem in found.value.problems}
