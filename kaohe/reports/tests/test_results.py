"""Papers of what was announced hold the snapshot's own figures, its moments and its digest, and are for whom they are for."""

from datetime import date

import pytest

from kaohe.cycles.models import Period
from kaohe.engine import read_shown
from kaohe.ledger.actions import AGREED, answer_entry
from kaohe.paper.plain import plain_text
from kaohe.paper.proofs import code_of, start_of_digest
from kaohe.people.actions import choose_settings
from kaohe.reports.catalogue import KINDS
from kaohe.reports.source import DEMONSTRATION, DRAFT, Source
from kaohe.results.actions import TakeBack, close_quarter, decide_objection, issue_bulletin, withdraw_objection
from kaohe.results.models import Outcome, Snapshot
from kaohe.wording.figures import fixed
from tests.support.ending import final, lapsed, objected, published, ready, reviewed


def source(world, officer="office", **typed):
    return Source(
        world.cycle, getattr(world, officer), lambda code: f"https://kaohe.example/papers/check/?code={code}", **typed
    )


def offered(world, kind, officer="office"):
    return [each.of for each in KINDS[kind].choices(source(world, officer))]


def paper(world, kind, of, officer="office", **typed):
    asked = source(world, officer, **typed)
    return KINDS[kind].paper(asked, KINDS[kind].chosen(asked, of))


def says(made, *words):
    """Those of the words that the paper doesn't say."""
    text = "".join(plain_text(made).split())
    return [each for each in words if "".join(each.split()) not in text]


@pytest.fixture
def closing(world):
    answer_entry(officer=world.department_head, entry=world.absence(), text=AGREED)
    return ready(world)


@pytest.fixture
def noticed(closing):
    published(closing)
    return closing


# ---- quarters --------------------------------------------------------------------------------------------------------


def test_a_bulletin_holds_its_own_quarter_and_those_before_it(world):
    periods = list(Period.objects.filter(cycle=world.cycle).order_by("number"))
    for period in periods[:2]:
        close_quarter(officer=world.office, period=period)
        issue_bulletin(officer=world.office, period=period)
        world.absence(occurred_on=date(2025, 4, 10))
    world.absence(occurred_on=date(2025, 5, 12), about="后来才登记的")
    first, second = (str(pk) for pk in Snapshot.objects.order_by("pk").values_list("pk", flat=True))
    assert offered(world, "bulletin", "nobody") == [second, first]
    made = paper(world, "bulletin", second, "nobody")
    board = Snapshot.objects.get(pk=second).read_board()
    balance = fixed(
        board.of("budget").tree.find("institution").settled + board.of("budget").tree.find("institution").undecided
    )
    assert not says(
        made,
        "关于2025年2季度目标绩效考核情况的通报",
        balance,
        "本季扣分事项主要是：无故缺勤1次（预算科）",
        "未报送完成情况的科室：预算科、综合科",
    )
    assert made.blocks[1].text == "总体情况"
    assert says(made, "后来才登记的")
    assert any("逐季余额" in getattr(block, "caption", "") for block in made.blocks)


def test_a_quarter_without_a_bulletin_has_no_paper(world):
    assert offered(world, "bulletin") == []


# ---- the notice ------------------------------------------------------------------------------------------------------


def test_a_notice_says_until_when_by_which_calendar_and_carries_its_digest(noticed):
    made = paper(noticed, "notice", "1", "nobody")
    snapshot = Snapshot.objects.get()
    board = snapshot.read_board()
    totals = [fixed(each.published) for each in board.standings]
    assert not says(
        made, *totals, "公示期为2个工作日，自2026年1月19日起，至2026年1月21日17:30止", f"工作日历版本{snapshot.notice.calendar}",
        "经2026年1月19日局考核领导小组审定"
    )  # fmt: skip
    assert made.head is None
    assert (made.proof.digest, made.proof.code) == (snapshot.facts_digest, code_of(snapshot.facts_digest))
    assert made.proof.address.endswith(made.proof.code)
    assert snapshot.facts_digest.startswith(start_of_digest(made.proof.code))
    assert made.warning == DEMONSTRATION


def test_the_asker_sets_day_and_number(noticed):
    lapsed(noticed)
    final(noticed)
    choose_settings(
        officer=noticed.office,
        bureau=noticed.bureau,
        values={"paper_code": "示财", "paper_copies": ["区委办公室"], "paper_mark": "某局文件"},
    )
    made = paper(noticed, "final", "1", day=date(2026, 2, 3), number=7)
    assert (made.head.mark, made.head.number, made.signature.day) == ("某局文件", "示财〔2026〕7号", date(2026, 2, 3))
    assert made.colophon.copies == ("区委办公室",)
    assert paper(noticed, "final", "1").head.number == ""


