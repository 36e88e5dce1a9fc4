"""What commands are given: a rulebook, facts, a department, an item, and a place to write. Refused with every reason."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from kaohe.cli.frame import show_problems
from kaohe.cli.parser import day, suggestion, year
from kaohe.cli.terminal import progress
from kaohe.cli.words import reason, say
from kaohe.engine import Board, Facts, Node, Problem, Refused, Rulebook, Standing, errors, load_folder, score, spoken
from kaohe.files.atomic import new_file

RULEBOOKS: Final = Path(__file__).parents[2] / "rulebooks"
DEFAULT: Final = "shinan-finance-2005"
#: How the tables of a year are called, whether they are files or folders of many.
_TABLES: Final = ("ledger", "departments", "goals", "about.json")


def add_rulebook(parser: argparse.ArgumentParser, language: str) -> None:
    """`--rulebook DIR`."""
    help_text = say("arg.rulebook", language, default=DEFAULT)
    parser.add_argument("--rulebook", metavar="DIR", default=DEFAULT, help=help_text)


def add_facts(parser: argparse.ArgumentParser, language: str) -> None:
    """`FACTS`, and what goes with them."""
    parser.add_argument("facts", metavar="FACTS", type=Path, help=say("arg.facts", language))
    add_rulebook(parser, language)
    add_time(parser, language)


def add_time(parser: argparse.ArgumentParser, language: str) -> None:
    """`--year` and `--as-of`."""
    parser.add_argument("--year", metavar="Y", type=year(language), help=say("arg.year", language))
    parser.add_argument("--as-of", metavar="DATE", type=day(language), help=say("arg.as_of", language))


def rulebook_folder(named: str) -> Path:
    """The folder of a rulebook: a path, or the name of one that is included. Raises Refused."""
    for folder in (Path(named), RULEBOOKS / named):
        if folder.is_dir():
            return folder
    included = sorted(path.parent.name for path in RULEBOOKS.glob("*/rulebook.yaml"))
    raise Refused([Problem("cli.no_rulebook", {"found": named, "expected": included})])


def rulebook_named(named: str) -> Rulebook:
    """That rulebook, read. Raises Refused with everything that keeps it from being read."""
    loaded = load_folder(rulebook_folder(named))
    if loaded.rulebook is None:
        raise Refused(loaded.problems)
    return loaded.rulebook


def facts_at(
    path: Path, rulebook: Rulebook, language: str, *, year: int | None = None, as_of: date | None = None
) -> Facts:
    """The facts in a file or folder. Warnings are shown at once. Raises Refused with every error."""
    from kaohe.files.reading import read_facts

    require_file(path)
    with progress(say("reading", language, file=path.name)) as tell:

        def told(sheet: str, done: int, rows: int) -> None:
            tell(f"{sheet} {done}/{rows}")

        read = read_facts(path, rulebook, year=year, as_of=as_of, progress=told)
    if read.facts is None:
        raise Refused(in_words(read.problems, rulebook, language))
    show_problems(in_words(read.problems, rulebook, language), language)
    return read.facts


def require_file(path: Path) -> None:
    """A path that leads nowhere is said plainly. Raises Refused."""
    if not path.exists():
        raise Refused([Problem("cli.no_file", {"found": str(path)})])


def scored(rulebook: Rulebook, facts: Facts, language: str) -> Board:
    """The board of sound facts. Raises Refused where the facts don't fit the rulebook."""
    with progress(say("scoring", language)):
        board = score(rulebook, facts)
    if wrong := errors(board.problems):
        raise Refused(in_words(wrong, rulebook, language))
    return board


def in_words(problems: Iterable[Problem], rulebook: Rulebook, language: str) -> list[Problem]:
    """The problems with the rulebook's labels in the reader's language."""
    return [spoken(problem, rulebook, language) for problem in problems]


