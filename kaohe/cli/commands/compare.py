"""`./run compare`: what changed between two states of the facts, or between two editions of the rulebook, line by line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kaohe.cli import inputs
from kaohe.cli.frame import DONE
from kaohe.cli.terminal import screen_width, wrapped
from kaohe.cli.words import say
from kaohe.engine import Board, Difference, Problem, Refused, Rulebook, brief, compare, readable, rounded, shown, signed


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """One or two sets of facts, one or two rulebooks."""
    parser.add_argument("old", metavar="A", type=Path, help=say("arg.old", language))
    parser.add_argument("new", metavar="B", type=Path, nargs="?", help=say("arg.new", language))
    inputs.add_rulebook(parser, language)
    parser.add_argument("--with-rulebook", metavar="DIR", help=say("arg.with_rulebook", language))
    inputs.add_time(parser, language)
    parser.add_argument("--output", metavar="OUT", type=Path, help=say("arg.output", language))


def run(arguments: argparse.Namespace) -> int:
    """The differences, department by department. Raises Refused where there are not two things to compare."""
    language = arguments.language
    if arguments.new is None and arguments.with_rulebook is None:
        raise Refused([Problem("cli.nothing_to_compare")])
    inputs.refuse_overwriting([arguments.output], [arguments.old, arguments.new])
    first = inputs.rulebook_named(arguments.rulebook)
    second = inputs.rulebook_named(arguments.with_rulebook) if arguments.with_rulebook else first
    old = _board(arguments, arguments.old, first)
    new = _board(arguments, arguments.new or arguments.old, second)
    differences = compare(old, new)
    lines = list(_told(differences, (first, old), (second, new), language))
    lines.append(
        say("differences", language, count=len(differences)) if differences else say("no_difference", language)
    )
    inputs.show_or_write("\n".join(lines) + "\n", arguments.output, language)
    return DONE


def _board(arguments: argparse.Namespace, path: Path, rulebook: Rulebook) -> Board:
    language = arguments.language
    facts = inputs.facts_at(path, rulebook, language, year=arguments.year, as_of=arguments.as_of)
    return inputs.scored(rulebook, facts, language)


Side = tuple[Rulebook, Board]


def _told(differences: tuple[Difference, ...], old: Side, new: Side, language: str) -> Iterator[str]:
    columns = screen_width()
    for code, group in groupby(differences, key=lambda difference: difference.department):
        rulebook, board = new if any(each.department.code == code for each in new[1].standings) else old
        yield rulebook.in_language(board.of(code).department.title, language)
        item = ""
        for difference in group:
            side = old[0] if difference.what == "line_gone" else new[0]
            if difference.line is not None and difference.item != item:  # lines changed, their sum didn't
                label = board.of(code).tree.find(difference.item).label
                yield f"  {rulebook.in_language(label, language)}"
            item = difference.item
            indent = "    " if difference.line is not None else "  "
            first, *rest = wrapped(_sentence(difference, side, language), columns - 8)
            yield indent + first
            yield from (f"{indent}    {line}" for line in rest)
        yield ""


def _sentence(difference: Difference, rulebook: Rulebook, language: str) -> str:
    if difference.line is not None:
        return say(difference.what, language, line=brief(difference.line, rulebook, language))
    if difference.what == "points":
        values = {
            "label": rulebook.in_language(difference.label, language),
            "old": _points(difference.old, language),
            "new": _points(difference.new, language),
        }
        text = say("points", language, **values)
        if difference.change is None:
            return text
        exact = shown(difference.change)
        change = signed(difference.change if "/" not in exact else rounded(difference.change, 6, "half_up"))
        return f"{text} ({change})"
    read = _points if difference.what.startswith("department") else _fact
    return say(difference.what, language, old=read(difference.old, language), new=read(difference.new, language))


def _points(points: object, language: str) -> str:
    return say("pending", language) if points is None else readable(points)  # type: ignore[arg-type]


def _fact(value: object, language: str) -> str:
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    return "–" if value is None else str(value)
