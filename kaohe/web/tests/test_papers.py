"""The pages of papers: listed for whom they are, shown as they will be printed, taken away, and checked by their code."""

import html
import re
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from python_calamine import CalamineWorkbook

from kaohe.ledger.actions import AGREED, answer_entry
from kaohe.paper.description import Paper, Text
from kaohe.people.models import BureauSettings, Department
from kaohe.reports.sheets import has_sheets, workbook_of
from kaohe.results.actions import decide_objection
from kaohe.results.models import Outcome, Snapshot
from kaohe.web.views.papers import Asked
from tests.support.bureau import found
from tests.support.ending import final, lapsed, objected, published, ready, reviewed
from tests.support.forms import filled
from tests.support.pages import at, text

pytestmark = pytest.mark.once

STATEMENT = "/2025/papers/statement/?of=budget"


@pytest.fixture
def noticed(world):
    answer_entry(officer=world.department_head, entry=world.absence(), text=AGREED)
    published(ready(world))
    return world


def pages_of(answer):
    return re.findall(r'<img class="kh-paper-page[^"]*" src="([^"]+)"', html.unescape(answer.content.decode()))


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_is_there_and_nothing_else(noticed):
    page = text(at(noticed.department_head).get("/2025/papers/"))
    assert "/2025/papers/notice/?of=1" in page
    assert "/2025/papers/statement/?of=budget" in page
    for absent in ("of=general", "/papers/final/", "/papers/gradings/", "季度通报</dt>", "公文要素"):
        assert absent not in page, absent
    assert "公文要素" in text(at(noticed.office).get("/2025/papers/"))


def test_the_list_asks_no_more_for_more_departments(world):
    office = at(world.office)
    office.get("/2025/papers/")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            office.get("/2025/papers/")
        return len(asked)

    few = queries()
    for number in range(8):
        Department.objects.create(bureau=world.bureau, code=f"more-{number}", name=f"第{number}科", order=number + 5)
    assert queries() == few


# ---- one paper -------------------------------------------------------------------------------------------------------


def test_a_paper_is_shown_page_by_page_with_its_text_and_what_stands_in(world):
    head = at(world.department_head)
    answer = head.get(STATEMENT)
    page, images = text(answer), pages_of(answer)
    assert len(images) == 2
    assert "目标Y-Z1" in page
    assert re.search(r"标题 · <span[^>]*>方正小标宋简体</span> → Noto Serif SC", page)
    for number, url in enumerate(images, 1):
        image = head.get(url)
        assert (image["Content-Type"], image.content[:4]) == ("image/svg+xml", b"<svg"), number
        assert "private" in image["Cache-Control"]


def test_the_pages_of_a_preview_are_made_once(world, monkeypatch):
    head = at(world.department_head)
    images = pages_of(head.get(STATEMENT))
    monkeypatch.setattr(Asked, "paper", lambda _self: pytest.fail("described again"))
    assert [head.get(url).status_code for url in images] == [200, 200]


def test_a_page_is_shown_only_of_the_paper_whose_seal_the_address_holds(world):
    head = at(world.department_head)
    image = pages_of(head.get(STATEMENT))[0]
    assert head.get(image.replace("/1.svg", "/3.svg")).status_code == 404
    assert head.get(re.sub("seal=[0-9a-f]+", "seal=" + "0" * 64, image)).status_code == 404
    assert at(world.nobody).get(image).status_code == 404


@pytest.mark.parametrize("address", ["statement/?of=nowhere", "statement/", "nothing/?of=budget", "final/?of=1", "bulletin.pdf?of=1", "receipt/?of=x"])
def test_what_is_not_there_is_not_shown(world, address):
    assert at(world.office).get(f"/2025/papers/{address}").status_code == 404


def test_day_and_number_are_printed_and_a_wrong_one_is_told(noticed):
    office = at(noticed.office)
    office.post("/settings/", filled({"deed": "papers", "paper_code": "示财", "paper_copies": "区委办公室\n\n 存档 "}))
    assert BureauSettings.objects.of(noticed.bureau).paper_copies == ["区委办公室", "存档"]
    page = text(office.get("/2025/papers/information/?of=year&day=2026-02-03&number=12"))
    assert "示财〔2026〕12号" in page
    assert "2026年2月3日印发" in page
    assert "抄送：区委办公室，存档。" in page
    answer = office.get("/2025/papers/information/?of=year&day=yesterday&number=0")
    assert answer.status_code == 422
    assert 'href="#issue-day"' in answer.content.decode()
    assert 'href="#issue-number"' in answer.content.decode()
    assert len(pages_of(answer)) >= 4


def test_a_bureau_chooses_which_papers_are_letters(noticed):
    office, slip = at(noticed.office), "/2025/papers/score/?of=budget&day=2026-02-03&number=4"
    assert "函〔2026〕4号" not in text(office.get(slip))
    office.post("/settings/", filled({"deed": "papers", "paper_code": "示财", "letter_score": "on"}))
    page = text(office.get(slip))
    assert "示财函〔2026〕4号" in page
    assert "发文序号" in page


