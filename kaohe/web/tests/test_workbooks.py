"""What a page lists goes out as a workbook: the page's own rows, no more than it shows, and nothing that a spreadsheet reckons with."""

import html
import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kaohe.panels.actions import ask_excuse, decide_excuse
from kaohe.panels.models import Excuse
from kaohe.uses.actions import fix_allotment, propose_allotment
from kaohe.uses.settings import Settings, Way
from tests.exports.writers import no_formula
from tests.support.ending import final, objected, published, ready, reviewed
from tests.support.pages import at
from tests.support.repository import ROOT

pytestmark = pytest.mark.once

#: Pages that list something in the middle of a year, and in a year that is announced and objected to.
RUNNING = (
    "/trail/", "/trail/sign-ins/", "/people/", "/departments/", "/groups/", "/duties/", "/people/review/", "/2025/tasks/", "/2025/progress/", "/2025/excuses/",
    "/2025/goals/people/", "/2025/grading/", "/2025/quarters/3/", "/departments/of/budget/", "/people/of/north-office/",
)  # fmt: skip
ENDING = ("/2025/objections/", "/2025/results/", "/2025/notices/1/", "/2025/fairness/", "/2025/what-if/", "/2025/what-if/stability/")
FINAL = (
    "/2025/final/", "/2025/uses/reward/1/", "/departments/of/budget/dossier/", "/people/of/north-department_head/dossier/",
)  # fmt: skip
#: What stands above a table and names its columns is the workbook's own.
TOP = 4


def book(answer):
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content))


def cells(answer):
    read = book(answer)
    return [cell for name in read.sheet_names for row in read.get_sheet_by_name(name).to_python(skip_empty_area=False)[TOP:] for cell in row]


