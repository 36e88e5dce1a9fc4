"""What each paper must say, and what none may: the contents of 公示 and 通报, the forms' own columns, no person by name."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from kaohe.paper.description import Table
from kaohe.paper.kinds import bulletin, forms, information, meetings, objections, own_score, responsibility, results
from kaohe.paper.kinds.common import Issue, Stationery, bands, mean, moved
from kaohe.paper.plain import plain_text
from kaohe.paper.tests.papers import PROOF
from kaohe.pictures.tests.year import ENDS, RULEBOOK, board, facts
from kaohe.wording.figures import fixed

STATIONERY = Stationery("示范区财政局", code="示财", copies=("区委办公室",), telephone="0000-1234567", place="301室")
ISSUE = Issue(date(2026, 1, 9), 3, PROOF)
WINDOW = results.Window(date(2026, 1, 9), datetime(2026, 1, 13, 17, 30, tzinfo=UTC), 2, True, "2026年版", 5)


def quarter(number=3, **more):
    boards = {name: board(2025, day) for name, day in zip(RULEBOOK.periods, ENDS[:number], strict=False)}
    return bulletin.Quarter(f"第{'一二三四'[number - 1]}季度", 2025, boards, facts(2025, ENDS[number - 1]), **more)


def the_bulletin(**more):
    return bulletin.bulletin(quarter(**more), RULEBOOK, STATIONERY, ISSUE)


def the_publication(year=2025):
    return results.publication(
        board(year), RULEBOOK, STATIONERY, ISSUE, WINDOW, decided_on=date(2026, 1, 8), decided_by="局考核领导小组会议"
    )


def the_final(handled):
    return results.final_result(
        board(), RULEBOOK, STATIONERY, ISSUE, handled=handled, published_on=date(2026, 1, 9), decided_on=date(2026, 1, 19),
        decided_by="局长办公会议",
    )  # fmt: skip


def the_information(**more):
    span = information.Span("年度", 2025, date(2025, 1, 1), date(2025, 12, 31))
    return information.information_bulletin(board(), facts(), RULEBOOK, span, STATIONERY, ISSUE, **more)


def says(paper, *words):
    text = "".join(plain_text(paper).split())
    return [each for each in words if "".join(each.split()) not in text]


def tables(paper):
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize("make", [the_bulletin, the_publication, lambda: the_final(results.Handled()), the_information])
def test_no_person_is_named_in_what_is_published(make):
    text = plain_text(make())
    persons = {name for entry in facts().entries for name in entry.persons if len(name) > 1}
    assert len(persons) > 20
    assert not {name for name in persons if name in text}


# ---- 通报 ----


def test_a_bulletin_tells_of_key_goals_what_was_found_and_who_told_nothing():
    somebody = next(name for entry in facts().entries for name in entry.persons if len(name) > 1)
    goals = (
        bulletin.KeyWork("预算科", "预算执行进度", 75, True, f"{somebody}牵头，按计划完成"),
        bulletin.KeyWork("综合科", "土地收支清算", 40, False, "尚有两笔未清"),
        bulletin.KeyWork("综合科", "非税收入征缴", None, None),
    )
    paper = the_bulletin(goals=goals, missing=("监督科",))
    assert not says(
        paper, "重点工作目标3项，经核实按计划完成1项，未按计划完成1项（综合科：土地收支清算），尚未核实1项", "未报送完成情况的科室：监督科",
        "附件：1. 2025年第三季度扣分加分事项明细", "2. 2025年第三季度重点工作目标完成情况",
    )  # fmt: skip
    table = tables(paper)[-1]
    assert [row[3:5] for row in table.rows] == [("75%", "是"), ("40%", "否"), ("—", "未核实")]
    assert somebody not in plain_text(paper)


def test_a_bulletin_lists_what_starts_at_zero_by_what_was_earned():
    """The page and the paper show the same balance: nothing is counted for information that nobody has sent yet."""
    paper = the_bulletin(number=1)
    table = tables(paper)[0]
    block = RULEBOOK.items["institution"]
    earned = next(at for at, item in enumerate(block.items, 1) if item.start == "zero")
    wanted = [fixed(each.tree.find("information").settled) for each in quarter(1).board.standings]
    assert [row[earned] for row in table.rows] == wanted
    assert f"{block.items[earned - 1].label}从零分起计" in table.note


# ---- 公示 ----


def test_a_publication_has_no_red_head_and_all_that_a_department_must_know():
    paper = the_publication()
    assert paper.head is None
    assert says(
        paper, "关于2025年度目标绩效考核结果的公示", "《目标绩效考核办法（试行）》", "2026年1月8日局考核领导小组会议审定",
        "公示期为2个工作日", "至2026年1月13日17:30止", "工作日历版本2026年版", "由科室负责人实名提出复核", "事实和理由，并附证据",
        "5个工作日内书面答复", "不得打击报复", "电话：0000-1234567", "地点：301室", "逾期不提出的，视为无异议",
        "不影响个人依法享有的申诉、控告等权利", "示范区财政局", PROOF.code,
    ) == []  # fmt: skip


def test_the_table_is_in_the_order_of_the_ranking_with_what_must_be_said():
    [table] = tables(the_publication())
    assert [row[1] for row in table.rows] == [each.department.title for each in board().ranked()]
    remarks = {row[1]: row[-1] for row in table.rows}
    assert (remarks["采购办"], remarks["企财科"], remarks["综合科"]) == ("一票否决，不参加排名", "不得列入先进", "并列")
    assert [row[0] for row in table.rows if row[1] == "采购办"] == ["—"]


# ---- 通报 ----


def test_a_bulletin_has_head_number_copies_and_all_its_parts():
    demand = bulletin.Demand("逐项整改", "有关科室", date(2025, 10, 31))
    paper = the_bulletin(practice=("预算科做得好。",), problems=("台账不及时。",), demands=(demand,))
    assert paper.head is not None
    assert (paper.head.mark, paper.head.number) == ("示范区财政局文件", "示财〔2026〕3号")
    assert says(
        paper, "关于2025年第三季度目标绩效考核情况的通报", "机关各科室：", "截至2025年9月30日", "一、总体情况", "二、各科室情况",
        "三、主要做法", "预算科做得好。", "四、存在问题", "台账不及时。", "五、下一步要求",
        "1.逐项整改。责任科室：有关科室，完成时限：2025年10月31日。", "抄送：区委办公室。", "附件：2025年第三季度扣分加分事项明细",
    ) == []  # fmt: skip


def test_the_first_bulletin_of_a_year_compares_with_nothing():
    paper = bulletin.bulletin(quarter(1), RULEBOOK, STATIONERY, ISSUE)
    assert {row[-1] for row in tables(paper)[0].rows} == {"—"}
    assert says(paper, "较上季提高") == ["较上季提高"]


def test_a_draft_has_no_number():
    head = bulletin.bulletin(quarter(), RULEBOOK, STATIONERY, Issue(date(2025, 10, 9))).head
    assert head is not None
    assert head.number == ""


# ---- the final result ----


def test_the_final_result_tells_how_objections_ended():
    assert says(the_final(results.Handled()), "公示期内未收到异议。") == []
    handled = results.Handled(3, 1, 0, 1, 1)
    assert says(the_final(handled), "受理异议3件，成立1件，不成立1件，撤回1件") == []
    assert says(the_final(handled), "奖金兑现", "干部提拔使用", "信息工作先进科室") == []


# ---- information ----


def test_information_tells_who_missed_the_quota_and_names_the_advanced_only_at_the_end():
    assert says(the_information(), "未完成报送任务的科室1个：企财科", "不得列入先进科室评选范围", "报送信息131篇，被采用34篇次") == []
    assert says(the_information(), "评先情况") == ["评先情况"]
    assert says(the_information(final=True), "评先情况", "第1名 预算科") == []


# ---- one department ----


def test_a_department_reads_where_every_point_went():
    paper = own_score.own_score(board().of("procurement"), RULEBOOK, 2025, STATIONERY, ISSUE, window=WINDOW)
    assert says(
        paper, "政府采购办公室：", "总分71.40分", "一票否决，不参加排名", "党风廉政建设", "附件3 一(五)", "2026年1月13日17:30前", "移交追究责任",
    ) == []  # fmt: skip


def test_an_open_year_has_no_total_and_says_so():
    paper = own_score.own_score(board(2026, date(2026, 9, 30)).standings[0], RULEBOOK, 2026, STATIONERY, ISSUE)
    assert says(paper, "总分待定", "未定的不是零分", "尚未公示") == []


def test_persons_are_masked_where_it_is_asked():
    standing = board().of("procurement")
    names = {name for node in standing.tree.walk() for line in node.lines for entry in line.entries for name in entry.persons}
    plain = plain_text(own_score.own_score(standing, RULEBOOK, 2025, STATIONERY, ISSUE))
    masked = plain_text(own_score.own_score(standing, RULEBOOK, 2025, STATIONERY, ISSUE, masked=True))
    assert {name for name in names if name in plain}
    assert not {name for name in names if name in masked}


# ---- statements, minutes, objections ----


def test_a_responsibility_statement_lists_goals_with_standard_time_and_persons():
    goal = responsibility.Undertaken(
        "Z-1", "key", "预算执行", "执行率", "95%", date(2025, 11, 30), Decimal(20), "王珺", "李喆"
    )
    paper = responsibility.responsibility("预算科", 2025, (goal,), RULEBOOK, STATIONERY, ISSUE, approved_on=date(2025, 5, 20))
    assert says(
        paper, "2025年5月20日局长办公会议审定", "共1项，重点业务目标1项，业务目标0项", "执行率；95%", "11月30日", "20.00", "王珺", "李喆",
        "第一责任人", "AB角制", "优秀1、良好0.85", "（盖章）",
    ) == []  # fmt: skip


MEETING = meetings.Meeting(
    "局长办公会议", date(2025, 5, 20), "三楼会议室", "局长周建国", ("周建国", "王珺"), ("李喆",), ("各科室负责人",), "钱堃", "第5期"
)


def test_the_directors_minutes_tell_what_was_decided_on_each_goal():
    goals = [
        meetings.Fixed("预算科", "Z-1", "预算执行", "重点业务目标", "同意"),
        meetings.Fixed("预算科", "Z-2", "绩效评价", "重点业务目标", "修改后同意", "时限提前"),
    ]
    paper = meetings.directors_minutes(MEETING, 2025, goals, STATIONERY, ISSUE)
    assert says(
        paper, "示范区财政局局长办公会议纪要", "第5期", "1个科室报送的2项目标，其中同意1项，修改后同意1项", "“绩效评价”修改后同意：时限提前",
        "出席：周建国、王珺。", "请假：李喆。", "列席：各科室负责人。", "记录：钱堃。", "2025年5月20日，局长周建国在三楼会议室主持召开",
    ) == []  # fmt: skip
    text = plain_text(paper)
    assert text.index("附件：") < text.index("出席：")  # under the text and the annexes' names
    timed = meetings.directors_minutes(MEETING._replace(begins=time(9, 30)), 2025, goals, STATIONERY, ISSUE)
    assert says(timed, "2025年5月20日09:30，局长周建国在三楼会议室") == []


def test_minutes_of_grading_write_recusals_down():
    goal = meetings.Graded(
        "预算科", "Z-1", "预算执行", Decimal(20), "优秀", Decimal(1), Decimal(20), "全市首创", ("王珺",)
    )
    paper = meetings.grading_minutes(MEETING, 2025, [goal], RULEBOOK, STATIONERY, ISSUE)
    assert says(paper, "逐项审议1项目标", "优秀1项", "王珺回避预算科的目标", "全市首创") == []
    nobody = meetings.grading_minutes(MEETING, 2025, [goal._replace(recused=())], RULEBOOK, STATIONERY, ISSUE)
    assert says(nobody, "没有需要回避的情形") == []


def test_a_signature_page_has_a_row_for_each_in_the_order_given():
    signers = [meetings.Signer("组长", "周建国"), meetings.Signer("副组长", "王珺")]
    [table] = tables(meetings.signature_page("2025年度考核结果", "一致同意。", signers, STATIONERY, ISSUE))
    assert [row[1:4] for row in table.rows] == [("组长", "周建国", ""), ("副组长", "王珺", "")]


def objection(filed=datetime(2026, 1, 12, 16, 42, tzinfo=UTC)):
    line = objections.Disputed("使用局域网络", "附件3 一(三)3", "731", Decimal(-5), "当日停电")
    return objections.Objection("异2026-001", "政府采购办公室", "孙丽", filed, WINDOW.closes, 2025, (line,), ("停电通知",))


def test_a_receipt_shows_the_moment_of_arrival_and_when_an_answer_comes():
    paper = objections.receipt(objection(), STATIONERY, ISSUE, reply_by=date(2026, 1, 19))
    assert says(paper, "异2026-001", "2026年1月12日16:42（在公示期内", "停电通知", "2026年1月19日", "当日停电", "−5") == []


def test_an_answer_to_an_objection_is_a_letter_unless_the_bureau_says_otherwise():
    paper = objections.receipt(objection(), STATIONERY._replace(code="示财发"), ISSUE)
    assert paper.head
    assert paper.signature
    assert (paper.head.mark, paper.head.number, paper.head.letter) == (STATIONERY.bureau, f"示财函〔{ISSUE.day.year}〕{ISSUE.number}号", True)
    assert (paper.signature.name, paper.colophon) == (STATIONERY.bureau, None)
    plain = objections.receipt(objection(), STATIONERY._replace(letters=frozenset()), ISSUE)
    assert plain.head is None
    assert plain.signature == paper.signature._replace(name=STATIONERY.office)


def test_a_moment_too_late_is_said_on_the_receipt():
    late = objection(datetime(2026, 1, 13, 17, 31, tzinfo=UTC))
    assert says(objections.receipt(late, STATIONERY, ISSUE), "已超过公示期") == []
    assert says(objections.receipt(objection(WINDOW.closes), STATIONERY, ISSUE), "在公示期内") == []


def test_a_decision_has_facts_rule_conclusion_and_remedy():
    finding = objections.Finding("使用局域网络", "当日机房停电", "附件3一(三)3", objections.UPHELD, Decimal(5), Decimal(10))
    found = objections.Decision(
        (finding,), Decimal("71.40"), Decimal("73.40"), date(2026, 1, 16), "考核领导小组会议", ("郑明",), ("孙丽",), ("冲正记录#731",)
    )
    paper = objections.decision(objection(), found, RULEBOOK, STATIONERY, ISSUE)
    assert says(
        paper, "经查，当日机房停电", "适用附件3一(三)3", "该项异议成立", "异议成立", "71.40 73.40 +2", "冲正记录#731", "原记录保留",
        "依照公务员法", "不加重", "回避人员：孙丽",
    ) == []  # fmt: skip


def test_a_dismissed_objection_changes_nothing():
    finding = objections.Finding("为民服务", "记录属实", "附件3一(三)1", objections.DISMISSED, Decimal(8), Decimal(8))
    found = objections.Decision((finding,), Decimal("71.40"), Decimal("71.40"), date(2026, 1, 16), "考核领导小组会议")
    assert found.outcome == objections.DISMISSED
    assert says(objections.decision(objection(), found, RULEBOOK, STATIONERY, ISSUE), "维持公示的得分") == []


@pytest.mark.parametrize(
    ("outcomes", "whole"), [(("成立", "成立"), "成立"), (("成立", "不成立"), "部分成立"), (("部分成立",), "部分成立")]
)
def test_an_objection_that_holds_in_some_lines_holds_in_part(outcomes, whole):
    findings = tuple(objections.Finding("x", "x", "x", each, None, None) for each in outcomes)
    assert objections.Decision(findings, Decimal(1), Decimal(1), date(2026, 1, 16), "x").outcome == whole


# ---- the forms ----


def test_the_score_sheet_corrects_its_heading_and_has_a_column_for_objective_reasons():
    paper = forms.score_sheet(board(), RULEBOOK, STATIONERY, ISSUE)
    [table] = tables(paper)
    assert [column.head for column in table.columns] == [
        "科室", "优秀（1.0）", "良好（0.85）", "合格（0.75）", "基本合格（0.6）", "不合格（0.4）", "客观原因（0.6）", "得分",
    ]  # fmt: skip
    assert len(table.rows) == 10
    assert says(paper, "“优秀（0.1）”系印刷错误", "增列“客观原因”一栏", "2026年1月9日") == []


def test_an_ungraded_year_has_no_score_on_the_sheet():
    [table] = tables(forms.score_sheet(board(2026, date(2026, 9, 30)), RULEBOOK, STATIONERY, ISSUE))
    assert all(row[-1].startswith("待定") for row in table.rows)


@pytest.mark.parametrize(
    ("make", "heads"),
    [
        (lambda: forms.key_goals("预算科", 2025, "第三季度", [], STATIONERY, ISSUE), "序号 重点工作目标 A角 B角"),
        (lambda: forms.first_inquiries("办公室", 2025, [], STATIONERY, ISSUE), "序号 日期时间 来访（来电）人 事项 首问责任人"),
        (lambda: forms.leaves("办公室", 2025, [], STATIONERY, ISSUE), "序号 姓名 事由（去向） 自 至 批准人 销假时间"),
        (lambda: forms.trainings("办公室", 2025, [], STATIONERY, ISSUE), "序号 姓名 培训班次 主办单位"),
    ],
)
def test_a_form_without_entries_is_one_to_fill_in(make, heads):
    paper = make()
    [table] = tables(paper)
    assert " ".join(column.head for column in table.columns).startswith(heads)
    assert {cell for row in table.rows for cell in row} == {""}
    assert paper.landscape


def test_training_without_both_certificates_is_counted():
    def training(second):
        return forms.Training("王珺", "培训班", "市财政局", date(2025, 4, 7), date(2025, 4, 11), Decimal(40), (True, second))

    paper = forms.trainings("办公室", 2025, [training(True), training(False)], STATIONERY, ISSUE)
    assert says(paper, "共2班次，缺认证材料1班次", "4月7日至11日") == []


def test_members_stand_with_post_and_term():
    found = [forms.Member("组长", "周建国", "局长", date(2025, 1, 1)), forms.Member("成员", "王珺", "科长", date(2025, 1, 1), date(2025, 8, 31))]
    paper = forms.members([("领导小组", found), ("办公室", [])], STATIONERY, ISSUE)
    assert says(paper, "2025年1月1日起", "2025年1月1日至2025年8月31日") == []


# ---- ways of saying ----


def test_numbers_are_spread_in_bands():
    assert bands([Decimal(97), Decimal(95), Decimal("89.99"), Decimal(12)]) == "95分以上2个、80—90分1个、不足70分1个"


def test_what_moved_is_said_with_its_direction():
    assert [moved(Decimal(number), "较上季") for number in ("1.25", "-0.5", "0")] == ["较上季提高1.25分", "较上季下降0.50分", "与上季持平"]


def test_the_mean_of_nothing_is_unknown():
    assert mean([]) is None
    assert mean([Decimal(1), Decimal(2)]) == Decimal("1.5")
