"""What the commands over columns are given: a rulebook, a year as tables, limits, and a folder for what doesn't fit."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.broken import broken
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck, Settings
from kaohe.bulk.extras import first_line, no_room, no_room_aside, out_of_memory, panicked
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits, Plan
from kaohe.bulk.running import Tell
from kaohe.bulk.statistics import MADE_FOR
from kaohe.bulk.tables import SUFFIXES, Tables, holds_tables, tables_in, unused_in
from kaohe.cli import inputs
from kaohe.cli.frame import interrupted
from kaohe.cli.parser import memory, whole
from kaohe.cli.terminal import plain, progress
from kaohe.cli.words import say
from kaohe.engine import Place, Problem, Refused, Rulebook, Said

#: More would only wait for each other.
_MOST_THREADS: Final = 1024
#: Decimals that tables can hold.
_MOST_PLACES: Final = 10
#: Acts that take one file of a ledger after the other, and those that could be done with some bureaus at a time; the others want all at once.
_PART_BY_PART: Final = ("score", "verify")
_APART: Final = ("explain", "stats")
#: Arguments that name what is written.
_WRITTEN: Final = ("out", "output", "each")
#: Where the rows of a table that was made of facts stand in these, by its file; the first is the facts as a whole.
Places = Mapping[str, Sequence[Place]]
Engine = TypeVar("Engine", bound=Duck)


class Opened(NamedTuple):
    """A plan, its tables, and a folder that is gone when the command ends. `unused`: headers that no table has, as they are met."""

    rulebook: Rulebook
    plan: Plan
    tables: Tables
    folder: Path
    settings: Settings
    unused: set[str]

    def run(self, engine: type[Engine]) -> Engine:
        """A run of the year, which notes what is unused here."""
        run = engine(self.plan, self.folder, self.settings)
        run.views.unused = self.unused
        return run


def add_data(parser: argparse.ArgumentParser, language: str, *, needed: bool = True) -> None:
    """`DATA`, the rulebook and what goes with them."""
    nargs = None if needed else "?"
    parser.add_argument("data", metavar="DATA", type=Path, nargs=nargs, help=say("bulk.arg.data", language))
    inputs.add_rulebook(parser, language)
    inputs.add_time(parser, language)
    add_limits(parser, language)
    parser.add_argument("--memory", metavar="SIZE", type=memory(language), help=say("bulk.arg.memory", language))
    parser.add_argument("--threads", metavar="N", type=whole(language, 1, _MOST_THREADS), default=0, help=say("bulk.arg.threads", language))


def add_limits(parser: argparse.ArgumentParser, language: str) -> None:
    """The limits that exactness is proven for."""
    for name, default in Limits()._asdict().items():
        option = f"--{name.replace('_', '-')}"
        kind = whole(language, *((0, _MOST_PLACES) if name.endswith("places") else (1, MOST)))
        parser.add_argument(option, metavar="N", type=kind, help=say(f"bulk.arg.{name}", language, default=default))


def limits_of(arguments: argparse.Namespace) -> Limits:
    """The limits that were asked for, the usual ones where none was."""
    asked = {name: getattr(arguments, name) for name in Limits._fields}
    return Limits(**{name: limit for name, limit in asked.items() if limit is not None})


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Opened]:
    """The year that the arguments name; at its end its unused columns are told. Raises Refused with every reason why it can't be opened."""
    rulebook = inputs.rulebook_named(arguments.rulebook)
    with tempfile.TemporaryDirectory(prefix="kaohe-bulk-") as name, worded(rulebook, arguments):
        folder = Path(name)
        tables, places = _tables(arguments, rulebook, folder)
        if (number := arguments.year or tables.year) is None:
            raise Refused([Problem("bulk.no_year")])
        plan = compiled(rulebook, number, arguments.as_of, limits_of(arguments))
        year = Opened(rulebook, plan, tables, folder, Settings(arguments.memory or "", arguments.threads), set())
        try:
            with _whole_told(year):
                yield year
        except Refused as refused:
            raise Refused([*_without_departments(year, arguments.data, refused), *(_as_given(each, places) for each in refused.problems)]) from refused
    _tell_unused("columns", year.unused, arguments.language)
    _tell_unused("files", unused_in(arguments.data) if holds_tables(arguments.data) else (), arguments.language)


@contextmanager
def _whole_told(year: Opened) -> Iterator[None]:
    """Where an engine stumbles and files of the year can't be read to their end, these are what is told."""
    try:
        yield
    except (Refused, OSError):
        raise
    except BaseException as wrong:
        stumbled = isinstance(wrong, Exception) or panicked(wrong)
        if not stumbled or interrupted(wrong) or out_of_memory(wrong) or no_room(wrong):
            raise
        if problems := broken([*year.tables.ledger, *year.tables.departments, *year.tables.goals], year.settings, year.folder):
            raise Refused(problems) from wrong
        raise


@contextmanager
def room_told(*targets: Path) -> Iterator[None]:
    """Where DuckDB finds no room on the disk, that is what the system says, of what was to be written."""
    try:
        yield
    except Exception as wrong:
        if isinstance(wrong, OSError) or (number := no_room(wrong)) is None:
            raise
        raise OSError(number, os.strerror(number), ", ".join(map(str, _without_room(targets)))) from wrong


