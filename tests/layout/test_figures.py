"""Every figure on paper equals its source: what the page holds is compared with the board itself, not with what was meant to be set."""

import io
import random
import re
from fractions import Fraction
from operator import mul

import pytest
from docx import Document

from kaohe.engine import rounded
from kaohe.paper.press import press
from kaohe.paper.word import write_word
from tests.layout import generate
from tests.layout.generate import KINDS, RULEBOOK, world
from tests.layout.measure import read

NUMBERS = (10, 25)


def two(number):
    """Two decimals, reckoned here by fractions alone."""
    scaled = Fraction(number) * 100
    whole = (abs(scaled) * 2 + 1) // 2
    text = f"{whole // 100}.{whole % 100:02d}"
    return f"−{text}" if scaled < 0 and whole else text


def rows_of(content):
    """What stands on each line of a PDF, without spaces."""
    return ["".join(line.text.split()) for page in read(content) for line in page.lines()]


def word_rows(content):
    """The same of a Word file: paragraphs, and rows of tables."""
    document = Document(io.BytesIO(content))
    rows = ["".join("".join(cell.text for cell in row.cells).split()) for table in document.tables for row in table.rows]
    return rows + ["".join(paragraph.text.split()) for paragraph in document.paragraphs]


@pytest.fixture(params=NUMBERS)
def own(request):
    return world(request.param)


@pytest.fixture(params=["pdf", "word"])
def printed(request):
    """A paper's lines, from the one output and from the other."""
    machine = press()
    if request.param == "pdf":
        return lambda paper: rows_of(machine.pdf(paper))
    return lambda paper: word_rows(write_word(paper, machine))


def paper_of(kind, own):
    return KINDS[kind](own, random.Random(5))


@pytest.mark.parametrize("kind", ["publication", "final"])
def test_results_are_those_of_the_board(kind, own, printed):
    rows = printed(paper_of(kind, own))
    for standing in own.board.standings:
        blocks = [two(rounded(child.points, 2, "half_up")) for child in standing.tree.children]
        wanted = f"{standing.rank or '—'}{standing.department.title}{''.join(blocks)}{two(standing.published)}"
        assert any(row.startswith(wanted) for row in rows), wanted


def test_a_bulletin_tells_each_departments_balance_and_what_changed(own, printed):
    rows = printed(paper_of("bulletin", own))
    before, now = list(own.quarters.values())[-2:]

    def balance(board, code):
        node = board.of(code).tree.find("institution")
        return node.points if node.points is not None else min(node.full, Fraction(node.settled) + Fraction(node.undecided))

    balances = [Fraction(balance(now, each.department.code)) for each in now.standings]
    for standing, whole in zip(now.standings, balances, strict=True):
        moved = whole - Fraction(balance(before, standing.department.code))
        sign = "" if moved == 0 else "+" if moved > 0 else "−"
        row = next(row for row in rows if row.startswith(standing.department.title) and two(whole) in row)
        change = row.rpartition(two(whole))[2]
        assert change.startswith(sign) if moved else change == "0"
        assert Fraction(change.replace("−", "-").replace("+", "") or 0) == moved
    text = "".join(rows)
    assert f"平均余{two(sum(balances) / len(balances))}分" in text
    assert f"最高{two(max(balances))}分" in text
    assert f"最低{two(min(balances))}分" in text


def test_the_score_sheet_gives_what_base_points_and_coefficients_come_to(own, printed):
    """Anyone can reckon it anew from the sheet: the cells times the heads' coefficients are the score."""
    paper = paper_of("score sheet", own)
    rows = printed(paper)
    coefficients = [Fraction(grade.coefficient) for grade in RULEBOOK.scales["grades"].grades.values()]
    for standing in own.board.standings:
        title, points = standing.department.title, two(standing.tree.find("business").points)
        # One title can begin another's, and then its line too: 企财科 and 企财科2.
        found = [re.findall(r"\d+\.\d\d|—", row.removeprefix(title)) for row in rows if row.startswith(title)]
        lines = [[Fraction(0) if cell == "—" else Fraction(cell) for cell in cells] for cells in found if cells and cells[-1] == points]
        sums = [(sum(map(mul, bases, coefficients)), score) for *bases, score in lines if len(bases) == len(coefficients)]
        assert any(abs(reckoned - score) <= Fraction(3, 100) for reckoned, score in sums), title  # each cell was rounded by itself


@pytest.mark.parametrize("kind", ["statistics", "information"])
def test_counts_of_information_are_the_ledgers(kind, own, printed):
    rows = printed(paper_of(kind, own))
    for standing in own.board.standings:
        code = standing.department.code
        mine = [entry for entry in own.facts.entries if entry.department == code]
        sent = sum(entry.count for entry in mine if entry.rule == "brief.sent")
        adopted = [sum(e.count for e in mine if e.rule == "brief.adopted" and e.level == level.code) for level in RULEBOOK.rules["brief.adopted"].levels]
        quota = standing.department.attributes["brief_quota"]
        wanted = f"{standing.department.title}{quota}{sent}{''.join(map(str, adopted))}"
        assert any(row.startswith(wanted) for row in rows), wanted


def test_a_departments_steps_lead_from_full_marks_to_its_score(own, printed):
    paper = generate.own_score.own_score(
        own.board.standings[0], RULEBOOK, generate.YEAR, generate.stationery(random.Random(1)), generate.issue(random.Random(1))
    )
    rows = printed(paper)
    standing = own.board.standings[0]
    assert any(row.startswith("满分") and row.endswith("100.00—") for row in rows)
    assert any(row.startswith("得分") and f"{two(standing.published)}—" in row for row in rows)
    text = "".join(rows)
    assert f"总分{two(standing.published)}分" in text
    for node in standing.tree.walk():
        if node.code in RULEBOOK.items and node.code != "total":
            wanted = f"{two(node.full)}{two(node.points)}"
            assert any(node.label in row and wanted in row for row in rows), (node.label, wanted)


def test_minutes_of_grading_reckon_base_times_coefficient(own, printed):
    rows = printed(paper_of("grading minutes", own))
    for standing in own.board.standings:
        for node in standing.tree.walk():
            for line in node.lines:
                if line.what == "grade":
                    base, coefficient = Fraction(line.values["base"]), Fraction(line.values["coefficient"])
                    wanted = f"{two(base)}{line.values['grade']}{format(float(coefficient), 'g')}{two(base * coefficient)}"
                    assert any(row.startswith(standing.department.title) and wanted in row for row in rows), wanted


def test_an_enormous_change_would_be_seen(own):
    """The comparison isn't blind: another board's paper doesn't hold this one's figures."""
    rows = rows_of(press().pdf(paper_of("publication", world(12))))
    missing = [each for each in own.board.standings if not any(two(each.published) in row and each.department.title in row for row in rows)]
    assert missing
