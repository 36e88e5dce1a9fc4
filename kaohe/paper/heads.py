"""The red head: how large its mark is set, what stands above it, and whether the first page still shows text under it."""

from __future__ import annotations

from math import ceil
from typing import Final, NamedTuple

from kaohe.paper import standard as std
from kaohe.paper.description import Head, Paper
from kaohe.paper.titles import title_lines
from kaohe.wording.widths import width

#: A mark is never squeezed to less than this; a longer one is set smaller still.
_LEAST_SQUEEZE: Final = 0.62
#: How high a mark's ink is, in sizes of its type.
INK: Final = 0.94
#: The title's lines, from one to the next, in points.
TITLE_PITCH: Final = 35.0


class Mark(NamedTuple):
    """How the mark is set: size and space between characters in points, and how far it is squeezed sideways."""

    size: float
    tracking: float
    squeeze: float


def fitted_mark(mark: str) -> Mark:
    """As large as the width allows, up to the usual size; a long name is squeezed, as printers do, before it shrinks.

    >>> fitted_mark("市南区财政局文件").size
    54.0
    """
    room = std.AREA_WIDTH * std.MM
    letters = max(1.0, width(mark) / 2)
    size = min(std.MARK_MOST, room / letters)
    if size >= std.MARK_LEAST:
        spare = room - letters * size
        tracking = min(size * 0.12, spare / letters * 0.5)
        return Mark(round(size, 1), round(max(0.0, tracking), 2), 1.0)
    squeeze = max(_LEAST_SQUEEZE, room / (letters * std.MARK_LEAST))
    return Mark(round(min(std.MARK_LEAST, room / (letters * squeeze)), 1), 0.0, round(squeeze - 0.005, 3))


def head_marks(head: Head) -> list[tuple[str, str]]:
    """What stands in the upper left corner, a line each, with its face: copy number, secrecy, urgency."""
    found = [(head.copy, "body"), (head.secrecy, "hei"), (head.urgency, "hei")]
    return [(words, face) for words, face in found if words]


class Opening(NamedTuple):
    """What stands before the text, in lines of the grid: all of it, and where the title begins in points from the top.

    mark_at, number_at, rule_at, title_at  from the area's upper edge, in points; 0 for what isn't there. A letter's mark is above it
    lines                                  of the grid that are gone before the addressee
    """

    title: tuple[str, ...]
    mark_at: float
    number_at: float
    rule_at: float
    title_at: float
    lines: int


def opening(paper: Paper) -> Opening:
    """Where the parts of the opening stand."""
    at = mark_at = number_at = rule_at = title_at = 0.0
    if paper.head and paper.head.letter:
        mark_at = (std.LETTER_TOP - std.TOP) * std.MM
        rule_at = mark_at + INK * fitted_mark(paper.head.mark).size + std.RULE_DROP * std.MM
        at = rule_at + std.LETTER_WEIGHT
        if rows := max(len(head_marks(paper.head)), bool(paper.head.number)):
            number_at = at + std.LETTER_NEAR
            at = number_at + std.BODY + (rows - 1) * std.PITCH
        at += 2 * std.PITCH
    elif paper.head:
        mark_at = std.MARK_DROP * std.MM
        at = mark_at + fitted_mark(paper.head.mark).size + 2 * std.PITCH
        if paper.head.number or paper.head.signer:
            number_at = at
            at += std.BODY
        rule_at = at + std.RULE_DROP * std.MM
        at = rule_at + std.RULE_WEIGHT + 2 * std.PITCH
    title = title_lines(paper.title)
    if title:
        title_at = at
        at += std.TITLE + (len(title) - 1) * TITLE_PITCH
    # One empty line stands between the title and what follows.
    lines = ceil((at + std.PITCH) / std.PITCH - 0.01) if at else 0
    return Opening(title, mark_at, number_at, rule_at, title_at, lines)


def moved_addressee(paper: Paper) -> tuple[str, str]:
    """The addressee with its colon, and what goes into the colophon instead because the first page would show no text."""
    if not paper.addressee:
        return "", ""
    lines = ceil(width(paper.addressee + "：") / 2 / std.CHARACTERS)
    # A word processor may need a line more for every eight of them.
    used = opening(paper).lines + lines + lines // 8
    return (f"{paper.addressee}：", "") if used < std.LINES else ("", paper.addressee)
