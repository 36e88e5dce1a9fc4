"""The three tables of a year as columns: what they are called, what stands in them, and where a folder keeps them.

    ledger       one row an entry
    departments  one row an assessed department, with its bureau and its numbers; left out: those of the rulebook
    goals        one row a goal; left out: there are none

Each is one file or a folder of many, Parquet or CSV. A reversal is a row that names what it `reverses`, with its count below zero.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from kaohe.engine import Place, Problem, Refused, Rulebook

KEY, TEXT, WHOLE, EXACT, SHARE, DAY = "key", "text", "whole", "exact", "share", "day"
SUFFIXES: Final = (".parquet", ".csv")
ABOUT: Final = "about.json"
_NAMES: Final = ("ledger", "departments", "goals")
#: Files of rows that people keep beside these, and what packs one.
_SHEETS: Final = (*SUFFIXES, ".xlsx", ".xlsm", ".xls", ".ods", ".et", ".tsv")
_PACKED: Final = (".gz", ".zst", ".bz2", ".xz", ".zip")
_HIDDEN: Final = (".", "_", "~$")
#: How alike a header or a file's name must be to be told of as one that was meant.
_NEARLY: Final = 0.75


class Column(NamedTuple):
    """A column: its name, other headers that it is known by, what stands in it, and whether a table must have it.

    KEY is a number or a text, whichever the file has; EXACT a decimal (never a binary fraction); SHARE one that may be
    written as a fraction, 60/7.
    """

    name: str
    kind: str
    also: tuple[str, ...] = ()
    required: bool = False


LEDGER: Final = (
    Column("entry", KEY, ("记录号", "编号"), True),
    Column("department", KEY, ("科室", "科室代码"), True),
    Column("rule", TEXT, ("规则代码", "规则"), True),
    Column("occurred_on", DAY, ("发生日期",), True),
    Column("count", WHOLE, ("数量", "次数")),
    Column("level", TEXT, ("层级", "档次")),
    Column("matter", KEY, ("事项编号",)),
    Column("goal", TEXT, ("目标编号",)),
    Column("amount", EXACT, ("分值",)),
    Column("reverses", KEY, ("冲正记录号",)),
    Column("recorded_on", DAY, ("登记日期",)),
)
DEPARTMENTS: Final = (
    Column("department", KEY, ("代码", "科室代码"), True),
    Column("bureau", KEY, ("单位", "单位名称")),
    Column("name", TEXT, ("科室", "名称")),
    Column("size", WHOLE, ("人数",)),
)
GOALS: Final = (
    Column("department", KEY, ("科室", "科室代码"), True),
    Column("goal", TEXT, ("目标编号",), True),
    Column("category", TEXT, ("类别",), True),
    Column("base", SHARE, ("基本分",)),
    Column("base_below", WHOLE, ("基本分分母",)),
)


class Tables(NamedTuple):
    """Where a year's tables stand. No departments: those of the rulebook; no goals: there are none.

    own_goals  False for one of several ledger files that share their goals
    """

    ledger: tuple[Path, ...]
    departments: tuple[Path, ...] = ()
    goals: tuple[Path, ...] = ()
    year: int | None = None
    own_goals: bool = True

    def parts(self) -> list[Tables]:
        """One ledger file at a time, each with the goals of the same name; everything at once where names don't pair one to one."""
        if len(self.ledger) == 1:
            return [self]
        if len(self.goals) < 2:
            return [self._replace(ledger=(path,), own_goals=not self.goals) for path in self.ledger]
        ledger, goals = ({path.stem: path for path in files} for files in (self.ledger, self.goals))
        if ledger.keys() != goals.keys() or len(ledger) < len(self.ledger) or len(goals) < len(self.goals):
            return [self]
        return [self._replace(ledger=(path,), goals=(goals[name],)) for name, path in ledger.items()]


def department_columns(rulebook: Rulebook) -> tuple[Column, ...]:
    """The columns of the departments' table: its own, and one for each number that the rulebook asks for."""
    numbers = tuple(Column(code, WHOLE, (label,)) for code, label in rulebook.attributes.items())
    return (*DEPARTMENTS, *numbers)


def tables_in(folder: Path) -> Tables:
    """The tables of a folder: ledger.parquet, or a folder ledger/ of many files; departments and goals beside it.

    Raises Refused where there is no ledger, and for every file that was meant to be a table, or a part of one, and is none.
    """
    if odd := [problem for name in _NAMES for problem in _odd(folder, name)]:
        raise Refused(odd)
    ledger, departments, goals = (_files(folder, name) for name in _NAMES)
    if not ledger:
        raise Refused([Problem("bulk.no_ledger", {"found": folder, "names": ("ledger.parquet", "ledger.csv", "ledger/")})])
    return Tables(ledger, departments, goals, _year(folder))


def holds_tables(path: Path) -> bool:
    """True for a folder that keeps a year as columns, or was meant to: there is a ledger, or what looks like one."""
    return path.is_dir() and bool(_files(path, "ledger") or list(_odd(path, "ledger")))


def unused_in(folder: Path) -> list[str]:
    """Files of rows beside the tables of a folder, and folders that hold such, that no table is made of, by their names."""
    used = {path for name in _NAMES for path in _called(folder, name)}
    others = {path: list(_below(path)) if path.is_dir() else [path] for path in _seen(folder)}
    return [path.name for path, below in others.items() if any(_is_sheet(each) for each in below) and used.isdisjoint(below)]


