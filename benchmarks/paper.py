"""Papers and pictures: a bulletin for ten departments as PDF and as Word, a hundred notices, every picture."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from benchmarks.measure import Row, best, milliseconds
from kaohe.demo import demo_year
from kaohe.demo.workbook import demo_rulebook
from kaohe.engine import Board, Facts, score
from kaohe.paper.kinds import bulletin, own_score
from kaohe.paper.kinds.common import Issue, Stationery
from kaohe.paper.press import Press, press
from kaohe.paper.word import write_word
from kaohe.pictures import svg
from kaohe.pictures.composition import composition, draw_composition
from kaohe.pictures.framework import draw_framework
from kaohe.pictures.heat import draw_heat, heat

ENDS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30))


def rows() -> list[Row]:
    """Measure and return the table's rows."""
    rulebook = demo_rulebook()
    year, boards = _year()
    stationery, issue = Stationery("示范区财政局", code="示财", copies=("区委办公室",)), Issue(date(2025, 10, 15), 12)
    quarter = bulletin.Quarter("第三季度", 2025, boards, year)
    first = _seconds(lambda: Press().pdf(bulletin.bulletin(quarter, rulebook, stationery, issue)))
    machine = press()
    paper = bulletin.bulletin(quarter, rulebook, stationery, issue)
    whole = score(rulebook, year)

    def notices() -> None:
        for number in range(100):
            standing = whole.standings[number % len(whole.standings)]
            machine.pdf(own_score.own_score(standing, rulebook, 2025, replace_office(stationery, number), issue))

    return [
        Row("the first bulletin after a start, as PDF", milliseconds(first), "500 ms"),
        Row("a bulletin for ten departments, as PDF", milliseconds(best(lambda: machine.pdf(paper), rounds=5)), "500 ms"),
        Row("the same as Word", milliseconds(best(lambda: write_word(paper, machine), rounds=5)), "500 ms"),
        Row("its preview, all pages", milliseconds(best(lambda: machine.pages(paper), rounds=5))),
        Row("a hundred notices, as PDF", milliseconds(_seconds(notices)), "15000 ms"),
        Row("the framework, drawn", milliseconds(best(lambda: svg(draw_framework(rulebook)), rounds=5))),
        Row("composition and heat map, drawn", milliseconds(best(lambda: _two(whole), rounds=5))),
        Row("a drawing as PNG", milliseconds(best(lambda: machine.png(svg(draw_framework(rulebook))), rounds=5))),
    ]


def replace_office(stationery: Stationery, number: int) -> Stationery:
    """A hundred different notices: what was set once is remembered by the typesetter."""
    return stationery._replace(office=f"局考核办{number}")


def _year() -> tuple[Facts, dict[str, Board]]:
    rulebook = demo_rulebook()
    year = demo_year(2025)
    year = replace(year, departments=year.departments or rulebook.departments)
    boards = {
        name: score(rulebook, replace(year, as_of=end)) for name, end in zip(rulebook.periods, ENDS, strict=False)
    }
    return year, boards


def _two(board: Board) -> None:
    rulebook = demo_rulebook()
    svg(draw_composition(composition(board, rulebook)))
    svg(draw_heat(heat(board, rulebook)))


def _seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
