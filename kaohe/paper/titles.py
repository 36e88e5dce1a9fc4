"""Breaks a title into lines by sense, in the shape of a trapezium or a rhombus, as GB/T 9704 asks."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from math import ceil
from typing import Final

from kaohe.paper.standard import TITLE_CHARACTERS
from kaohe.wording.widths import letter_width, width

#: What stays in one piece wherever it fits: words of such titles, numbers with their unit, letters.
_PIECES: Final = re.compile(
    r"\d+年度?|第[一二三四1-4]季度|[一二三四五六七八九十]+季度|\d[\d.,〔〕]*[号期项个]?|[A-Za-z][A-Za-z'’.-]*"
    r"|目标绩效考核|绩效考核|目标责任书|目标考核|业务工作|机关建设|工作目标|领导小组|考核小组|考核办法|考核结果|办公室|办公会议?|会议纪要"
    r"|重点工作|完成情况|信息报送|报送|采用情况|计分表|情况表|登记表|台账|财政局|委员会|中心|公示|通报|通知|公告|决定|意见|复核|异议|受理|回执"
    r"|关于|情况|结果|工作|考核|目标|年度|季度|统计|名单|名次|评议|划档|得分"
)
_OPENING: Final = "《〈“‘（(〔【「"
_CLOSING: Final = "》〉”’）)〕】」、，。：；！？,.:;!?…—·的"
#: No title is longer (in half characters); what is, is no title, and isn't worth the reckoning.
_LONGEST: Final = 320
#: A new line may well begin with these, and badly with what depends on the word before it.
_GOOD_START: Final = ("关于", "的", "和", "与", "及", "暨", "情况", "结果")


def title_lines(title: str, most: int = TITLE_CHARACTERS) -> tuple[str, ...]:
    """The title's lines, each of at most `most` Chinese characters; none for a title without text.

    Line breaks that stand in the title are kept. A title is broken where the sense allows, into as few lines as possible,
    of nearly equal length, the last not longer than the ones before.
    """
    lines: list[str] = []
    for written in title.split("\n"):
        if text := " ".join(written.split()).rstrip("。"):
            lines += _broken(text, most)
    return tuple(lines)


def _broken(text: str, most: int) -> list[str]:
    wide = width(text)
    if wide <= 2 * most:
        return [text]
    if wide > _LONGEST:
        return _chopped(text, 2 * most)
    pieces = _pieces(text, most)
    number = ceil(wide / (2 * most))
    for lines in range(number, number + 3):
        if found := _fitted(pieces, lines, 2 * most, wide / lines):
            return ["".join(line).strip() for line in found]
    return _chopped(text, 2 * most)


def _pieces(text: str, most: int) -> list[str]:
    """What isn't torn apart: known words, numbers, letters, a character with the marks that cling to it."""
    found: list[str] = []
    at = 0
    while at < len(text):
        hit = _PIECES.match(text, at)
        piece = hit.group() if hit and width(hit.group()) <= 2 * most else text[at]
        at += len(piece)
        if found and (piece[0] in _CLOSING or found[-1][-1] in _OPENING) and width(found[-1] + piece) <= 2 * most:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _fitted(pieces: list[str], lines: int, most: int, even: float) -> list[list[str]] | None:
    """The best way to lay the pieces into that many lines, None where there is none."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            wide = width("".join(pieces[start:]).strip())
            return (_cost(wide, even, last=True), (len(pieces),)) if 0 < wide <= most else None
        choice: tuple[float, tuple[int, ...]] | None = None
        for stop in range(start + 1, len(pieces)):
            wide = width("".join(pieces[start:stop]).strip())
            if wide > most:
                break
            rest = best(stop, left - 1)
            if rest is None:
                continue
            cost = _cost(wide, even, last=False) + _break_cost(pieces[stop]) + rest[0]
            if choice is None or cost < choice[0]:
                choice = (cost, (stop, *rest[1]))
        return choice

    found = best(0, lines)
    if found is None:
        return None
    stops = (0, *found[1])
    return [pieces[start:stop] for start, stop in pairwise(stops)]


def _cost(wide: int, even: float, *, last: bool) -> float:
    """Lines want to be even; the last one may be shorter, and hardly longer."""
    off = wide - even
    return off * off * (0.5 if last and off < 0 else 1.0)


def _break_cost(next_piece: str) -> float:
    """How well the sense bears a break in front of this piece."""
    if next_piece[0] in _CLOSING:
        return 400.0
    if next_piece.startswith(_GOOD_START) or next_piece[0] in _OPENING:
        return 0.0
    return 6.0 if len(next_piece) > 1 else 30.0


def _chopped(text: str, most: int) -> list[str]:
    """A title that sense can't help: letters without end."""
    lines, wide = [""], 0
    for letter in text:
        wide += letter_width(letter)
        if wide > most:
            lines.append("")
            wide = letter_width(letter)
        lines[-1] += letter
    return lines