# ---- objections and the final ----------------------------------------------------------------------------------------


def test_a_receipt_says_when_it_arrived_and_a_decision_what_it_changed(noticed):
    objection = objected(noticed)
    lapsed(noticed)
    made = paper(noticed, "receipt", "1", "department_head")
    assert not says(
        made,
        "2026年1月21日17:30（在公示期内，公示期至2026年1月21日17:30止）",
        "当日已请假，假条已交办公室",
        "请假条",
        "−1",
    )
    assert offered(noticed, "decision") == []
    decided = decide_objection(
        officer=noticed.leading_group, objection=reviewed(noticed, objection), outcome=Outcome.UPHELD, reason="经核对，请假手续完备",
        remedies=(TakeBack(),), minutes="纪要〔2026〕2号",
    )  # fmt: skip
    announced = objection.notice.snapshot.facts_digest
    assert made.proof.digest == announced, "a receipt can be held against what was objected to"
    made = paper(noticed, "decision", "1", "department_head")
    assert made.proof.digest == announced
    changes = next(block for block in made.blocks if getattr(block, "last_is_total", False))
    item, total = changes.rows
    assert item[1:] == ("成立", "6.00", "7.00", "+1")
    assert (total[2], total[3]) == (fixed(read_shown(decided.before)), fixed(read_shown(decided.after)))
    assert not says(
        made, "经核对，请假手续完备", "异议成立", "复核人员：复核人", f"记录{decided.entries[0]}", "纪要〔2026〕2号"
    )
    assert says(made, "经查，经核对") == ["经查，经核对"]


def test_what_is_refused_keeps_the_announced_points(noticed):
    objection = objected(noticed)
    lapsed(noticed)
    decide_objection(
        officer=noticed.leading_group, objection=reviewed(noticed, objection, Outcome.REFUSED), outcome=Outcome.REFUSED, reason="假条为事后补写",
    )  # fmt: skip
    assert not says(paper(noticed, "decision", "1"), "经查，假条为事后补写", "维持公示的得分", "异议不成立")


def test_objections_are_for_the_department_and_those_who_see_all(noticed):
    objected(noticed)
    assert offered(noticed, "receipt", "department_head") == offered(noticed, "receipt", "auditor") == ["1"]
    assert offered(noticed, "receipt", "nobody") == []


def test_the_final_result_counts_how_objections_ended(noticed):
    withdraw_objection(officer=noticed.department_head, objection=objected(noticed))
    lapsed(noticed)
    assert offered(noticed, "final") == offered(noticed, "signatures") == []
    final(noticed)
    made = paper(noticed, "final", "1", "nobody")
    board = Snapshot.objects.order_by("-pk").first().read_board()
    assert not says(
        made,
        "公示期内受理异议1件，撤回1件",
        "考核结果于2026年1月19日公示",
        *(fixed(each.published) for each in board.standings),
    )
    assert not says(paper(noticed, "signatures", "1"), "north·leading_group", "签字")


# ---- a department's own ----------------------------------------------------------------------------------------------


def test_a_score_is_a_draft_then_announced_then_concluded(closing):
    made = paper(closing, "score", "budget", "department_head")
    assert not says(made, "本单为告知，尚未公示")
    assert (DRAFT in made.warning, made.proof) == (True, None)
    published(closing)
    made = paper(closing, "score", "budget", "department_head")
    standing = Snapshot.objects.get().read_board().of("budget")
    assert not says(made, "你科室可在2026年1月21日17:30前", fixed(standing.published), "王浩然")
    assert (DRAFT in made.warning, made.proof.digest) == (False, Snapshot.objects.get().facts_digest)
    lapsed(closing)
    final(closing)
    assert not says(paper(closing, "score", "budget", "department_head"), "本结果已经公示并定案")


def test_what_was_announced_is_printed_though_the_ledger_went_on(noticed):
    before = plain_text(paper(noticed, "score", "budget"))
    sheet = plain_text(paper(noticed, "score-sheet", "year"))
    objection = objected(noticed)
    lapsed(noticed)
    decide_objection(
        officer=noticed.leading_group, objection=reviewed(noticed, objection), outcome=Outcome.UPHELD, reason="成立", remedies=(TakeBack(),),
    )  # fmt: skip
    assert plain_text(paper(noticed, "score", "budget")) == before
    assert plain_text(paper(noticed, "score-sheet", "year")) == sheet
