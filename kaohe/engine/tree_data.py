"""The board as plain data for JSON, bundles and snapshots, and back: what was announced is shown as it was, never computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.engine.exact import Exact, read_shown, shown
from kaohe.engine.facts import Department, Entry, Facts
from kaohe.engine.tree import Board, Line, Node, Placing, Raised, Standing


def number_text(number: Exact | None) -> str | None:
    """For JSON: the exact text of a number, None while unknown."""
    return None if number is None else shown(number)


def line_data(line: Line) -> dict[str, object]:
    """A line for JSON; entries by their ids."""
    return {
        "points": number_text(line.points),
        "what": line.what,
        "clause": line.clause,
        "rule": line.rule,
        "label": line.label,
        "entries": [entry.id for entry in line.entries],
        "counted": line.counted,
        "values": {name: _plain(value) for name, value in line.values.items()},
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal | Fraction):
        return shown(value)
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def node_data(node: Node) -> dict[str, object]:
    """A node and all under it for JSON: exact texts, never floats. The same tree always gives the same data."""
    return {
        "code": node.code,
        "label": node.label,
        "clause": node.clause,
        "full": shown(node.full),
        "weight": shown(node.weight),
        "points": number_text(node.points),
        "settled": shown(node.settled),
        "undecided": shown(node.undecided),
        "raw": number_text(node.raw),
        "lines": [line_data(line) for line in node.lines],
        "raised": [
            {
                "consequence": raised.consequence,
                "clause": raised.clause,
                "rule": raised.rule,
                "label": raised.label,
                "entries": [entry.id for entry in raised.entries],
            }
            for raised in node.raised
        ],
        "children": [node_data(child) for child in node.children],
    }


def board_data(board: Board) -> dict[str, object]:
    """The whole board for JSON, bundles and snapshots."""
    return {
        "rulebook": board.rulebook,
        "digest": board.digest,
        "bureau": board.bureau,
        "year": board.year,
        "as_of": board.as_of.isoformat() if board.as_of else None,
        "departments": [
            {
                "code": standing.department.code,
                "name": standing.department.name,
                "published": number_text(standing.published),
                "rank": standing.rank,
                "vetoed": standing.vetoed,
                "barred": standing.barred,
                "tree": node_data(standing.tree),
                "aside": [line_data(line) for line in standing.aside],
            }
            for standing in board.standings
        ],
        "rankings": {code: [_placing_data(each) for each in places] for code, places in board.rankings.items()},
        "honours": {code: [_placing_data(each) for each in places] for code, places in board.honours.items()},
        "problems": [problem.as_data() for problem in board.problems],
    }


def _placing_data(placing: Placing) -> dict[str, object]:
    return {
        "department": placing.department,
        "value": number_text(placing.value),
        "rank": placing.rank,
        "why": placing.why,
    }


def board_from_data(data: Mapping[str, Any], facts: Facts) -> Board:
    """The board that `board_data` made these data of, over the facts it was computed from; `board_data` of it is the same.

    Problems are not among it: of them only the words were kept, and those stand in the data.
    """
    entries = {entry.id: entry for entry in facts.entries}
    departments = {(each.code, each.name): each for each in facts.departments}  # a code may stand twice by mistake
    standings = tuple(
        Standing(
            department=departments.get((each["code"], each["name"])) or Department(each["code"], each["name"]),
            tree=(tree := _node(each["tree"], entries)),
            raised=tree.all_raised(),
            aside=tuple(_line(line, entries) for line in each["aside"]),
            published=_published(each["published"]),
            rank=each["rank"],
        )
        for each in data["departments"]
    )
    return Board(
        rulebook=data["rulebook"],
        digest=data["digest"],
        year=data["year"],
        as_of=date.fromisoformat(data["as_of"]) if data["as_of"] else None,
        standings=standings,
        rankings={code: tuple(map(_placing, places)) for code, places in data["rankings"].items()},
        honours={code: tuple(map(_placing, places)) for code, places in data["honours"].items()},
        bureau=data["bureau"],
    )


def _node(data: Mapping[str, Any], entries: Mapping[str, Entry]) -> Node:
    return Node(
        code=data["code"],
        label=data["label"],
        clause=data["clause"],
        full=Decimal(data["full"]),
        weight=Decimal(data["weight"]),
        points=_read(data["points"]),
        settled=read_shown(data["settled"]),
        undecided=read_shown(data["undecided"]),
        raw=_read(data["raw"]),
        lines=tuple(_line(line, entries) for line in data["lines"]),
        children=tuple(_node(child, entries) for child in data["children"]),
        raised=tuple(
            Raised(each["consequence"], each["clause"], each["rule"], each["label"], _named(each["entries"], entries))
            for each in data["raised"]
        ),
    )


def _line(data: Mapping[str, Any], entries: Mapping[str, Entry]) -> Line:
    return Line(
        points=_read(data["points"]),
        what=data["what"],
        clause=data["clause"],
        rule=data["rule"],
        label=data["label"],
        entries=_named(data["entries"], entries),
        counted=data["counted"],
        values=data["values"],
    )


def _named(ids: Iterable[str], entries: Mapping[str, Entry]) -> tuple[Entry, ...]:
    return tuple(entries[each] for each in ids)


def _placing(data: Mapping[str, Any]) -> Placing:
    return Placing(data["department"], _published(data["value"]), data["rank"], data["why"])


def _read(text: str | None) -> Exact | None:
    return None if text is None else read_shown(text)


def _published(text: str | None) -> Decimal | None:
    """A figure that was rounded for publication, and so is a Decimal."""
    return None if text is None else Decimal(text)
