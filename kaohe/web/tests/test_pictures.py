"""The pictures of a year on their page, and taken away."""

import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from kaohe.web.shapes.pictures import PICTURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world):
    for number in range(1, 4):
        world.absence(about=f"第 {number} 次")
    world.absence(rule="brief.sent", about="信息", matter="一篇", count=1)
    return world


def test_every_picture_stands_on_the_page_with_words_and_table(year, client):
    client.force_login(year.office)
    page = client.get("/2025/pictures/").content.decode()
    shown = re.findall(r'<h2 id="([^"]+)">', page)
    assert shown == [name for name in PICTURES if name not in ("framework", "stability")], "nobody is ranked yet"
    assert page.count('class="kp"') == page.count("kh-picture-words") == len(shown)
    for name in shown:
        assert f'aria-labelledby="{name}-t {name}-d"' in page
    assert "style=" not in page


def charts_of(page):
    return {name: json.loads(text) for name, text in re.findall(r'<script id="(\w+)-data" type="application/json">(.*?)</script>', page)}


def test_every_picture_brings_its_chart_whose_marks_lead_on(year, client):
    client.force_login(year.office)
    page = client.get("/2025/pictures/").content.decode()
    charts = charts_of(page)
    assert set(charts) == set(re.findall(r'<h2 id="([^"]+)">', page))
    for name, chart in charts.items():
        hrefs = {mark["href"] for series in chart["series"] for mark in series["marks"] if "href" in mark}
        assert hrefs, name
        assert {client.get(href.partition("#")[0]).status_code for href in hrefs} == {200}, name
    assert '<th scope="row"><a href="/2025/departments/budget/goals/">预算科</a></th>' in page, "the table leads there too"
    assert '<td class="kh-right"><a href="/2025/departments/budget/#training">' in page


def test_the_overview_and_a_department_bring_theirs(year, client):
    client.force_login(year.office)
    (composition,) = charts_of(client.get("/2025/?period=2").content.decode()).values()
    assert composition["series"][0]["marks"][0]["href"] == "/2025/departments/budget/?period=2"
    (fall,) = charts_of(client.get("/2025/departments/budget/").content.decode()).values()
    assert "#training" in {mark.get("href") for series in fall["series"] for mark in series["marks"]}


def test_the_page_asks_little(year, client, django_assert_max_num_queries):
    client.force_login(year.office)
    client.get("/2025/pictures/")
    with django_assert_max_num_queries(15):
        client.get("/2025/pictures/")
    year.absence(about="又一次")
    with django_assert_max_num_queries(25):
        client.get("/2025/pictures/")


def test_a_quarter_is_drawn_as_of_its_last_day(year, client):
    client.force_login(year.office)
    page = client.get("/2025/pictures/?period=1").content.decode()
    assert "/2025/pictures/composition.png?period=1" in page
    assert 'id="quarters"' not in page, "one quarter has no course"


def test_who_sees_only_their_own_department_is_drawn_only_that(year, client):
    client.force_login(year.department_head)
    page = client.get("/2025/pictures/").content.decode()
    assert "预算科" in page
    drawings = "".join(re.findall(r"<svg[^>]*class=\"kp\".*?</svg>", page, re.DOTALL))
    assert "综合科" not in drawings
    assert client.get("/2025/pictures/stability.svg").status_code == 404
    told = json.dumps(charts_of(page), ensure_ascii=False)
    assert "/departments/budget/" in told
    assert "综合科" not in told
    assert "/departments/general/" not in told


def test_who_sees_no_department_is_told_so_and_nothing_of_the_bureau(year, client):
    client.force_login(year.security)
    page = client.get("/2025/pictures/").content.decode()
    assert "没有您可以查看的科室" in page
    assert not charts_of(page)
    assert "都没有失分" not in page
    assert client.get("/2025/pictures/heat.svg").status_code == client.get("/2025/pictures/information.xlsx").status_code == 404
    assert client.get("/2025/pictures/framework.svg").status_code == 200


def test_a_picture_without_a_mark_stays_a_drawing(world, client):
    client.force_login(world.office)
    page = client.get("/2025/pictures/").content.decode()
    assert 'id="information"' in page
    assert "information" not in charts_of(page), "nothing was sent yet"


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "stability"])
def test_each_is_taken_away_as_a_drawing(year, client, name):
    client.force_login(year.office)
    answer = client.get(f"/2025/pictures/{name}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ET.fromstring(answer.content).tag.endswith("svg")


def test_a_picture_for_a_slide(year, client):
    client.force_login(year.office)
    answer = client.get("/2025/pictures/framework.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["nothing.svg", "nothing.png", "stability.png", "composition.gif"])
def test_what_is_not_drawn_is_not_there(year, client, name):
    client.force_login(year.office)
    assert client.get(f"/2025/pictures/{name}").status_code == 404


def test_a_department_shows_the_way_from_full_marks(year, client):
    client.force_login(year.office)
    page = client.get("/2025/departments/budget/").content.decode()
    assert 'aria-labelledby="fall-t fall-d"' in page
    assert "从满分 100.00 起，2 项失分" in re.search(r'<desc id="fall-d">(.*?)</desc>', page)[1]


def test_the_overall_table_goes_out_typed_with_its_picture(year, client):
    client.force_login(year.office)
    answer = client.get("/2025/export/board.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert rows[3][:2] == ["名次", "科室"]
    assert [row[1] for row in rows[4:6]] == ["预算科", "综合科"]
    assert rows[4][4] == "待定"
    assert b"xl/media/image1.png" in answer.content


@pytest.mark.parametrize("name", ["composition", "quarters", "heat"])
def test_a_pictures_figures_go_out_as_a_workbook_with_it(year, client, name):
    client.force_login(year.office)
    answer = client.get(f"/2025/pictures/{name}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    words = re.sub(r"<[^>]+>", " ", client.get("/2025/pictures/").content.decode())
    assert rows[3][0]
    assert all(str(row[0]) in words for row in rows[4:6])
    assert b"xl/media/image1.png" in answer.content


def test_what_people_call_their_department_is_no_markup(year, client):
    from kaohe.people.models import Department

    Department.objects.filter(pk=year.budget.pk).update(short_name="<b>甲</b>", name="<script>1</script>")
    type(year.bureau).objects.update(departments_version="x")
    client.force_login(year.office)
    page = client.get("/2025/pictures/").content.decode()
    assert "<script>1" not in page
    assert "&lt;b&gt;甲" in page
