"""No paper of any kind holds a figure that isn't its source's: every one with two places, read from the PDF, line by line."""

import random

import pytest

from kaohe.paper.press import press
from kaohe.reports import batches
from kaohe.results.actions import close_quarter, issue_bulletin
from kaohe.results.models import Snapshot
from tests.layout.generate import KINDS, RULEBOOK
from tests.layout.generate import world as year
from tests.layout.measure import read
from tests.layout.universe import cells, figures, of_all, printed, two
from tests.support.ending import final, published, ready

pytestmark = pytest.mark.once

#: What these two are generated with is no board's: their own tests hold their figures.
APART = {"responsibility", "decision"}


def foreign(content, board, quarters, only=None):
    """(line, figure) of every figure that the tree of the department that the line is about doesn't hold; `only`: whose the paper is."""
    boards = (board, *quarters)
    own = {each.department.title: figures(one.of(each.department.code) for one in boards) for each in board.standings}
    rules = {two(grade.coefficient) for scale in RULEBOOK.scales.values() for grade in scale.grades.values()}
    anyone = rules.union(*own.values(), of_all(board, quarters))
    found = []
    for page in read(content):
        for line in page.lines():
            text = "".join(line.text.split())
            named = [only] if only else [each for each in cells(line) if each in own]
            known = own[named[0]] if len(named) == 1 else anyone
            found += [(text, each) for each in printed(line) if each not in known]
    return found


@pytest.fixture(scope="module")
def machine():
    return press()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in APART])
def test_every_figure_of_a_generated_paper_stands_in_its_tree(machine, kind):
    own = year(10)
    content = machine.pdf(KINDS[kind](own, random.Random(5)))
    assert foreign(content, own.board, own.quarters.values()) == []


def test_a_figure_of_another_department_would_be_seen(machine):
    """The lines of one year beside the trees of another: what is foreign is found."""
    content = machine.pdf(KINDS["publication"](year(10), random.Random(5)))
    assert foreign(content, year(12).board, year(12).quarters.values())


@pytest.mark.django_db
def test_every_figure_of_every_paper_of_a_final_year_is_the_snapshots(machine, world):
    world.absence(count=2)
    world.absence(department=world.general, rule="execution.error", matter="甲")
    for period in world.cycle.periods.order_by("number")[:2]:
        close_quarter(officer=world.office, period=period)
        issue_bulletin(officer=world.office, period=period)
    ready(world)
    published(world)
    final(world)
    kept = [each.read_board() for each in Snapshot.objects.filter(cycle=world.cycle).select_related("cycle__edition").order_by("pk")]
    board, others = kept[-1], kept[:-1]
    source = batches.Source(world.cycle, world.director, str)
    papers = batches.items_of(source, batches.ALL)
    names, wrong, seen = set(), [], 0
    for each in papers:
        content = machine.pdf(each.kind.paper(source, each.choice))
        only = each.choice.row.title if each.choice.row and each.kind.code == "score" else None
        wrong += [(each.name, *found) for found in foreign(content, board, others, only)]
        seen += sum(len(printed(line)) for page in read(content) for line in page.lines())
        names.add(each.kind.code)
    assert wrong == []
    assert {"bulletin", "notice", "final", "signatures", "information", "score-sheet", "score", "statement", "members"} <= names
    assert seen > 100
    totals = {two(each.published) for each in board.standings}
    assert len(totals) == 2  # they differ, or nothing could be told apart