def _files(folder: Path, name: str) -> tuple[Path, ...]:
    """The files of a table: its own, then those of folders of that name (`ledger`, or `ledger.parquet` as Spark writes it)."""
    known = [(SUFFIXES.index(path.suffix.lower()), path) for path in _called(folder, name) if _is_table(path)]
    return tuple(path for _, path in sorted(known, key=lambda each: (each[1].parent != folder, *each)))


def _odd(folder: Path, name: str) -> Iterator[Problem]:
    """What would be left out of a table without a word: its files in another format, and what is nearly called like it."""
    yield from (Problem("bulk.odd_file", {"name": name}, Place(str(path))) for path in sorted(_called(folder, name)) if not _is_table(path))
    for path in _seen(folder):
        if _is_nearly(path, name) and (_is_sheet(path) if not path.is_dir() else any(map(_is_table, _below(path)))):
            yield Problem("bulk.stray_file", {"name": name, "found": path.name}, Place(str(path)))


def _called(folder: Path, name: str) -> Iterator[Path]:
    """Every file that is called like a table or stands in a folder that is."""
    for path in _seen(folder):
        if path.is_dir() and path.name.lower() in _folders(name):
            yield from _below(path)
        elif not path.is_dir() and path.stem.lower() == name:
            yield path


def _is_nearly(path: Path, name: str) -> bool:
    """True for what is called nearly like a table, or like it and something more; false for what is called like it."""
    called = path.name.lower() in _folders(name) if path.is_dir() else path.stem.lower() == name
    return not called and (path.name.lower().startswith(name) or bool(get_close_matches(path.stem.lower(), [name], cutoff=_NEARLY)))


def _folders(name: str) -> tuple[str, ...]:
    return (name, *(name + suffix for suffix in SUFFIXES))


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _is_sheet(path: Path) -> bool:
    """True for a file of rows, whether it is read here or not, also where it is packed."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return bool(suffixes) and suffixes[-1] in _SHEETS


def _seen(folder: Path) -> list[Path]:
    """What stands in a folder; not what begins with a dot or `_` (Spark, too, passes over those) or what Excel leaves while it is open."""
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(_HIDDEN)] if folder.is_dir() else []


def _below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and those below it that isn't hidden, links followed, each folder once."""
    seen = set[str]()
    for place, folders, names in os.walk(folder, followlinks=True):
        seen.add(os.path.realpath(place))
        folders[:] = [each for each in folders if not each.startswith(_HIDDEN) and os.path.realpath(f"{place}/{each}") not in seen]
        yield from (Path(place, name) for name in names if not name.startswith(_HIDDEN))


def _year(folder: Path) -> int | None:
    """The year that the folder says it holds; None where it says nothing (or nothing that can be read)."""
    try:
        year = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["year"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return year if type(year) is int and 1900 <= year <= 9999 else None  # true is an int to Python, and no year


def matched(columns: Sequence[Column], headers: Iterable[str], file: Path | str) -> dict[str, str]:
    """Which header fills which column. Raises Refused for a required one that is missing, one that is there twice, and a header
    that might be either of two.
    """
    meant = {header: _meant(header, columns) for header in headers}
    unclear = {header: names for header, names in meant.items() if len(names) > 1}
    problems = [Problem("bulk.either_column", {"found": header, "names": names}, Place(str(file))) for header, names in unclear.items()]
    found: dict[str, str] = {}
    for column in columns:
        fitting = [header for header, names in meant.items() if names == [column.name]]
        if len(fitting) > 1:
            values = {"column": column.name, "found": fitting}
            problems.append(Problem("bulk.two_columns", values, Place(str(file))))
        elif fitting:
            found[column.name] = fitting[0]
        elif column.required and not any(column.name in names for names in unclear.values()):
            values = {"column": column.name, "found": tuple(meant), "also": column.also}
            problems.append(Problem("bulk.no_column", values, Place(str(file))))
    problems += [] if problems else _nearly(columns, [header for header in meant if header not in found.values()], found, file)
    if problems:
        raise Refused(problems)
    return found


def _meant(header: str, columns: Sequence[Column]) -> list[str]:
    """The columns that a header may be meant for: by their name, else by another as it is written, else by one but for a bracket's remark."""
    said, plain = _written(header), _plain(header)
    ways = (
        [column.name for column in columns if said == _written(column.name)],
        [column.name for column in columns if said in map(_written, column.also)],
        [column.name for column in columns if plain and plain in map(_plain, (column.name, *column.also))],
    )
    return next(filter(None, ways), [])


def _written(header: str) -> str:
    """A header without what people write it with: blanks, stars, capitals, full-width letters."""
    return "".join(unicodedata.normalize("NFKC", header).split()).strip("*").lower()


def _plain(header: str) -> str:
    """The same without a remark in brackets."""
    return _written(header).split("(")[0].strip("*")


def _nearly(columns: Sequence[Column], others: Iterable[str], found: Mapping[str, str], file: Path | str) -> Iterator[Problem]:
    """Headers that are nothing, and nearly that of a column which the file hasn't got: passed over, they might change every score."""
    missing = {_plain(name): column.name for column in columns if column.name not in found for name in (column.name, *column.also)}
    for header in others:
        if near := get_close_matches(_plain(header), missing, n=1, cutoff=_NEARLY):
            yield Problem("bulk.nearly", {"found": header, "column": missing[near[0]], "also": near[0]}, Place(str(file)))
