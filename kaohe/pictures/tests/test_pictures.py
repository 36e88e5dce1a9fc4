"""Every picture: its figures are the board's, its words and its table tell all of it, and its drawing is sound."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from kaohe.engine import Department, Facts, score
from kaohe.pictures import DARK, LIGHT, PRINT, page_svg, svg
from kaohe.pictures.composition import composition, draw_composition
from kaohe.pictures.drawing import Box, Dot, Link, Words, lines_of, text_width
from kaohe.pictures.grades import draw_grades, grades
from kaohe.pictures.heat import draw_heat, heat
from kaohe.pictures.information import draw_information, information
from kaohe.pictures.progress import plan_of, progress
from kaohe.pictures.stability import draw_stability, stability
from kaohe.pictures.tests.year import ALL, PLAN, RULEBOOK, board, facts
from kaohe.wording.figures import fixed
from tests.support.repository import ROOT

NAMESPACE = "{http://www.w3.org/2000/svg}"
@pytest.fixture(params=[(name, language) for name in ALL for language in ("zh", "en")], ids="-".join)
def drawn(request):
    name, language = request.param
    return ALL[name](language)


def shapes_of(picture):
    return [each for shape in picture.shapes for each in (shape.shapes if isinstance(shape, Link) else (shape,))]


def test_it_is_sound_svg_with_a_title_and_words(drawn):
    for text in (svg(drawn), svg(drawn, DARK, ground=True), page_svg(drawn, "p1")):
        root = ET.fromstring(text)
        assert root.tag == f"{NAMESPACE}svg"
        assert root.findtext(f"{NAMESPACE}title") == drawn.title
        assert root.findtext(f"{NAMESPACE}desc") == drawn.words


def test_it_says_in_words_what_is_to_be_seen_and_has_a_table(drawn):
    assert drawn.words.endswith(("。", ".")), drawn.words
    assert "{" not in drawn.title + drawn.words
    assert len(drawn.table.rows) > 1
    assert {len(row) for row in drawn.table.rows} == {len(drawn.table.header)}


def test_nothing_leaves_the_drawing(drawn):
    for shape in shapes_of(drawn):
        match shape:
            case Box():
                assert -1 <= shape.x <= shape.x + shape.width <= drawn.width + 1, shape
                assert -1 <= shape.y <= shape.y + shape.height <= drawn.height + 1, shape
            case Dot():
                assert 0 <= shape.x <= drawn.width, shape
            case Words() if not shape.upright:
                wide = text_width(shape.text, shape.size)
                left = {"start": shape.x, "middle": shape.x - wide / 2, "end": shape.x - wide}[shape.anchor]
                assert left >= -2, shape
                assert left + wide <= drawn.width + 8, shape
                assert 0 < shape.y <= drawn.height + 2, shape


def test_a_page_needs_no_style_and_no_script(drawn):
    text = page_svg(drawn, "p1")
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=|#[0-9a-f]{6}\b", text)


def test_every_figure_that_is_drawn_stands_in_the_table_too(drawn):
    """What only eyes could read would be missing for some."""
    told = " ".join([" ".join(drawn.table.header), *(" ".join(row) for row in drawn.table.rows), drawn.title, drawn.words])
    figures = {
        words.text.strip("→ ") for words in shapes_of(drawn)
        if isinstance(words, Words) and re.fullmatch(r"[+−]?\d+\.\d\d", words.text)
    }  # fmt: skip
    assert not {figure for figure in figures if figure not in told}


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_palette_has_every_colour_that_is_drawn(palette):
    for make in ALL.values():
        svg(make("zh"), palette)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


#: What is written on what.
WRITTEN = [
    ("ink", "card"), ("ink-2", "card"), ("ink", "sunken"), ("ink-2", "sunken"), ("on-blue", "blue"), ("on-pale", "blue-soft"), ("on-pale", "blue-mid"),
    ("ink", "amber-wash"), ("on-pale", "amber-soft"), ("card", "seal"), ("ink", "green-wash"), ("ink", "blue-wash"),
    ("blue-ink", "card"), ("amber", "card"), ("green", "card"), ("seal", "card"), ("ink", "grey-wash"), ("blue-ink", "sunken"),
    ("seal", "sunken"), ("green", "sunken"),
]  # fmt: skip


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("pair", WRITTEN, ids="-on-".join)
def test_what_is_written_can_be_read(palette, pair):
    ink, ground = pair
    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_neighbours_differ_without_colour(palette):
    """The parts that touch differ in lightness, so that a grey printer and every eye keep them apart."""
    touching = [("blue", "blue-soft"), ("blue", "blue-mid"), ("blue-mid", "blue-soft"), ("amber-soft", "seal"), ("amber-wash", "amber-soft")]
    for one, other in touching:
        assert contrast(palette[one], palette[other]) >= 1.5, (one, other)


def test_a_total_is_the_published_one_in_the_order_of_the_ranking():
    figures = composition(board(), RULEBOOK)
    assert [bar.total for bar in figures.bars] == [each.published for each in board().ranked()]
    assert figures.bars[-1].note == "一票否决，不排名"
    assert [row[-2:] for row in draw_composition(figures).table.rows] == [(fixed(bar.total), bar.note) for bar in figures.bars]


def test_a_block_of_which_nothing_is_settled_is_open_and_not_zero():
    table = draw_composition(composition(board(2026, date(2026, 9, 30)), RULEBOOK)).table
    assert {row[2] for row in table.rows} == {"待定"}, "no goal is graded before the year closes"
    assert {row[-1] for row in table.rows} == {"暂计"}
    assert all(row[3] != "待定" for row in table.rows)


@pytest.mark.parametrize("figures", [board(), board(2026, date(2026, 9, 30))], ids=["closed", "open"])
def test_the_highest_is_named_with_who_stands_as_high_and_not_the_first_of_a_list(figures):
    bars = composition(figures, RULEBOOK).bars
    best = max(bar.total for bar in bars)
    names = "、".join(bar.name for bar in bars if bar.total == best)
    assert f"{names}最高，{fixed(best)} 分" in draw_composition(composition(figures, RULEBOOK)).words


def test_where_all_stand_alike_nobody_is_called_the_highest():
    words = draw_composition(composition(score(RULEBOOK, Facts(2026, RULEBOOK.departments)), RULEBOOK)).words
    assert f"共 {len(RULEBOOK.departments)} 个科室，同为 " in words


def test_the_same_department_lost_the_same_in_the_heat_as_in_the_waterfall():
    figures = heat(board(), RULEBOOK)
    lost = {row.code: row.cells[4].effect for row in figures.rows}
    assert lost["integrity"] == -8
    assert figures.rows[-1].cells[4].shade == "3"


def test_counts_of_information_are_the_ledgers():
    figures = information(facts(), RULEBOOK)
    entries = [entry for entry in facts().entries if entry.rule == "brief.sent"]
    assert sum(figures.sent) == sum(entry.count for entry in entries)
    one = information(facts(), RULEBOOK, departments=("budget",))
    assert 0 < sum(one.sent) < sum(figures.sent)


def test_grades_are_counted_from_the_trees():
    figures = grades(board(), RULEBOOK)
    assert sum(figures.whole) == len(facts().goals)
    assert grades(board(2026, date(2026, 9, 30)), RULEBOOK).whole[-1] == len(facts(2026, date(2026, 9, 30)).goals)


def test_goals_are_done_by_the_week_in_which_they_were_done():
    weeks = {week.ends: week for week in progress("", 2026, PLAN, date(2026, 9, 30)).weeks}
    assert (weeks[date(2026, 3, 15)].planned, weeks[date(2026, 3, 15)].done) == (0, 1)
    assert (weeks[date(2026, 6, 28)].planned, weeks[date(2026, 6, 28)].done) == (2, 1)
    assert (weeks[date(2026, 7, 5)].planned, weeks[date(2026, 7, 5)].done) == (2, 2)
    assert weeks[date(2026, 10, 11)].done is None
    assert weeks[date(2026, 12, 31)].planned == 4


def test_a_goal_is_done_when_the_quarter_in_which_it_falls_due_was_verified():
    plan = dict(zip([goal.code for goal in facts().goals], plan_of(facts(), RULEBOOK), strict=True))
    assert len(plan) == len(facts().goals)
    due, done = plan["QC-Y2"]
    entries = [entry for entry in facts().entries if entry.goal == "QC-Y2" and entry.rule == "duty.progress"]
    assert done == min(entry.occurred_on for entry in entries if entry.occurred_on >= date(2025, due.month - (due.month - 1) % 3, 1))
    assert 0 < len(plan_of(facts(), RULEBOOK, {"budget"})) < len(plan)


def test_places_move_only_with_the_weights():
    figures = stability(board(), RULEBOOK)
    assert [row.rank for row in figures.ranges] == sorted(each.rank for each in board().standings if each.rank)
    assert all(row.best <= row.rank <= row.worst for row in figures.ranges)
    assert not stability(board(2026, date(2026, 9, 30)), RULEBOOK).ranges


def test_a_year_without_departments_is_drawn_too():
    empty = score(RULEBOOK, Facts(2025))
    for figures in (
        draw_composition(composition(empty, RULEBOOK)), draw_heat(heat(empty, RULEBOOK)), draw_grades(grades(empty, RULEBOOK)),
        draw_stability(stability(empty, RULEBOOK)), draw_information(information(Facts(2025), RULEBOOK)),
    ):  # fmt: skip
        ET.fromstring(svg(figures))


def test_a_name_that_looks_like_markup_stays_a_name():
    odd = Facts(2025, (Department("x", '<script>alert("1")</script>&'), Department("y", "y" * 300)))
    figures = draw_composition(composition(score(RULEBOOK, odd), RULEBOOK))
    for text in (svg(figures), page_svg(figures, "p")):
        ET.fromstring(text)
        assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("学习培训", 42, ("学习", "培训")),
        ("学习培训", 60, ("学习培训",)),
        ("完成“考学”任务", 42, ("完成", "“考", "学”", "任务")),
        ("Use of the local network", 54, ("Use of", "the", "local", "network")),
    ],
)
def test_a_long_name_is_broken_evenly(text, room, lines):
    assert lines_of(text, 12.5, room, 5) == lines


@pytest.mark.parametrize(
    ("block", "palette"),
    [
        (r":root \{(.*?)\}", LIGHT),
        (r'\[data-bs-theme="dark"\] \{(.*?)\}', DARK),
        (r'@media print \{\s*:root, \[data-bs-theme="dark"\] \{(.*?)\}', PRINT),
    ],
    ids=["light", "dark", "print"],
)
def test_a_page_has_the_same_colours_as_paper(block, palette):
    sheet = (ROOT / "kaohe/web/static/kaohe/pictures.css").read_text("utf-8")
    found = re.search(block, sheet, re.DOTALL)
    assert found
    assert dict(re.findall(r"--kp-([\w-]+): (#\w+);", found[1])) == palette
    assert {f".kp-{role}-{name} " for role in ("fill", "stroke") for name in palette} <= set(re.findall(r"\.kp-[\w-]+ ", sheet))
