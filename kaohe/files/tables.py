"""A board as plain rows, and rows as CSV that no spreadsheet can be tricked with: what the command line and exports share."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import (
    Board,
    Exact,
    Line,
    Node,
    Rulebook,
    Standing,
    phrase,
    register,
    rounded,
    say,
    shown,
    times,
)
from kaohe.files.safe_cells import guarded

Cell = str | int | Exact | date | None

register(
    {
        "table.rank": ("名次", "Rank"),
        "table.department": ("科室", "Department"),
        "table.total": ("总分", "Total"),
        "table.remarks": ("备注", "Remarks"),
        "table.item": ("项目", "Item"),
        "table.item_code": ("项目代码", "Item code"),
        "table.clause": ("条款", "Clause"),
        "table.rule": ("规则代码", "Rule code"),
        "table.points": ("得分", "Points"),
        "table.counted": ("计入", "Counted"),
        "table.sentence": ("说明", "Explanation"),
        "table.entries": ("记录号", "Entries"),
        "table.yes": ("是", "yes"),
        "table.no": ("否", "no"),
        "table.pending": ("待定", "pending"),
        "table.so_far": ("暂计 {settled}，未定 {undecided}", "{settled} so far, {undecided} open"),
        "table.veto": ("一票否决，不参加排名", "vetoed: not ranked"),
        "table.bar": ("不得列入先进", "no honours"),
        "table.refer": ("移交追究责任", "handed on"),
        "table.tie": ("并列", "tied"),
        "table.separator": ("；", "; "),
        "table.outside": ("—", "–"),
    }
)

#: A CSV holds no fractions: "60/7" would be taken for a date. Twelve places keep it for every purpose of a table.
_PLACES: Final = 12


class Table(NamedTuple):
    """A header and rows as wide as it."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def board_table(board: Board, rulebook: Rulebook, language: str = "zh") -> Table:
    """One row a department, in the order of the ranking: rank, name, what each part brings, total, remarks.

    Parts are exact and weighted, so that they add up to the total. Nothing unknown has a number.
    """
    parts = rulebook.tree.items
    header = [phrase("table.rank", language), phrase("table.department", language)]
    header += [part_title(item.label, item.weight, rulebook, language) for item in parts]
    header += [phrase("table.total", language), phrase("table.remarks", language)]
    rows = []
    for standing in board.ranked():
        contributions = [contribution(child) for child in standing.tree.children]
        name = rulebook.in_language(standing.department.title, language)
        rank = phrase("table.outside", language) if standing.vetoed else standing.rank
        row = (rank, name, *contributions, standing.published, remarks(standing, board, rulebook, language))
        rows.append(row)
    return Table(tuple(header), tuple(rows))


def line_table(board: Board, rulebook: Rulebook, language: str = "zh") -> Table:
    """One row for each line of every tree: where it stands, what it moved, whether it counts, and why."""
    names = ("department", "item", "item_code", "clause", "rule", "points", "counted", "sentence", "entries")
    header = tuple(phrase(f"table.{name}", language) for name in names)
    rows = [
        _line_row(standing, node, line, rulebook, language)
        for standing in board.standings
        for node in standing.tree.walk()
        for line in node.lines
    ]
    return Table(header, tuple(rows))


def _line_row(standing: Standing, node: Node, line: Line, rulebook: Rulebook, language: str) -> tuple[Cell, ...]:
    return (
        rulebook.in_language(standing.department.title, language),
        rulebook.in_language(node.label, language),
        node.code,
        rulebook.in_language(rulebook.clause_label(line.clause), language),
        line.rule,
        line.points,
        phrase("table.yes" if line.counted else "table.no", language),
        say(line, rulebook, language).partition(" ")[2],  # its points have a column of their own
        " ".join(entry.id for entry in line.entries),
    )


def part_title(label: str, weight: Exact, rulebook: Rulebook, language: str) -> str:
    """The heading of a part with the share at which it counts: 业务工作×60%."""
    spoken = rulebook.in_language(label, language)
    return spoken if weight == 1 else f"{spoken}×{shown(times(weight, _HUNDRED))}%"


_HUNDRED: Final = Fraction(100)


def contribution(node: Node) -> Exact | None:
    """What a part brings to its parent; None while it is pending."""
    return None if node.points is None else times(node.points, node.weight)


def remarks(standing: Standing, board: Board, rulebook: Rulebook, language: str = "zh") -> str:
    """What must be said beside a department's total: pending with what is settled, veto, bar, referral, tie."""
    words = []
    if standing.tree.pending:
        places, mode = rulebook.rounding.places, rulebook.rounding.mode
        values = {
            "settled": shown(rounded(standing.tree.settled, places, mode)),
            "undecided": shown(rounded(standing.tree.undecided, places, mode)),
        }
        words.append(phrase("table.so_far", language, values))
    words += _consequences(standing, language)
    words += _tie(standing.rank, [other.rank for other in board.standings], language)
    return phrase("table.separator", language).join(words)


def ranking_remarks(standing: Standing, ranking: str, board: Board, language: str = "zh") -> str:
    """What must be said beside a department's place in that ranking: veto, bar, referral, tie."""
    ranks = {placing.department: placing.rank for placing in board.rankings[ranking]}
    tie = _tie(ranks[standing.department.code], list(ranks.values()), language)
    return phrase("table.separator", language).join([*_consequences(standing, language), *tie])


def _consequences(standing: Standing, language: str) -> list[str]:
    """Veto includes the bar; a referral is said beside either."""
    raised = {each.consequence for each in standing.tree.all_raised()}
    words = []
    if "veto" in raised:
        words.append(phrase("table.veto", language))
    elif "bar" in raised:
        words.append(phrase("table.bar", language))
    if "refer" in raised:
        words.append(phrase("table.refer", language))
    return words


def _tie(rank: int | None, ranks: Sequence[int | None], language: str) -> list[str]:
    return [phrase("table.tie", language)] if rank is not None and ranks.count(rank) > 1 else []


def csv_text(table: Table, language: str = "zh") -> str:
    """The table as CSV with a byte-order mark, which spreadsheets need to read Chinese. Unknown numbers say so."""
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_cell(name, language) for name in table.header])
    writer.writerows(_cells(row, language) for row in table.rows)
    return target.getvalue()


def _cells(row: Sequence[Cell], language: str) -> Iterator[str]:
    for cell in row:
        yield _cell(cell, language)


def _cell(cell: Cell, language: str) -> str:
    if cell is None:
        return phrase("table.pending", language)
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, int | date):
        return str(cell)
    return shown(rounded(cell, _PLACES, "half_up")) if isinstance(cell, Fraction) else shown(cell)