def _without_room(targets: Sequence[Path]) -> Sequence[Path]:
    """What is written, or the folder for temporary files where this lies on another disk that has less room."""
    aside, beside = Path(tempfile.gettempdir()), [room_at(target.parent) for target in targets if target.parent.exists()]
    device, free = room_at(aside)
    elsewhere = beside and all(device != other and free < room for other, room in beside)
    return [aside] if elsewhere else targets


def room_at(folder: Path) -> tuple[int, int]:
    """Which disk a folder lies on, and how many bytes are free there."""
    return folder.stat().st_dev, shutil.disk_usage(folder).free


@contextmanager
def worded(rulebook: Rulebook, arguments: argparse.Namespace) -> Iterator[None]:
    """Whatever is refused names things in the reader's language, and so does it where memory was too little."""
    try:
        with room_told(*(target for name in _WRITTEN if (target := getattr(arguments, name, None)))):
            yield
    except Refused as refused:
        raise Refused(inputs.in_words(refused.problems, rulebook, arguments.language)) from refused
    except Exception as wrong:
        if not out_of_memory(wrong):
            raise
        if no_room_aside(wrong):
            raise Refused([Problem("bulk.no_room_aside", {"folder": tempfile.gettempdir(), "found": first_line(wrong)})]) from wrong
        raise Refused([Problem("bulk.out_of_memory", {"found": first_line(wrong), **_sparing(arguments)})]) from wrong


def _sparing(arguments: argparse.Namespace) -> dict[str, object]:
    """How much memory there was, and what of all that spares some hasn't been done."""
    parts: object = ""
    if arguments.act in _PART_BY_PART or getattr(arguments, "engine", "") == "polars":
        parts = Said("bulk.several_files") if holds_tables(arguments.data) and len(tables_in(arguments.data).ledger) == 1 else ""
    elif arguments.act in _APART:
        parts = Said("bulk.several_folders")
    return {"memory": arguments.memory or "—", "threads": "" if arguments.threads == 1 else Said("bulk.one_thread"), "parts": parts}


def _tables(arguments: argparse.Namespace, rulebook: Rulebook, folder: Path) -> tuple[Tables, Places]:
    """Tables as they stand, or made of a file of facts, whose rows then stand elsewhere."""
    inputs.require_file(arguments.data)
    if arguments.data.is_file() and arguments.data.suffix.lower() in SUFFIXES:
        raise Refused([Problem("bulk.table_alone", {"found": arguments.data, "folder": arguments.data.parent})])
    if arguments.data.is_dir() and (holds_tables(arguments.data) or not any(arguments.data.glob("*.csv"))):
        return tables_in(arguments.data), {}
    facts = inputs.facts_at(arguments.data, rulebook, arguments.language, year=arguments.year, as_of=arguments.as_of)
    if arguments.as_of is None:
        arguments.as_of = facts.as_of
    made = folder / "tables"
    write_tables(made, rulebook, facts)
    named = {"ledger": facts.entries, "goals": facts.goals, "departments": facts.departments}
    whole = Place(str(arguments.data))
    return tables_in(made), {str(made / f"{name}.csv"): (whole, *(getattr(row, "place", whole) for row in rows)) for name, rows in named.items()}


def _without_departments(year: Opened, data: Path, refused: Refused) -> Iterator[Problem]:
    """Where departments aren't known and no table lists any, that is what is wrong first of all."""
    if not year.tables.departments and any(each.code.endswith(".unknown_department") for each in refused.problems):
        yield Problem("bulk.no_departments_table", {"found": data})


def _as_given(problem: Problem, places: Places) -> Problem:
    """A problem of a row in a table that was made of facts, at the place where the facts say it."""
    if (own := places.get(problem.place.file)) is None:
        return problem
    at = (problem.place.row or 1) - 1
    place = own[at] if at < len(own) and own[at] != Place() else own[0]
    return replace(problem, place=place)


def made_for(arguments: argparse.Namespace) -> dict[str, Any]:
    """What statistics are asked to have been made for, as they say it themselves; only what was asked for."""
    asked = {name: getattr(arguments, name) for name in MADE_FOR} | {"as_of": arguments.as_of and arguments.as_of.isoformat()}
    return {name: value for name, value in asked.items() if value is not None}


def refuse_data(arguments: argparse.Namespace, option: str) -> None:
    """Statistics are asked for, so a year beside them would go unread. Raises Refused."""
    if arguments.data is not None:
        raise Refused([Problem("bulk.data_beside", {"option": option, "found": arguments.data})])


def require_free(target: Path) -> None:
    """Nothing stands at that path yet. Raises Refused."""
    if target.exists():
        raise Refused([Problem("bulk.standing_out", {"found": target})])


def _tell_unused(what: str, names: Iterable[str], language: str) -> None:
    """Which columns or files say nothing here, on the error stream: whoever meant something by one should know."""
    if unused := sorted(names):
        print(plain(say(f"bulk.unused_{what}", language, names=unused)), file=sys.stderr)


@contextmanager
def told(language: str) -> Iterator[Tell]:
    """Progress on a terminal, in words."""
    with progress("") as tell:
        yield lambda what, at, of: tell(say(f"bulk.{what}", language) + (f" {at}/{of}" if of > 1 else ""))
