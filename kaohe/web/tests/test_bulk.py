"""Many events at once: tried first and nothing written, errors by their cells, failed rows given back, duplicates asked about."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.audit.models import Record
from kaohe.files.entry_sheet import Known, uploaded, write_failed
from kaohe.ledger.models import Entry
from tests.support.forms import filled

BULK = "/2025/ledger/bulk/"
GOOD = "预算科\t无故缺勤\t2025-03-12\t1\t王浩然\t未参加集中学习\t考勤表"
OTHER = "综合科\t集中学习到课\t2025-03-12\t4\t\t集中学习\t"


@pytest.fixture
def office(world, client):
    client.force_login(world.office)
    return client


def words(answer):
    return answer.content.decode()


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', words(answer))[1]


def trial(client, *rows):
    return client.post(BULK, filled({"rows": "\n".join(rows)}))


def write(client, tried, **more):
    return client.post(BULK, filled({"rows_tried": hidden(tried, "rows_tried"), **more}))


def test_a_trial_writes_nothing_and_says_what_would_be_new(world, office):
    answer = trial(office, GOOD, OTHER)
    assert answer.status_code == 200
    assert "登记 2 笔" in words(answer)
    assert not Entry.objects.exists()
    assert not Record.objects.exists()


def test_what_was_tried_is_written_and_what_it_moved_is_said(world, office):
    answer = write(office, trial(office, GOOD, OTHER))
    assert answer["Location"] == "/2025/ledger/"
    assert "已登记 2 笔：预算科 学习培训 7 → 6" in words(office.get(answer["Location"]))
    rows = Entry.objects.order_by("number").values_list("rule", "department__code", "count", "recorder_name")
    assert list(rows) == [("training.absence", "budget", 1, "north·office"), ("training.session", "general", 4, "north·office")]
    assert Record.objects.get().tag == "ledger:entries:loaded"


def test_leave_of_days_to_come_is_pasted_with_its_last_day(world, office):
    header = "科室\t事项名称\t发生日期\t至\t人员"
    good, wrong = "预算科\t请假外出登记\t2025-10-20\t2025-10-24\t王浩然", "预算科\t请假外出登记\t2025-10-20\t2025-10-17\t马俊杰"
    tried = trial(office, header, good, wrong)
    assert "2025-10-20 至 10-24" in words(tried)
    assert "不得早于起期" in words(tried)
    write(office, tried)
    entry = Entry.objects.get()
    assert (entry.occurred_on, entry.until, entry.about) == (date(2025, 10, 20), date(2025, 10, 24), "已请假")
    back = office.post(BULK, filled({"failed": hidden(tried, "failed")}))
    (cells,) = uploaded(back.content, "未通过的行.xlsx", Known(world.cycle.rulebook(), 2025, [world.budget.as_fact()])).cells.values()
    assert str(cells["until"])[:10] == "2025-10-17"


def test_errors_are_told_by_their_cells_and_only_sound_rows_are_offered(world, office):
    wrong = [GOOD.replace("预算科", "不存在科"), GOOD.replace("王浩然", "").replace("03-12", "03-13"), GOOD.replace("2025-03-12", "2025-10-16")]
    answer = trial(office, GOOD, *wrong)
    page = words(answer)
    assert "只登记正确的 1 笔" in page
    assert "A 科室" in page
    assert "须写明人员" in page
    assert "2025-10-16" in page
    write(office, answer)
    assert Entry.objects.count() == 1


def test_failed_rows_come_back_as_a_file_with_their_reasons(world, office):
    tried = trial(office, GOOD, GOOD.replace("王浩然", ""), GOOD.replace("预算科", "不存在科"))
    answer = office.post(BULK, filled({"failed": hidden(tried, "failed")}))
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    rulebook = world.cycle.rulebook()
    read = uploaded(answer.content, "未通过的行.xlsx", Known(rulebook, 2025, [world.budget.as_fact()]))
    assert len(read.cells) == 2
    assert not Entry.objects.exists()


def test_a_workbook_is_taken_as_well(world, office):
    target = io.BytesIO()
    row = {"department": "预算科", "label": "无故缺勤", "occurred_on": "2025-03-12", "persons": "王浩然", "about": "缺勤", "evidence": "考勤表"}
    write_failed(target, world.cycle.rulebook(), [row], year=2025)
    tried = office.post(BULK, filled({"rows": "", "workbook": SimpleUploadedFile("三月.xlsx", target.getvalue())}))
    assert "登记 1 笔" in words(tried)
    write(office, tried)
    assert Entry.objects.get().persons == ["王浩然"]


def test_a_workbook_with_macros_is_refused(world, office):
    from tests.support.files import office as package

    book = SimpleUploadedFile("宏.xlsx", package("xlsx", parts={"xl/vbaProject.bin": b"x"}))
    answer = office.post(BULK, filled({"rows": "", "workbook": book}))
    assert "含有宏" in words(answer)
    assert "rows_tried" not in words(answer)


def test_duplicates_are_asked_about(world, office):
    world.absence()
    tried = trial(office, GOOD)
    assert "可能重复" in words(tried)
    refused = write(office, tried)
    assert refused.status_code == 422
    assert Entry.objects.count() == 1
    write(office, tried, confirmed="on")
    assert Entry.objects.count() == 2


def test_two_rows_that_are_one_event_are_asked_about(world, office):
    assert "已有登记（第 1 行），可能重复" in words(trial(office, GOOD, GOOD))


def told(answer):
    """The list of what is odd or wrong, each with its place."""
    listed = re.search(r'<ul class="kh-card-body kh-problems">(.*?)</ul>', words(answer))[1]
    return [re.sub("<.*?>", "", each) for each in re.findall("<li>(.*?)</li>", listed)]


def test_a_row_that_is_refused_is_told_by_its_place_and_by_no_number(world, office):
    without, unproven, unknown = GOOD.replace("王浩然", ""), GOOD.replace("考勤表", ""), GOOD.replace("预算科", "不存在科")
    office.cookies["django_language"] = "zh-hans"
    assert [each.partition("。")[0] for each in told(trial(office, without, unproven, unknown))] == [
        "第 3 行 › A 科室 科室“不存在科”不认识",
        "第 1 行 记录 “预算科 2025-03-12”（无故缺勤）须写明人员",
        "第 2 行 记录 “预算科 王浩然”（无故缺勤）须附佐证",
    ]


def test_rows_are_counted_from_the_first_that_was_pasted(world, office):
    header = "科室\t事项名称\t发生日期\t数量\t人员\t事由\t佐证"
    for rows, number in [((GOOD,), 1), ((header, GOOD), 2)]:
        assert f"<tbody><tr><td>{number}</td>" in words(trial(office, *rows))


def test_a_row_that_brings_a_number_is_told_by_it(world, office):
    header = "记录号\t科室\t事项名称\t发生日期\t人员\t事由\t佐证"
    (line,) = told(trial(office, header, "甲-7\t预算科\t无故缺勤\t2025-03-12\t王浩然\t缺勤\t"))
    assert line.startswith("第 2 行 记录 甲-7（无故缺勤）须附佐证")


def test_only_what_would_be_written_down_is_held_for_a_duplicate(world, office):
    answer = trial(office, GOOD.replace("考勤表", ""), GOOD)
    assert "可能重复" not in words(answer)
    assert "只登记正确的 1 笔" in words(answer)


def test_what_is_refused_when_it_is_confirmed_is_told_by_its_row_too(world, office):
    tried = trial(office, OTHER, GOOD)
    world.absence()
    refused = write(office, tried)
    assert refused.status_code == 422
    assert "第 2 行: 2025-03-12 预算科的“无故缺勤”已有登记（#1）" in words(refused)


def test_nothing_pasted_is_said_so(world, office):
    answer = trial(office, "  ")
    assert answer.status_code == 422
    assert "还没有内容" in words(answer)


def test_what_was_tried_is_not_changed_on_the_way(world, office):
    token = hidden(trial(office, GOOD), "rows_tried")
    for wrong in (token[:-2] + "xx", "", "abc"):
        answer = office.post(BULK, filled({"rows_tried": wrong}))
        assert answer.status_code == 422
        assert "请重新核对" in words(answer)
    assert not Entry.objects.exists()


def test_a_checkers_own_department_is_refused_in_a_trial(world, client):
    client.force_login(world.checker)
    page = words(trial(client, OTHER))
    assert "回避" in page
    assert not Entry.objects.exists()


def test_gradings_are_not_given_in_bulk(world, office):
    grading = "预算科\t重点业务目标划档\t2025-03-12\t1\t\t好\t文件\t优秀"
    page = words(trial(office, grading))
    assert "rows_tried" not in page
    assert "考核领导小组划档" in page
    assert "只登记正确的 1 笔" in words(trial(office, GOOD, grading))
