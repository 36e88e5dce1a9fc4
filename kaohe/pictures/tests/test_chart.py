"""What a page's chart is drawn from: the same figures as the picture's table, each mark in its place, and leading where it should."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.pictures import LIGHT, described
from kaohe.pictures.composition import Bar, Composition, composition, draw_composition
from kaohe.pictures.framework import draw_framework
from kaohe.pictures.grades import Grades, draw_grades, grades
from kaohe.pictures.heat import draw_heat, heat
from kaohe.pictures.information import draw_information, information
from kaohe.pictures.progress import draw_progress, progress
from kaohe.pictures.quarters import draw_quarters, quarters
from kaohe.pictures.stability import draw_stability, stability
from kaohe.pictures.strips import Strip, Strips, draw_strips
from kaohe.pictures.tests.year import ALL, PLAN, RULEBOOK, board, boards, facts
from kaohe.pictures.waterfall import draw_waterfall

CHARTS = [name for name in ALL if name != "framework"]
#: The shares of full points that are drawn as strips.
SHARES = tuple(map(Decimal, ("0.954", "0.8125", "1.05")))


def number(text):
    """The number that a cell of a table writes."""
    return float(text.replace("−", "-").replace("≈", "").replace("+", "").replace("·", "0").replace("待定", "0").removesuffix("?") or "0")


def marks_of(picture):
    return [(series, mark) for series in picture.chart.series for mark in series.marks]


def strips(*values):
    return draw_strips(Strips("图", "说明", "单位", "一个科室", tuple(Strip(f"{at}局", each, f"/{at}/") for at, each in enumerate(values)), "zh"))


@pytest.fixture(params=[(name, language) for name in CHARTS for language in ("zh", "en")], ids="-".join)
def drawn(request):
    name, language = request.param
    return ALL[name](language)


def test_a_mark_is_told_by_a_cell_of_the_table_and_lies_on_both_axes(drawn):
    chart, table = drawn.chart, drawn.table
    for series, mark in marks_of(drawn):
        assert 0 <= mark.slot < len(chart.slots), series.name
        assert 0 <= mark.row < len(table.rows), series.name
        assert mark.column is None or 0 < mark.column < len(table.header)
        assert (0 <= mark.at < len(chart.levels)) if chart.levels else (min(chart.low, 0) <= mark.at <= chart.high)
    assert all({series.fill, series.ink, *series.texture.split()[1:]} <= set(LIGHT) for series in chart.series)


def test_no_figure_of_the_table_is_missing_from_the_chart(drawn):
    """Whatever the table says can be pointed at: a row that has a mark is told whole, and so is a column."""
    chart, table = drawn.chart, drawn.table
    marks = [mark for _series, mark in marks_of(drawn)]
    if chart.tells == "row":
        assert {mark.row for mark in marks} == set(range(len(table.rows)))
    elif chart.tells == "column":
        told = range(1, len(table.header) - 1)  # the last one sums them up
        assert {mark.column for mark in marks} == {at for at in told if any(row[at] != "0" for row in table.rows)}
    else:
        heads = len(table.header) - len(chart.slots)
        assert {(mark.row, mark.column) for mark in marks} == {
            (row, column) for row in range(len(table.rows)) for column in range(heads, len(table.header))
        }


def test_the_script_gets_plain_values_and_the_table_itself(drawn):
    told = json.loads(json.dumps(described(drawn.chart, drawn.table)))
    assert told["header"] == list(drawn.table.header)
    assert told["rows"] == [list(row) for row in drawn.table.rows]
    assert [series["name"] for series in told["series"]] == [each.name for each in drawn.chart.series if each.marks]
    assert not any(mark.href for _series, mark in marks_of(drawn)), "paper leads nowhere"


def test_the_framework_stays_a_drawing():
    assert draw_framework(RULEBOOK).chart is None


@pytest.mark.parametrize("kind", ["composition", "composition of an open year", "quarters", "progress"])
def test_a_mark_lies_where_its_cell_says(kind):
    picture = ALL[kind]("zh")
    told = [(mark.at, number(picture.table.rows[mark.row][mark.column])) for _series, mark in marks_of(picture) if mark.column is not None]
    assert told
    assert all(at == pytest.approx(cell, abs=0.005) for at, cell in told)


@pytest.mark.parametrize("kind", ["waterfall", "waterfall of an open year"])
def test_each_step_of_the_way_begins_where_the_one_before_it_ended(kind):
    picture = ALL[kind]("zh")
    marks = sorted((mark for _series, mark in marks_of(picture)), key=lambda mark: mark.slot)
    assert [mark.slot for mark in marks] == list(range(len(picture.table.rows)))
    for before, mark in pairwise(marks):
        cell = number(picture.table.rows[mark.row][mark.column])
        assert mark.at == pytest.approx(number(picture.table.rows[mark.row][3]), abs=0.005)
        if mark.column == 2:
            assert mark.since == before.at
            assert mark.at - mark.since == pytest.approx(cell, abs=0.005)


def test_a_cell_of_the_map_lies_in_its_own_row_and_column_and_is_as_dark_as_drawn():
    figures = heat(board(), RULEBOOK)
    picture = draw_heat(figures)
    for series, mark in marks_of(picture):
        assert (mark.at, mark.slot) == (mark.row, mark.column - 2)
        assert picture.table.rows[mark.row][mark.column] == figures.rows[mark.row].cells[mark.slot].words, series.name


def test_a_circle_grows_with_its_count():
    picture = draw_information(information(facts(), RULEBOOK))
    for rows in (lambda mark: mark.row == 0, lambda mark: mark.row > 0):
        marks = sorted((number(picture.table.rows[m.row][m.column]), m.size) for _series, m in marks_of(picture) if rows(m))
        assert all((one[0] < two[0]) == (one[1] < two[1]) for one, two in pairwise(marks))


def test_ranks_and_ranges_are_the_tables():
    picture = ALL["stability"]("zh")
    for series, mark in marks_of(picture):
        row = picture.table.rows[mark.row]
        assert (mark.since, mark.at) == (int(row[2]), int(row[3])) if series.form == "range" else mark.at == int(row[1])


points = st.decimals(0, 60, places=3)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(points, points, st.booleans()), max_size=9))
def test_any_totals_are_placed_as_they_are_told(found):
    bars = tuple(Bar("", f"{at}科", (one, two), one + two, "暂计" * late, f"d{at}") for at, (one, two, late) in enumerate(found))
    picture = draw_composition(Composition("局", 2025, ("甲", "乙"), Decimal(100), bars, "zh"), "/{}/".format)
    for series, mark in marks_of(picture):
        assert mark.at == pytest.approx(number(picture.table.rows[mark.row][mark.column]), abs=0.00501), series.name
        assert mark.href == f"/d{mark.row}/"
        assert mark.at <= max(100.0, *(float(bar.total) for bar in bars))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4).map(tuple), min_size=1, max_size=8))
def test_any_counts_of_grades_share_a_row_by_number(rows):
    whole = tuple(map(sum, zip(*rows, strict=True)))
    picture = draw_grades(Grades("局", 2025, ("优", "良", "差", "未"), tuple((f"{at}科", row) for at, row in enumerate(rows)), whole, "zh"))
    longest = max(sum(row) for row in rows)
    for _series, mark in marks_of(picture):
        cells = picture.table.rows[mark.row]
        scale = longest if mark.row else sum(whole)
        assert mark.at * scale == pytest.approx(int(cells[mark.column]))
        assert int(cells[mark.column]) > 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 364), st.none() | st.integers(0, 364)), max_size=12), st.integers(0, 364))
def test_any_plan_is_placed_week_by_week(plan, today):
    first = date(2025, 1, 1)
    days = [(first + timedelta(due), None if on is None else first + timedelta(on)) for due, on in plan]
    picture = draw_progress(progress("局", 2025, days, first + timedelta(today)))
    for series, mark in marks_of(picture):
        cells = picture.table.rows[mark.row]
        if series.form == "span":
            assert (mark.at, mark.since) == (int(cells[1]), int(cells[2]))
        else:
            assert mark.at == int(cells[mark.column])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.decimals("-0.2", "1.3", places=4), min_size=1, max_size=6).map(tuple), min_size=1, max_size=5))
def test_any_middle_and_mean_lie_where_they_are_told(values):
    picture = strips(*values)
    for _series, mark in marks_of(picture):
        assert picture.chart.low <= mark.at <= picture.chart.high
        assert mark.href == f"/{mark.row}/"
        if mark.column is not None:
            assert mark.at == pytest.approx(number(picture.table.rows[mark.row][mark.column]), abs=0.0501)


def test_a_strip_has_a_stroke_for_each_value():
    assert [mark.at for series, mark in marks_of(strips(SHARES)) if series.name == "一个科室"] == [81.25, 95.4, 105.0]


def test_each_mark_leads_to_what_it_is_about():
    year = board()
    codes = [each.department.code for each in year.ranked()]
    made = {
        "composition": draw_composition(composition(year, RULEBOOK), "/{}/".format),
        "stability": draw_stability(stability(year, RULEBOOK), "/{}/".format),
        "quarters": draw_quarters(quarters(boards(), RULEBOOK), "/{}/".format),
        "grades": draw_grades(grades(year, RULEBOOK), "/{}/".format),
    }
    assert {mark.href for _series, mark in marks_of(made["composition"])} == {f"/{code}/" for code in codes}
    assert {mark.href for _series, mark in marks_of(made["stability"])} <= {f"/{code}/" for code in codes}
    assert {mark.href for _series, mark in marks_of(made["quarters"])} == {"", *(f"/{code}/" for code in codes)}, "the mean is nobody's"
    assert all(bool(mark.href) == (mark.row > 0) for _series, mark in marks_of(made["grades"])), "the sum is nobody's"
    cells = marks_of(draw_heat(heat(year, RULEBOOK), "/{}/".format))
    assert "/procurement/#integrity" in {mark.href for _series, mark in cells}
    steps = marks_of(draw_waterfall(year.of("procurement"), RULEBOOK, 2025, "zh", "#{}".format))
    assert {mark.href for series, mark in steps if series.name == "失分"} >= {"#integrity"}
    assert {mark.href for series, mark in steps if series.name == "满分与得分"} == {""}
    sent = marks_of(draw_information(information(facts(), RULEBOOK), lambda rule, month: f"{rule}/{month}"))
    assert {mark.href for _series, mark in sent if mark.row == 0} >= {"brief.sent/1", "brief.sent/12"}
    done = marks_of(draw_progress(progress("", 2026, PLAN, date(2026, 9, 30)), "{}".format))
    assert {mark.href for series, mark in done if series.name == "实际累计"} == {str(month) for month in range(1, 11)}


def test_a_department_that_may_not_be_opened_has_no_way_in_the_map():
    cells = marks_of(draw_heat(heat(board(), RULEBOOK), lambda code: "/x/" if code == "budget" else ""))
    assert {mark.href.partition("#")[0] for _series, mark in cells} == {"", "/x/"}
