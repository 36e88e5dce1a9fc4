"""`./run score`: the ranking of a year's facts, as a table, JSON, CSV, or a workbook in which the sum can be followed."""

from __future__ import annotations

import argparse
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from kaohe.cli import inputs
from kaohe.cli.frame import DONE, show_problems
from kaohe.cli.terminal import LEFT, RIGHT, screen_width, table, wrapped
from kaohe.cli.words import say
from kaohe.engine import Board, Rulebook, board_data, phrase, rounded
from kaohe.files.tables import Cell, board_table, csv_text, line_table

_MOST_PLACES = 4


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The facts, and the form of the answer."""
    inputs.add_facts(parser, language)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=say("arg.json", language))
    form.add_argument("--csv", action="store_true", help=say("arg.csv", language))
    form.add_argument("--lines", action="store_true", help=say("arg.lines", language))
    parser.add_argument("--xlsx", metavar="OUT", type=Path, help=say("arg.xlsx", language))
    parser.add_argument("--output", metavar="OUT", type=Path, help=say("arg.output", language))


def run(arguments: argparse.Namespace) -> int:
    """Score, show or write; what is still pending is said last. Raises Refused over unsound facts, and writes nothing."""
    language = arguments.language
    rulebook = inputs.rulebook_named(arguments.rulebook)
    if arguments.xlsx:
        inputs.require_xlsx(arguments.xlsx)
    inputs.refuse_overwriting([arguments.xlsx, arguments.output], [arguments.facts])
    facts = inputs.facts_at(arguments.facts, rulebook, language, year=arguments.year, as_of=arguments.as_of)
    board = inputs.scored(rulebook, facts, language)
    if arguments.xlsx:
        inputs.write_file(arguments.xlsx, _workbook(rulebook, board, language), language)
    inputs.show_or_write(_text(arguments, rulebook, board), arguments.output, language)
    show_problems(inputs.in_words(board.problems, rulebook, language), language)
    return DONE


def _workbook(rulebook: Rulebook, board: Board, language: str) -> bytes:
    from kaohe.files.score_workbook import write_score_workbook  # the library behind it is slow to import

    target = io.BytesIO()
    write_score_workbook(target, rulebook, board, language=language)
    return target.getvalue()


def _text(arguments: argparse.Namespace, rulebook: Rulebook, board: Board) -> str:
    language = arguments.language
    if arguments.json:
        return json.dumps(board_data(board), ensure_ascii=False, indent=1) + "\n"
    if arguments.csv:
        return csv_text(board_table(board, rulebook, language), language)
    if arguments.lines:
        return csv_text(line_table(board, rulebook, language), language)
    return (
        "\n".join([*wrapped(_title(rulebook, board, language), screen_width()), "", *_table(rulebook, board, language)])
        + "\n"
    )


def _title(rulebook: Rulebook, board: Board, language: str) -> str:
    named = {"bureau": board.bureau, "label": rulebook.label}
    spoken = {name: rulebook.in_language(text, language) for name, text in named.items()}
    title = say("title", language, year=board.year, **spoken)
    return f"{title} · {say('as_of', language, day=board.as_of.isoformat())}" if board.as_of else title


def _table(rulebook: Rulebook, board: Board, language: str) -> list[str]:
    content = board_table(board, rulebook, language)
    last = len(content.header) - 1
    places = _places(content.rows, rulebook)
    rows = [
        [
            _shown(cell, rulebook.rounding.places if at == last - 1 else places, rulebook, language)
            for at, cell in enumerate(row)
        ]
        for row in content.rows
    ]
    sides = [RIGHT if at not in (1, last) else LEFT for at in range(last + 1)]
    return table(content.header, rows, sides, screen_width())


def _places(rows: tuple[tuple[Cell, ...], ...], rulebook: Rulebook) -> int:
    """So many places that decimals add up before the reader's eyes; thirds and sevenths have no last place anyway."""
    parts = [cell for row in rows for cell in row[2:-2] if isinstance(cell, Decimal)]
    for places in range(rulebook.rounding.places, _MOST_PLACES):
        if all(rounded(part, places, "half_up") == part for part in parts):
            return places
    return _MOST_PLACES


def _shown(cell: Cell, places: int, rulebook: Rulebook, language: str) -> str:
    if cell is None:
        return phrase("table.pending", language)
    if isinstance(cell, str | int | date):
        return str(cell)
    number: Decimal = rounded(cell, places, rulebook.rounding.mode)
    return format(number, "f")