def standing_named(name: str, board: Board, rulebook: Rulebook, language: str) -> Standing:
    """The department by code, name, short name or alias, in Chinese or English. Raises Refused with a suggestion."""
    from kaohe.engine import names_of

    departments = tuple(standing.department for standing in board.standings)
    names = dict(names_of(departments))
    names |= {rulebook.in_language(text, "en"): department for text, department in names_of(departments).items()}
    plain = {"".join(text.split()).lower(): department for text, department in names.items()}
    found = plain.get("".join(name.split()).lower())
    if found is None:
        shown = [rulebook.in_language(department.title, language) for department in departments]
        values = {"suggestion": suggestion(name, list(names), language), "expected": shown}
        raise Refused([Problem("cli.no_department", {"found": name, **values})])
    return board.of(found.code)


def node_named(name: str, tree: Node, rulebook: Rulebook, language: str) -> Node:
    """The item by code, label, clause or clause id, in Chinese or English. Raises Refused with a suggestion."""
    known: dict[str, Node] = {}
    for node in tree.walk():
        clause = rulebook.clauses.get(node.clause)
        for text in (
            node.code,
            node.label,
            rulebook.in_language(node.label, "en"),
            node.clause,
            clause.id if clause else "",
        ):
            known.setdefault("".join(text.split()).lower(), node)
    found = known.get("".join(name.split()).lower())
    if found is None or not name.strip():
        labels = [rulebook.in_language(node.label, language) for node in tree.walk()]
        hint = suggestion(name, [*labels, *(node.code for node in tree.walk())], language)
        raise Refused([Problem("cli.no_item", {"found": name, "suggestion": hint, "expected": labels})])
    return found


def refuse_overwriting(outputs: Iterable[Path | None], given: Iterable[Path | None]) -> None:
    """An output that is also an input, stands among its files, or is named twice, is a slip of the hand. Raises Refused."""
    inputs = [path for path in given if path is not None]
    folders = [path.resolve() for path in inputs if path.is_dir()]
    seen = {file.resolve() for path in inputs for file in (path, *(path.rglob("*") if path.is_dir() else ()))}
    for path in outputs:
        if path is None:
            continue
        target = path.resolve()
        if target in seen:
            raise Refused([Problem("cli.same_file", {"found": str(path)})])
        inside = target.exists() and not seen.isdisjoint(target.parents)
        if inside or any(_joins(target, folder) for folder in folders):
            raise Refused([Problem("cli.among_data", {"found": str(path)})])
        seen.add(target)


def _joins(target: Path, folder: Path) -> bool:
    """True for a name in a folder of data by which the file would be taken for a part of it."""
    return target.is_relative_to(folder) and target.relative_to(folder).parts[0].startswith(_TABLES)


def require_xlsx(target: Path) -> None:
    """A workbook must be named as one, or nothing will open it. Raises Refused."""
    if target.suffix.lower() != ".xlsx":
        raise Refused([Problem("cli.not_xlsx", {"found": str(target)})])


def require_parquet(target: Path) -> None:
    """What is written as Parquet must be named so, or another program is asked to open it; a device has the name that it has. Raises Refused."""
    if target.suffix.lower() != ".parquet" and (target.is_file() or not target.exists()):
        raise Refused([Problem("cli.not_parquet", {"found": str(target)})])


def write_file(target: Path, content: bytes, language: str) -> None:
    """Write it whole or not at all, and say so. Raises Refused where that can't be done."""
    try:
        with progress(say("writing", language, file=target.name)), new_file(target) as handle:
            handle.write(content)
    except OSError as wrong:
        values = {"file": str(target), "found": reason(wrong, language)}
        raise Refused([Problem("cli.unwritable", values)]) from wrong
    print(say("wrote", language, file=target), file=sys.stderr)


def show_or_write(text: str, output: Path | None, language: str) -> None:
    """Print the text, or write it into the file that `--output` names."""
    if output is None:
        print(text, end="" if text.endswith("\n") else "\n")
    else:
        write_file(output, text.encode(), language)
