"""What the pages tell: each number with its sentence, what did not count and why, what is open, what is to be done."""

import csv
import io
import re
from datetime import date

import pytest

from kaohe.cycles.actions import open_cycle
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import reverse_entry
from kaohe.panels.actions import grade_goal
from kaohe.results.models import Kind, Snapshot
from tests.support.bureau import PAPER


@pytest.fixture
def read(world, client):
    """Opens a page as the office and gives its words, one space between any two."""
    client.force_login(world.office)

    def opened(path):
        page = client.get(path).content.decode()
        body = re.sub(r"<(script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    return opened


def entry_of(world, **changed):
    return world.absence(**changed)


def test_a_point_lost_tells_clause_arithmetic_event_evidence_and_recorder(world, read):
    world.absence(count=2)
    page = read("/2025/departments/budget/")
    assert "−2 无故缺勤：2 人次 × 扣 1 分 附件3 一(一)1 #1 2025-03-12 · 王浩然 · 未参加集中学习，未请假 · 佐证 考勤表 · 登记 north·office" in page


def test_the_limit_is_a_line_of_its_own(world, read):
    world.absence(count=9)
    page = read("/2025/departments/budget/")
    assert "−9 无故缺勤：9 人次" in page
    assert "+2 扣完为止" in page


def test_what_did_not_count_is_shown_with_its_reason(world, read):
    told = {"rule": "brief.adopted", "matter": "一篇信息", "about": "被采用"}
    world.absence(level="city", **told)
    world.absence(level="district", **told)
    assert "(+1) 信息采用（区级机关采用）：同一事项已按最高的记录 1（市级机关采用）加分，此处不重复计 未计入" in read("/2025/departments/budget/")


@pytest.mark.parametrize(("tongue", "numbers"), [("zh-hans", "（记录 1、2）"), ("en", "(entries 1, 2)")])
def test_what_was_reversed_names_its_entries_as_the_readers_language_lists_them(world, read, client, tongue, numbers):
    reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    client.cookies["django_language"] = tongue
    assert numbers in read("/2025/departments/budget/")


def test_lines_of_one_rule_stand_together_with_their_sum(world, read):
    for day in (3, 4, 5):
        world.absence(occurred_on=date(2025, 3, day))
    assert "−3 无故缺勤 3 笔 −1 无故缺勤：1 人次" in read("/2025/departments/budget/")


def test_records_that_moved_nothing_are_counted_and_left_to_the_ledger(world, read, client):
    for _ in range(30):
        world.absence(rule="training.session", about="集中学习")
    page = client.get("/2025/departments/budget/").content.decode()
    assert "集中学习到课：共 30 人次，不计分" in page
    assert page.count("/2025/ledger/") < 20
    part = client.get("/2025/ledger/?department=budget&rule=training.session&part=1").content.decode()
    assert part.count("<tr>") == 13
    assert "<html" not in part


def test_a_reversal_and_its_original_stand_aside(world, read):
    from kaohe.ledger.actions import reverse_entry

    entry = world.absence()
    reverse_entry(officer=world.office, entry=entry, why="登记有误", evidence=PAPER)
    page = read("/2025/departments/budget/")
    assert "不计入的记录" in page
    assert "登记有误 · 冲正 #1" in page
    assert "这笔记录已经冲正，前后相抵" in read("/2025/ledger/1/")
    assert "已由记录 #2 冲正 1" in read("/2025/ledger/1/")
    assert "本笔冲正记录 #1" in read("/2025/ledger/2/")


def test_what_is_open_is_never_shown_as_a_number(world, read):
    page = read("/2025/departments/budget/")
    assert "暂计" in page
    assert "处待定" in page
    assert "尚未划档" in page
    assert "? 目标 Y-Z1" in page


def test_where_points_were_lost_stands_on_top(world, read):
    world.absence(count=3)
    page = read("/2025/departments/budget/")
    lost = "信息考核 −3.4 −8.5 / 10 · 信息报送 ×3 · 尚有待定 学习培训 −1.2 −3 / 7 · 无故缺勤 ×3"
    assert f"分失在哪里 折合年度总分，由多到少 {lost}" in page


def test_a_veto_is_said_and_the_department_stands_outside_the_ranking(world, read):
    world.absence(rule="integrity.breach", about="违规")
    assert "一票否决：取消本年度评比资格，不参加排名 · 违反党风廉政规定 · 附件3 一(五) · #1" in read("/2025/departments/budget/")
    page = read("/2025/")
    assert "— 预算科" in page
    assert "一票否决 1 个科室 预算科" in page


def graded(world):
    """The year as it is graded: every goal good, and the stage at its closing."""
    world.at(Stage.CLOSING)
    for code in ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4", "G-Z1", "G-Z2", "G-Q1", "G-Q2", "G-Q3", "G-Q4"):
        grade_goal(
            officer=world.leading_group, goal=world.goal(code), grade="good", conditions=["g1"], reason="首创", evidence=PAPER
        )


def test_a_finished_year_is_ranked(world, read):
    graded(world)
    world.absence(count=2)
    page = read("/2025/")
    assert "科室排名" in page
    assert re.search(r"1 综合科 85\.00 \d+\.\d\d \d+\.\d\d", page)
    assert "全部目标已划档" in page
    assert "公示 全部科室得分已定，可以公示" in page


def test_to_dos_name_what_is_still_to_be_graded(world, read):
    world.at(Stage.CLOSING)
    assert "划档 预算科还有 6 项目标待划档" in read("/2025/")


def test_while_the_year_runs_the_open_quarter_is_named(world, read):
    page = read("/2025/")
    assert "4季度登记与检查，2025-12-31 截止 还有 77 天" in page
    assert "待划档" not in page


def test_a_quarter_is_shown_as_of_its_last_day(world, read):
    world.absence(occurred_on=date(2025, 5, 6))
    assert "2025 年1季度考核总览" in read("/2025/?period=1")
    page = read("/2025/departments/budget/?period=1")
    assert "无故缺勤" not in page
    assert "另有 1 笔在截止日之后" in page
    assert "−1 无故缺勤" in read("/2025/departments/budget/?period=2")


def test_quarters_to_come_are_not_offered(world, client):
    world.bureau.__class__.objects.update(clock=date(2025, 5, 1))
    client.force_login(world.office)
    page = client.get("/2025/").content.decode()
    assert "?period=2" in page
    assert "?period=3" not in page


def test_places_are_compared_with_the_year_before_as_it_was_announced(world, read):
    graded(world)
    world.absence(count=2)
    last = Cycle.objects.create(bureau=world.bureau, year=2024, edition=world.cycle.edition, stage=Stage.FINAL)
    rows = [
        {"code": "general", "rank": 2, "published": "80", "vetoed": False},
        {"code": "budget", "rank": 1, "published": "90", "vetoed": False},
    ]
    Snapshot.objects.create(
        cycle=last, kind=Kind.FINAL, board={"departments": rows}, facts_digest="", edition_digest="", engine_version="1",
        made_at="2025-01-20T00:00Z", made_by=world.office,
    )  # fmt: skip
    page = read("/2025/")
    assert "1 ▲1 较上年上升 1 位 综合科" in page
    assert "较上年 +" in page or "较上年 −" in page


def test_an_entry_tells_what_it_moved(world, read):
    world.absence(count=2)
    page = read("/2025/ledger/1/")
    assert "学习培训 7 7 5 −2" in page
    assert "过了季末才登记" in page  # it was written down on 15 October


def test_an_entry_for_the_record_moved_nothing_and_says_so(world, read):
    world.absence(rule="training.session", about="集中学习")
    assert "分数没有变动 这是备查记录，只留痕，不计分。" in read("/2025/ledger/1/")


def test_the_grounds_of_a_grade_are_said_in_words(world, read):
    world.at(Stage.CLOSING)
    grade_goal(
        officer=world.leading_group, goal=world.goal(), grade="good", conditions=["g1"], reason="首创", evidence=PAPER
    )
    page = read("/2025/ledger/1/")
    assert "层级或档次 良好" in page
    assert "创造性完成，产生较大效益，本局首创" in page


def test_the_ledger_is_narrowed_and_searched(world, read):
    world.absence()
    world.absence(department=world.general, occurred_on=date(2025, 5, 6), persons=["赵六"])
    assert "共 2 笔" in read("/2025/ledger/")
    for query in ("department=general", "period=2", "q=赵六", "q=%232", "clause=3.1.1.1&department=general"):
        page = read(f"/2025/ledger/?{query}")
        assert "共 1 笔" in page, query
        assert "#2" in page
    assert "没有符合条件的记录" in read("/2025/ledger/?q=没有这个人")


@pytest.mark.parametrize("query", ["page=x", "page=99", "rule=nowhere", "q=" + "长" * 500, "department='--"])
def test_odd_questions_to_the_ledger_do_no_harm(world, client, query):
    world.absence()
    client.force_login(world.office)
    assert client.get(f"/2025/ledger/?{query}").status_code == 200


def test_the_ledger_has_pages(world, read):
    for number in range(51):
        world.absence(rule="training.session", about=f"第 {number} 次")
    assert "第 1 / 2 页" in read("/2025/ledger/")
    assert "第 2 / 2 页" in read("/2025/ledger/?page=2")


def test_the_rulebook_shows_the_framework_from_the_rules(world, client):
    client.force_login(world.office)
    page = client.get("/rulebook/shinan-finance-2005/").content.decode()
    box = re.search(r'<a class="kh-frame-box kh-frame-1" href="#2\.2">.*?</a>', page)[0]
    assert re.findall(r">([^<]+)</text>", box) == ["业务工作", "满分 100 ×60%", "60"]
    items = world.cycle.rulebook().items.values()
    assert page.count("kh-frame-box") == len(items)
    wide = re.search(r'<div class="kh-framework-wide">.*?</svg>', page, re.DOTALL)[0]
    assert re.findall(r'<a href="#([^"]+)"', wide) == [item.clause for item in items]


def test_every_clause_rule_and_reading_stands_on_the_rulebook_page(world, client, read):
    client.force_login(world.office)
    page, rules = client.get("/rulebook/shinan-finance-2005/").content.decode(), world.cycle.rulebook()
    for anchor in rules.clauses:
        assert page.count(f'id="{anchor}"') == 1
    for code in rules.rules:
        assert page.count(f'id="rule-{code}"') == 1
    for reading in rules.readings.values():
        assert page.count(f'id="{reading.code}"') == 1 or not set(reading.clauses) & set(rules.clauses)
    assert rules.digest in page
    assert rules.digest_sm3 in page
    words = read("/rulebook/shinan-finance-2005/")
    assert "无故缺勤 逐次扣分 每人次 −1 分" in words
    assert "市级机关采用 +2" in words
    assert "合规提示：批示和刊发不宜作为考核内容" in words


def test_a_clause_leads_to_what_was_recorded_under_it(world, client):
    world.absence()
    client.force_login(world.office)
    page = client.get("/rulebook/shinan-finance-2005/").content.decode()
    assert "2025 年度已记录 1 笔" in page
    assert "/2025/ledger/?clause=3.1.1.1" in page


def test_a_clause_leads_to_every_year_that_followed_it(world, client):
    world.absence()
    open_cycle(officer=world.office, bureau=world.bureau, year=2026, edition=world.cycle.edition)
    client.force_login(world.office)
    page = client.get("/rulebook/shinan-finance-2005/").content.decode()
    assert "2025 年度已记录 1 笔" in page
    world.absence()
    assert "2025 年度已记录 2 笔" in client.get("/rulebook/shinan-finance-2005/").content.decode()


def test_the_csv_of_the_board_reads_in_a_spreadsheet(world, client):
    client.force_login(world.office)
    answer = client.get("/2025/export/board.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["科室", "预算科", "综合科"]
    assert "filename*=UTF-8''" in answer["Content-Disposition"]


def test_the_workbook_holds_the_score_sheets(world, client):
    from python_calamine import CalamineWorkbook

    world.absence()
    client.force_login(world.office)
    answer = client.get("/2025/export/scores.xlsx")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
    assert {"预算科", "综合科"} <= set(sheets)


def test_what_people_write_is_never_taken_for_markup(world, client):
    world.absence(about='<script>alert("x")</script>', persons=["<b>张</b>"])
    client.force_login(world.office)
    for path in ("/2025/departments/budget/", "/2025/ledger/", "/2025/ledger/1/", "/2025/ledger/?part=1"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<b>张" not in page


def test_a_demonstration_says_so_on_every_page(world, read):
    world.absence()
    for path in ("/2025/", "/2025/departments/budget/", "/2025/ledger/1/", "/rulebook/shinan-finance-2005/", "/password/"):
        assert "演示数据：单位、人员和事项均为虚构" in read(path)


def test_every_anchor_a_page_points_to_is_there(world, client):
    world.absence(count=2)
    client.force_login(world.office)
    pages = {path: client.get(path).content.decode() for path in ("/2025/departments/budget/", "/rulebook/shinan-finance-2005/")}
    for path in ("/2025/", *pages, "/2025/ledger/1/"):
        page = client.get(path).content.decode()
        for target, anchor in re.findall(r'href="([^"#]*)#([^"]+)"', page):
            goal = pages.get(target.split("?")[0] or path, page if not target else None)
            assert goal is None or f'id="{anchor}"' in goal, f"{path} → {target}#{anchor}"
