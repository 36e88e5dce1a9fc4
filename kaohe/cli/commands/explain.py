"""`./run explain`: why a department has its points, sentence by sentence, down to every entry."""

from __future__ import annotations

import argparse
from pathlib import Path

from kaohe.cli import inputs
from kaohe.cli.frame import DONE, show_problems
from kaohe.cli.terminal import screen_width, wrapped
from kaohe.cli.words import say
from kaohe.engine import Line, Rulebook, Sentence, explain, say_entry
from kaohe.engine import say as say_line
from kaohe.files.tables import remarks


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The facts, the department, and an item of it."""
    parser.add_argument("facts", metavar="FACTS", type=Path, help=say("arg.facts", language))
    parser.add_argument("department", metavar="DEPARTMENT", help=say("arg.department", language))
    parser.add_argument("item", metavar="ITEM", nargs="?", default="", help=say("arg.item", language))
    inputs.add_rulebook(parser, language)
    inputs.add_time(parser, language)
    parser.add_argument("--output", metavar="OUT", type=Path, help=say("arg.output", language))


def run(arguments: argparse.Namespace) -> int:
    """The sentences, indented as the tree is. Raises Refused for names that nobody has."""
    language = arguments.language
    inputs.refuse_overwriting([arguments.output], [arguments.facts])
    rulebook = inputs.rulebook_named(arguments.rulebook)
    facts = inputs.facts_at(arguments.facts, rulebook, language, year=arguments.year, as_of=arguments.as_of)
    board = inputs.scored(rulebook, facts, language)
    standing = inputs.standing_named(arguments.department, board, rulebook, language)
    node = inputs.node_named(arguments.item, standing.tree, rulebook, language) if arguments.item else standing.tree
    title = rulebook.in_language(standing.department.name, language)
    if (said := remarks(standing, board, rulebook, language)) and not arguments.item:
        title += f" · {said}"
    lines = [title, ""]
    columns = screen_width() if arguments.output is None else 100
    for sentence in explain(node, rulebook, language):
        lines += _indented(sentence.depth, sentence.text, columns)
        for text in _entries(sentence, language):
            lines += _indented(sentence.depth + 1, f"– {text}", columns)
    if not arguments.item:
        lines += _aside(standing.aside, rulebook, language, columns)
    inputs.show_or_write("\n".join(lines) + "\n", arguments.output, language)
    show_problems(inputs.in_words(standing.problems, rulebook, language), language)
    return DONE


def _entries(sentence: Sentence, language: str) -> list[str]:
    """The entries behind a line of many; a line of one tells of it in its own sentence."""
    line = sentence.line
    if line is None or len(line.entries) < 2 or line.entries[-1].reverses:
        return []
    return [" · ".join(say_entry(entry, language)) for entry in line.entries]


def _aside(lines: tuple[Line, ...], rulebook: Rulebook, language: str, columns: int) -> list[str]:
    """What stays outside the tree: entries after the day that the board knows, reversals of them, and the like."""
    if not lines:
        return []
    told = ["", say("aside", language)]
    for line in lines:
        told += _indented(1, say_line(line, rulebook, language), columns)
    return told


def _indented(depth: int, text: str, columns: int) -> list[str]:
    """The text under its depth, its further lines a little deeper than its first."""
    first, rest = "  " * depth, "  " * depth + "    "
    lines = wrapped(text, max(30, columns - len(rest)))
    return [first + lines[0], *(rest + line for line in lines[1:])]
