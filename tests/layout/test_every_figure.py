"""No paper of any kind holds a figure that isn't its source's: every one with two places, read from the PDF, line by line."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from kaohe.paper.press import press
from kaohe.reports import batches
from kaohe.results.actions import TakeBack, close_quarter, decide_objection, issue_bulletin
from kaohe.results.models import Outcome, Snapshot
from tests.layout.generate import KINDS, RULEBOOK, disputes
from tests.layout.generate import world as year
from tests.layout.measure import read
from tests.layout.universe import cells, figures, of_all, printed, two
from tests.support.ending import AFTER, final, lapsed, objected, published, ready, reviewed

pytestmark = pytest.mark.once

#: Papers to one department: none of their figures may be another's.
OF_ONE = {"own score", "responsibility", "receipt", "decision"}


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
            known = own[named[0]] | rules if len(named) == 1 else anyone
            found += [(text, each) for each in printed(line) if each not in known]
    return found


@pytest.fixture(scope="module")
def machine():
    return press()


def whose(paper, board):
    """The department that a paper goes to, by its name; None for papers of all."""
    found = [each.department.title for each in board.standings if paper.addressee == each.department.name or f"（{each.department.name}）" in paper.title]
    return found[0] if len(found) == 1 else None


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_of_a_generated_paper_stands_in_its_tree(machine, kind):
    own = year(10)
    paper, quarters = KINDS[kind](own, random.Random(5)), [*own.quarters.values()]
    if kind == "decision":  # speaks of the year as it became, too
        quarters.append(replace(own.board, standings=tuple(corrected(own))))
    only = whose(paper, own.board)
    assert (only is not None) == (kind in OF_ONE)
    content = machine.pdf(paper)
    assert foreign(content, own.board, quarters, only) == []
    if kind in OF_ONE:
        assert sum(len(printed(line)) for page in read(content) for line in page.lines()) > 2


def corrected(own):
    """Every standing; that of the department which disputes something as the decision leaves it."""
    found = disputes(own, random.Random(5))
    assert found.upheld
    return [found.after if each.department.code == found.standing.department.code else each for each in own.board.standings]


def test_a_decision_of_figures_that_the_review_did_not_find_would_be_seen(machine):
    own = year(10)
    content = machine.pdf(KINDS["decision"](own, random.Random(5)))
    assert foreign(content, own.board, own.quarters.values(), disputes(own, random.Random(5)).standing.department.title)


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
    objection = objected(world)
    lapsed(world)
    decide_objection(
        officer=world.leading_group, objection=reviewed(world, objection), outcome=Outcome.UPHELD, reason="请假手续完备", remedies=(TakeBack(),),
        minutes="纪要〔2026〕2号",
    )  # fmt: skip
    published(world, at=AFTER)
    later = AFTER + timedelta(days=5)
    lapsed(world, at=later)
    final(world, at=later)
    kept = [each.read_board() for each in Snapshot.objects.filter(cycle=world.cycle).select_related("cycle__edition").order_by("pk")]
    board, others = kept[-1], kept[:-1]
    source = batches.Source(world.cycle, world.director, str)
    papers = batches.items_of(source, batches.ALL)
    names, wrong, seen = set(), [], 0
    for each in papers:
        content = machine.pdf(each.kind.paper(source, each.choice))
        row = each.choice.row
        only = row.title if row and each.kind.code in ("score", "statement") else world.budget.title if each.kind.group == "objections" else None
        wrong += [(each.name, *found) for found in foreign(content, board, others, only)]
        seen += sum(len(printed(line)) for page in read(content) for line in page.lines())
        names.add(each.kind.code)
    assert wrong == []
    assert {"bulletin", "notice", "final", "signatures", "information", "score-sheet", "score", "statement", "members", "receipt", "decision"} <= names
    assert seen > 100
    totals = {two(each.published) for each in board.standings}
    assert len(totals) == 2  # they differ, or nothing could be told apart