def plain(text):
    """Text as the eye has it: no marks, no white space, the dashes of figures alike."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("−", "-")


def numbers(text):
    return {Decimal(each.replace(",", "")) for each in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)}


def same_as_the_page(officer, address):
    client = at(officer)
    page, answer = client.get(address), client.get(f"{address}?workbook=1")
    assert page.status_code == answer.status_code, address
    if page.status_code != 200 or "workbook=1" not in page.content.decode():
        return 0
    content = page.content.decode()
    shown, known = plain(content[content.index('id="content"') :]), None
    no_formula(answer.content)
    for cell in cells(answer):
        if isinstance(cell, date | datetime):
            assert cell.isoformat()[:10] in shown, (address, cell)
        elif isinstance(cell, float):
            known = known or numbers(html.unescape(re.sub(r"<[^>]+>", " ", content)).replace("−", "-"))
            assert {Decimal(repr(cell)), Decimal(repr(round(cell * 100, 6)))} & known, (address, cell)
        else:
            for part in re.split(r"[；、\s—–]|, ", cell):
                assert plain(part) in shown, (address, cell)
    told = plain("".join(map(str, cells(answer))))
    for heading in re.findall(r'<th scope="row">(.*?)</th>', content):
        for part in re.split(r"<[^>]+>", heading):
            assert plain(part) in told, (address, heading)
    return len(told)


@pytest.fixture
def running(world):
    world.absence(count=2)
    world.absence(rule="execution.error", matter="甲", confirmed=True)
    ask_excuse(officer=world.department_head, goal=world.goal(), reason="=HYPERLINK(\"x\")", evidence=("@文",))
    return world


@pytest.fixture
def ending(running):
    decide_excuse(officer=running.leading_group, excuse=Excuse.objects.get(), granted=True, sentence="情况属实")
    ready(running)
    published(running)
    reviewed(running, objected(running))
    return running


def test_every_list_of_a_running_year_goes_out_as_it_is_shown(running):
    assert [address for address in RUNNING if not same_as_the_page(running.auditor, address)] == []


def test_every_list_of_a_year_that_is_announced_goes_out_as_it_is_shown(ending):
    assert [address for address in ENDING if not same_as_the_page(ending.auditor, address)] == []


def test_every_list_of_a_final_year_goes_out_as_it_is_shown(world):
    world.absence(persons=["north·department_head"])
    ready(world)
    published(world)
    final(world)
    fix_allotment(officer=world.director, scheme=propose_allotment(officer=world.office, cycle=world.cycle, settings=Settings(Way.POOL, Decimal(10000))))
    assert [address for address in FINAL if not same_as_the_page(world.auditor, address)] == []
    sheet = cells(at(world.clerk).get("/2025/uses/reward/1/?workbook=1"))
    assert "north·clerk" in sheet  # one's own share …
    assert "north·checker" not in sheet  # … and nobody else's


@pytest.mark.parametrize("role", ["clerk", "checker", "nobody"])
def test_whoever_sees_less_on_a_page_takes_away_less(ending, role):
    for address in (*RUNNING, *ENDING):
        same_as_the_page(getattr(ending, role), address)


def test_what_is_filtered_out_stays_in(running):
    auditor = at(running.auditor)
    assert "north·office" not in plain(str(cells(auditor.get("/trail/?who=north·department_head&workbook=1"))))
    assert len(cells(auditor.get("/people/?q=checker&workbook=1"))) < len(cells(auditor.get("/people/?workbook=1")))
    assert 'href="?who=north%C2%B7department_head&amp;workbook=1"' in auditor.get("/trail/?who=north·department_head&page=1").content.decode()


def test_cells_are_days_and_numbers_the_head_is_repeated_and_the_paper_is_set_up(ending):
    import zipfile

    answer = at(ending.office).get("/2025/notices/1/?workbook=1")
    rows = book(answer).get_sheet_by_index(0).to_python(skip_empty_area=False)[TOP:]
    assert {type(row[0]) for row in rows} == {float}  # the place
    assert {type(row[-2]) for row in rows} == {float}  # the total
    assert datetime in {type(cell) for cell in cells(at(ending.office).get("/2025/objections/?workbook=1"))}
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "Print_Titles" in packed.read("xl/workbook.xml").decode()
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert all(each in sheet for each in ('paperSize="9"', 'fitToHeight="0"', "<autoFilter", "&amp;P"))
    assert answer.headers["Content-Disposition"].endswith(".xlsx")


def test_an_english_reader_takes_an_english_list(running):
    auditor = at(running.auditor)
    auditor.cookies["django_language"] = "en"
    sheet = book(auditor.get("/duties/?workbook=1")).get_sheet_by_index(0).to_python()
    assert not re.search("[一-鿿]", "".join(str(cell) for row in sheet for cell in row[1:]))


def test_the_page_does_not_make_what_nobody_asked_for(ending):
    """A page with the way to its workbook takes no query more, and a workbook takes as many as its page or fewer."""
    auditor = at(ending.auditor)
    for address in ("/2025/objections/", "/trail/", "/2025/fairness/", "/people/"):
        auditor.get(address)
        counts = []
        for query in ("", "?workbook=1"):
            with CaptureQueriesContext(connection) as queries:
                auditor.get(address + query)
            counts.append(len(queries))
        assert counts[1] <= counts[0] + 10, (address, counts)


def test_what_a_refused_form_shows_is_no_list_to_take_away(running):
    answer = at(running.department_head).post("/2025/excuses/step/?workbook=1", {"act": "ask", "number": running.goal().pk, "why": "", "evidence": ""})
    assert "html" in answer.headers["Content-Type"]


# ---- every table of the product ----

#: Tables that go out by a way of their own, and tables that are a form or a picture's words, which go out with the picture.
OTHERWISE = {
    "bodies/overview.html": "board.xlsx and heat.xlsx", "parts/picture.html": "picture-sheet", "parts/entries.html": "ledger-xlsx",
    "parts/goal_table.html": "goals-export",
    "bodies/subordinates.html": "subordinates-table", "pages/goals.html": "goals-export", "parts/glance.html": "scores",
    "pages/calendar.html": "calendar-table", "pages/papers.html": "papers themselves", "bodies/entry.html": "ledger-xlsx",
    "pages/goals_import.html": "goals-failed", "pages/intake_trial.html": "intake-failed", "pages/calendar_load.html": "calendar-table",
    "pages/bulk.html": "bulk-template", "pages/goal_grid.html": "goals-template", "pages/secrets.html": "kept nowhere, on purpose",
    "pages/sign_in.html": "the demonstration's accounts", "pages/trying.html": "a form", "pages/grading_part.html": "a part of the grading page",
}  # fmt: skip


def test_every_page_with_a_table_hands_it_out():
    templates = ROOT / "kaohe" / "web" / "templates" / "kaohe"
    views = "\n".join(path.read_text() for path in (ROOT / "kaohe" / "web" / "views").glob("*.py"))
    handed = {
        name for name in re.findall(r'(?:show|page)\(\s*(?:[\w.]+,\s+)?"(\w+)"', views)
        if re.search(rf'"{name}"(?:(?!\n    return |\n\ndef |\n@).)*?listings=', views, re.DOTALL)
    }  # fmt: skip
    kept = []
    for path in sorted(templates.rglob("*.html")):
        where = path.relative_to(templates).as_posix()
        if "<table" not in path.read_text() or where in OTHERWISE:
            continue
        users = {path.stem, *(page.stem for page in templates.glob("pages/*.html") if where in page.read_text())}
        if not users & handed:
            kept.append(where)
    assert kept == [], "tables that can't be taken away; give `show` their listings"