def test_a_paper_is_taken_away_as_pdf_and_as_word(world):
    head = at(world.department_head)
    answer = head.get("/2025/papers/statement.pdf?of=budget")
    assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert "%E9%A2%84%E7%AE%97%E7%A7%91" in answer["Content-Disposition"]
    answer = head.get("/2025/papers/statement.docx?of=budget")
    words = "".join(cell.text for table in Document(BytesIO(answer.content)).tables for row in table.rows for cell in row.cells)
    assert "目标Y-Z1" in words


def test_the_page_speaks_english_and_the_paper_does_not(world):
    head = at(world.department_head)
    head.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text(head.get(STATEMENT))
    assert "Responsibility statement" in page
    assert "目标责任书" in page.split("<pre", 1)[1].split("</pre>", 1)[0]
    assert "目标责任书" not in page.split("<pre", 1)[0].split("<main", 1)[1]


# ---- the code --------------------------------------------------------------------------------------------------------


def test_the_code_at_the_foot_leads_to_what_was_announced(noticed):
    nobody = at(noticed.nobody)
    code = re.search(r"校验码 (\S+)", text(nobody.get("/2025/papers/notice/?of=1")))[1]
    for typed in (code, code.lower().replace("-", ""), f" {code} "):
        page = text(nobody.get("/papers/check/", {"code": typed}))
        assert "校验码相符" in page, typed
        assert Snapshot.objects.get().facts_digest in page
        assert "/2025/notices/1/" in page


def test_a_wrong_code_and_no_code_at_all_are_told_apart(noticed):
    nobody = at(noticed.nobody)
    assert "没有这个校验码" in text(nobody.get("/papers/check/?code=0000-0000-0000"))
    assert "这不像一个校验码" in text(nobody.get("/papers/check/?code=abc"))
    assert "校验码相符" not in text(nobody.get("/papers/check/"))
    assert nobody.get("/papers/check/?code=").status_code == 200


def test_nobody_learns_what_another_bureau_announced(noticed):
    code = re.search(r"校验码 (\S+)", text(at(noticed.office).get("/2025/papers/notice/?of=1")))[1]
    elsewhere = found("south")
    assert "没有这个校验码" in text(at(elsewhere.office).get("/papers/check/", {"code": code}))


# ---- where the reader is -----------------------------------------------------------------------------------------------


def test_each_page_leads_to_its_paper_and_no_link_leads_nowhere(noticed):
    """From the page of a department, its goals, its quarter, its announced result and an objection."""
    objected(noticed)
    head = at(noticed.department_head)
    for page, paper in (
        ("departments/budget/", "score/?of=budget"),
        ("departments/budget/goals/", "statement/?of=budget"),
        ("progress/1/budget/", "key-goals/?of=1-budget"),
        ("notices/1/", "notice/?of=1"),
        ("notices/1/budget/", "score/?of=budget"),
        ("objections/1/", "receipt/?of=1"),
    ):
        assert f'href="/2025/papers/{paper}"' in text(head.get(f"/2025/{page}")), page
        assert head.get(f"/2025/papers/{paper}").status_code == 200, paper
    assert "/papers/decision/" not in text(head.get("/2025/objections/1/"))


def test_what_is_decided_and_final_leads_to_its_papers(noticed):
    objection = reviewed(noticed, objected(noticed), Outcome.REFUSED)
    lapsed(noticed)
    decide_objection(officer=noticed.leading_group, objection=objection, outcome=Outcome.REFUSED, reason="没有请假记录", minutes="纪要2号")
    final(noticed)
    office = at(noticed.office)
    for page, papers in (("objections/1/", ("decision/?of=1", "receipt/?of=1")), ("final/", ("final/?of=1", "signatures/?of=1"))):
        for paper in papers:
            assert f'href="/2025/papers/{paper}"' in text(office.get(f"/2025/{page}")), paper
            assert office.get(f"/2025/papers/{paper}").status_code == 200, paper


def test_a_quarters_page_of_a_department_doesnt_lead_to_the_paper_of_the_year(world):
    head = at(world.department_head)
    assert "/2025/papers/score/" in text(head.get("/2025/departments/budget/"))
    assert "/2025/papers/score/" not in text(head.get("/2025/departments/budget/?period=1"))


# ---- to reckon with ----------------------------------------------------------------------------------------------------


def test_a_papers_tables_are_taken_away_as_a_workbook_with_the_same_figures(noticed):
    office = at(noticed.office)
    answer = office.get("/2025/papers/notice.xlsx?of=1")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    board = Snapshot.objects.get().read_board()
    told = {row[1]: row[4] for row in rows[4:] if row[1]}
    assert told == {each.department.title: float(each.published) for each in board.standings}
    assert 'href="/2025/papers/notice.xlsx?of=1"' in text(office.get("/2025/papers/notice/?of=1"))


def test_a_paper_without_a_table_has_no_workbook():
    paper = Paper("没有表格", (Text("正文"),))
    assert (has_sheets(paper), workbook_of(paper, "x", 2025)) == (False, b"")
