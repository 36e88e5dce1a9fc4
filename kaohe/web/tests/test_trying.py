"""Trying a rulebook: other numbers beside what stands; saved as a proposal, and never as the edition."""

import random
import re
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.actions import withdraw_amendment, write_amendment
from kaohe.cycles.models import Amendment, AmendmentWithdrawal, Edition
from kaohe.engine import Refused, score
from kaohe.engine.parameters import parameters, varied
from kaohe.results.boards import board_of, facts_of
from kaohe.results.trying import MOST, grid, places, tried
from tests.support.bureau import recorded, refused, rulebook
from tests.support.ending import ready
from tests.support.forms import filled
from tests.support.founding import founding_rulebook
from tests.support.years import random_year

URL = "/2025/try/"
ABSENCE = "rules.training.absence.each"


@pytest.fixture
def office(world, client):
    world.absence(count=2)
    client.force_login(world.office)
    return client


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def what_it_is_tried_on(world):
    return world.cycle.rulebook(), facts_of(world.cycle), board_of(world.cycle)


def test_a_variant_is_what_the_engine_says_under_those_numbers(office, world):
    rulebook, facts, board = what_it_is_tried_on(world)
    outcome = tried(rulebook, facts, board, {ABSENCE: Decimal("2.5")})
    other = varied(rulebook, {ABSENCE: Decimal("2.5")})
    assert {row.code: row.new for row in outcome.rows} == places(other, score(other, facts), by_points=True)
    assert {row.code: row.old for row in outcome.rows} == places(rulebook, board, by_points=True)
    assert (outcome.gained, outcome.lost, outcome.moved) == (0, 1, 0)


def test_once_all_is_settled_places_are_those_of_the_measures_own_ranking(world):
    ready(world)
    world.absence(count=2)
    rulebook, facts, _board = what_it_is_tried_on(world)
    by_institution = replace(rulebook, rankings=(replace(rulebook.rankings[0], of="institution", value="raw"), *rulebook.rankings[1:]))
    board = score(by_institution, facts)
    assert all(each.published is not None for each in board.standings)
    ranks = {placing.department: placing.rank for placing in next(iter(board.rankings.values()))}
    assert len(set(ranks.values())) > 1
    assert {code: placed.place for code, placed in places(by_institution, board, by_points=False).items()} == ranks
    dearer = tried(by_institution, facts, board, {"items.institution.weight": Decimal(0), "items.business.weight": Decimal(1)})
    assert {row.code: row.new.place for row in dearer.rows} == ranks


def test_where_one_of_the_two_boards_waits_both_are_placed_by_points(world):
    ready(world)
    rulebook, facts, board = what_it_is_tried_on(world)
    by_institution = replace(rulebook, rankings=(replace(rulebook.rankings[0], of="institution", value="raw"), *rulebook.rankings[1:]))
    board = score(by_institution, facts)
    code, placings = next(iter(board.rankings.items()))
    waiting = replace(board, rankings={code: tuple(placing._replace(rank=None, why="pending") for placing in placings)})
    for row in tried(by_institution, facts, waiting, {}).rows:
        assert row.new == row.old == places(by_institution, board, by_points=True)[row.code]


def test_numbers_under_which_a_decision_that_stands_could_not_be_are_refused():
    rulebook = founding_rulebook()
    facts = random_year(random.Random(0), rulebook, complete=True)
    with pytest.raises(Refused) as found:
        tried(rulebook, facts, score(rulebook, facts), {"items.integrity.full": Decimal(1)})
    assert {problem.code for problem in found.value.problems} == {"ledger.amount_range"}


def test_the_whole_year_is_tried_whatever_quarter_the_address_names(office):
    answer = office.get(URL, {"period": "1", ABSENCE: "2"})
    assert (answer.status_code, answer.url) == (302, f"{URL}?{ABSENCE}=2")


def test_the_page_shows_the_change_beside_what_stands(office):
    page = words(office.get(URL, {ABSENCE: "2.5"}))
    assert "0 个科室得分上升，1 个下降" in page
    assert "无故缺勤 · 每次分值" in page
    assert "现行 1" in page
    assert "−1.2" in page


def test_without_a_change_the_ranking_of_now_is_shown(office):
    page = words(office.get(URL))
    assert "还没有改动任何数" in page
    assert re.search(r'id="saving"[^>]* hidden>', office.get(URL).content.decode())
    assert not re.search(r'id="saving"[^>]* hidden>', office.get(URL, {ABSENCE: "2.5"}).content.decode())


def test_in_a_running_year_it_is_said_that_what_is_open_counts_as_full_and_that_these_are_no_places_of_now(office):
    for query in ({}, {ABSENCE: "2.5", f"several:{ABSENCE}": "1,2"}):
        page = words(office.get(URL, query))
        assert "下面是现在的名次" not in page
        assert "不是现在的名次；现在的得分见 考核总览" in page
        assert page.count("现行 （未定按满分计）") == page.count("试算 （未定按满分计）") == 2  # the drawing's key, and the table's head
        assert page.count("未定部分按满分计") == 1 + bool(query)  # beside the grid too
    office.cookies["django_language"] = "en"
    page = words(office.get(URL))
    assert "Tried (open counts as full)" in page
    assert "these are not the places now" in page


def test_full_points_that_move_nobody_in_a_finished_year_move_nobody_in_a_running_one(office):
    for path in ("items.business.full", "items.total.full"):
        assert "各科室得分都不变" in words(office.get(URL, {path: "50"}))


def test_what_is_open_where_points_are_lost_comes_back_to_full_and_no_further(office, world):
    world.absence(rule="exam.failed", about="考学不合格")
    rulebook, facts, board = what_it_is_tried_on(world)
    outcome = tried(rulebook, facts, board, {})
    assert all(standing.published is None for standing in board.standings)
    full = {row.code: row.new.points for row in outcome.rows}["general"]
    assert {row.code: full - row.new.points for row in outcome.rows}["budget"] == Decimal("1.20")  # two absences and a failure, a point each, at 40 %
    assert full <= rulebook.tree.full


def test_once_everything_is_settled_the_ranking_of_now_is_shown(world, client):
    ready(world)
    client.force_login(world.office)
    page = words(client.get(URL))
    assert "下面是现在的名次" in page
    assert "按满分计" not in page


def test_a_grid_tries_every_combination(office):
    page = words(office.get(URL, {ABSENCE: "1", f"several:{ABSENCE}": "0.5，1, 2", "items.training.full": "7", "several:items.training.full": "6 8"}))
    assert "6 种组合" in page
    assert "无故缺勤 · 每次分值 0.5；学习培训 · 满分 6" in page


def test_while_a_slider_is_drawn_no_grid_is_tried(office):
    query = {ABSENCE: "2", f"several:{ABSENCE}": "0.5,1"}
    assert "种组合" in words(office.get(URL, query))
    page = words(office.get(URL, query | {"drawing": "1"}))
    assert "种组合" not in page
    assert "无故缺勤 · 每次分值 1 → 2" in page


def test_where_nobody_gains_no_largest_gain_is_made_up(office):
    page = words(office.get(URL, {ABSENCE: "1", f"several:{ABSENCE}": "2"}))
    assert re.search(r"无故缺勤 · 每次分值 2 +0 +1 +\d+ +— +−", page)


def test_too_large_a_grid_is_refused_at_once(office, world):
    many = tuple(Decimal(number) for number in range(MOST + 1))
    with refused("results.too_many_variants"):
        next(grid(*what_it_is_tried_on(world), {}, {ABSENCE: many}))


def test_one_parameter_too_many_is_named(office, world):
    paths = [each.path for each in parameters(world.cycle.rulebook()) if each.path.startswith("items.")][:12]
    page = words(office.get(URL, {**dict.fromkeys(paths, "1"), "add": ABSENCE}))
    assert "一次至多试 12 个参数，没有试：无故缺勤 · 每次分值。" in page


def test_a_grid_chooses_its_parameter_by_itself(office):
    page = words(office.get(URL, {f"several:{ABSENCE}": "1,2"}))
    assert "2 种组合" in page
    assert "现行 1" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"add": "nowhere"}, "现行办法中没有参数“nowhere”"),
        ({"several:rules.nowhere.each": "1"}, "现行办法中没有参数“rules.nowhere.each”"),
        ({ABSENCE: "many"}, "“many”不是数"),
        ({ABSENCE: "-1"}, "“无故缺勤 · 每次分值”：不能是 -1，应不小于 0。"),
        ({ABSENCE: ""}, "“无故缺勤 · 每次分值”：没有填"),
        ({"rounding.places": "1.5"}, "公布时的小数位数”：不能是 1.5，应是 0 到 6 的整数。"),
        ({ABSENCE: "1/3"}, "“1/3”在这里不能试，请填如 1.5 的小数"),
        ({"rules.nowhere.each": "1"}, "现行办法中没有参数“rules.nowhere.each”"),
        ({ABSENCE: "1", f"several:{ABSENCE}": "1,x"}, "“无故缺勤 · 每次分值”的网格取值：“x”不是数"),
        ({ABSENCE: "1", f"several:{ABSENCE}": "1|2"}, "“1|2”在这里不能试"),
        ({ABSENCE: "1", f"several:{ABSENCE}": "1；x；-2"}, "“x”不是数，请填如 1.5 的数。 不能是 -2，应不小于 0。"),
        ({ABSENCE: "1", f"several:{ABSENCE}": "1,-2"}, "网格取值：不能是 -2"),
        ({ABSENCE: "1", f"several:{ABSENCE}": ",".join(map(str, range(200)))}, "取值太多"),
        ({ABSENCE: "9" * 500}, f"“{'9' * 24}…”在这里不能试"),
    ],
)
def test_what_can_not_be_tried_is_told_and_the_page_stays(office, query, told):
    answer = office.get(URL, query)
    assert answer.status_code == 200
    assert told in words(answer)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_shown_as_its_outcome(office):
    page = office.get(URL, {ABSENCE: "-1"}).content.decode()
    assert page.count("不能是 -1") == 2  # in the list on top, and at the field
    assert page.count('aria-invalid="true"') == 1
    assert "rules.training.absence.each”" not in page
    assert "改好再算" in page
    assert "kh-tried" not in page.partition('id="outcome"')[2]
    assert "没有改动任何数" not in page


def test_a_proposal_without_a_name_is_told_of_at_the_field_of_the_name(office):
    page = office.post(URL, filled({ABSENCE: "2", "label": ""})).content.decode()
    assert '<a href="#id_label">修订建议没有名称' in page
    assert "没有办成" in page
    assert "有些试不了" not in page


def test_what_would_be_saved_is_said_where_it_is_saved(office):
    assert "将存上面现在填的数。 现在是：无故缺勤 · 每次分值 1 → 2.5。" in words(office.get(URL, {ABSENCE: "2.5"}))
    assert "现在是" not in words(office.get(URL, {ABSENCE: "1"}))


def test_what_belongs_to_saving_stays_out_of_the_address(office):
    answer = office.get(URL, filled({ABSENCE: "2", "label": "从严", "opened_for": "north"}))
    assert (answer.status_code, answer.url) == (302, f"{URL}?{urlencode({ABSENCE: '2', 'label': '从严'})}")


def test_a_name_that_is_typed_stays_when_something_is_tried_or_withdrawn(office, world):
    typed = {ABSENCE: "2", "label": "从严", "reason": "缺勤增多"}
    page = office.get(URL, typed | {"add": "items.training.full"}).content.decode()
    assert len(re.findall(r'value="(?:从严|缺勤增多)" form="trying"', page)) == 2
    amendment = write_amendment(officer=world.office, cycle=world.cycle, label="别的", values={ABSENCE: Decimal(3)})
    answer = office.post(URL, filled(typed | {"withdraw": amendment.pk}))
    assert answer.url == f"{URL}?{urlencode(typed)}"
    assert "reason" not in office.post(URL, filled(typed)).url


def test_a_floor_above_the_full_points_is_pointed_out(office):
    assert "“学习培训”下限 1000 高于满分或上限 7" in words(office.get(URL, {"items.training.floor": "1000"}))


def test_a_change_has_as_many_decimals_as_the_figures_beside_it(office):
    page = words(office.get(URL, {ABSENCE: "1.000001", "rounding.places": "6"}))
    assert "≈" not in page
    assert "−0.000001" in page


def test_points_that_no_longer_add_up_are_pointed_out(office):
    assert "“建设学习型科室”满分 15，其下各项按权重合计 17" in words(office.get(URL, {"items.training.full": "9"}))


@pytest.mark.parametrize(
    ("tried", "told"),
    [
        ({"items.business.key.full": "50", "items.business.ordinary.full": "50"}, "改为 50 分，下达的目标仍合计 60 分：得分只是在 50 分封顶"),
        ({"items.duty.full": "4", "items.discipline.full": "11"}, "每期 2 分、共 4 期，与满分 4 不符"),
        ({"items.business.weight": "0.5"}, "之下的权重合计 0.9，应为 1"),
        ({"scales.grades.good": "1.2"}, "“良好”的系数高于“优秀”"),
    ],
    ids=str,
)
def test_what_the_figures_do_not_show_is_pointed_out(office, tried, told):
    page = words(office.get(URL, tried))
    assert told in page
    assert "有不一致之处，见表下" in page
    assert told not in words(office.get(URL, {ABSENCE: "2"}))


def test_a_combination_that_does_not_add_up_is_marked_in_the_grid(office):
    page = words(office.get(URL, {"items.training.full": "7", "several:items.training.full": "7, 9"}))
    assert page.count("（有不一致之处）") == 1


def test_a_weight_where_points_are_only_added_up_is_no_parameter(office):
    paths = {each.path for each in parameters(rulebook())}
    assert "items.business.weight" in paths
    assert not {"items.total.weight", "items.training.weight"} & paths


@pytest.mark.parametrize(("typed", "told"), [("60%", "“60%”是百分数；这里填小数，60% 填作 0.6"), ("1,000", "“1,000”里有逗号"), ("1，5", "“1，5”里有逗号")])
def test_what_could_be_read_in_two_ways_is_not_read(office, typed, told):
    assert told in words(office.get(URL, {"items.business.weight": typed}))


def test_changes_in_the_grid_have_the_decimals_of_the_figures(office):
    page = words(office.get(URL, {ABSENCE: "1", "rounding.places": "6", f"several:{ABSENCE}": "1.000001"}))
    assert "≈" not in page
    assert "−0.000001" in page


def test_a_letter_that_cannot_be_kept_is_no_proposal(office):
    assert office.post(URL, filled({ABSENCE: "2", "label": "a\0b"})).status_code == 400
    assert office.get(URL, {ABSENCE: "2\0"}).status_code == 400
    assert office.get("/2025/departments/a%00b/").status_code in (400, 404)
    assert not Amendment.objects.exists()


def test_a_proposal_is_written_beside_the_edition_and_can_be_tried_again(office, world):
    before = list(Edition.objects.values_list("digest", flat=True))
    with recorded("cycles:amendment:written"):
        answer = office.post(URL, filled({ABSENCE: "2.5", "label": "缺勤从严", "reason": "缺勤增多"}), follow=True)
    page = words(answer)
    assert "已存为修订建议“缺勤从严”：无故缺勤 · 每次分值 1 → 2.5。现行办法没有改动" in page
    assert "无故缺勤 · 每次分值 1 → 2.5 · 缺勤增多" in page
    assert Amendment.objects.get().values == {ABSENCE: "2.5"}
    assert list(Edition.objects.values_list("digest", flat=True)) == before
    assert world.cycle.rulebook().rules["training.absence"].each == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({ABSENCE: "2", "label": " "}, "修订建议没有名称"),
        ({ABSENCE: "2", "label": "长" * 81}, "修订建议的名称有 81 字，至多 80 字"),
        ({ABSENCE: "2", "label": "从严", "reason": "长" * 401}, "修订建议的理由有 401 字，至多 400 字"),
        ({ABSENCE: "1", "label": "照旧"}, "修订建议没有改动任何数"),
        ({ABSENCE: "x", "label": "乱填"}, "“x”不是数"),
        ({"rules.nowhere.each": "1", "label": "别处"}, "没有参数"),
    ],
)
def test_a_refused_proposal_leaves_nothing_behind_and_keeps_what_was_typed(office, sent, told):
    answer = office.post(URL, filled({"reason": "想好的理由"} | sent))
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert not Amendment.objects.exists()
    if sent[ABSENCE if ABSENCE in sent else "label"] == "2":
        assert sent.get("reason", "想好的理由") in answer.content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20, "x", ""])
def test_a_number_that_no_proposal_has_is_not_there(office, number):
    assert office.post(URL, filled({"withdraw": number})).status_code == 404


def test_the_same_proposal_is_not_saved_twice_and_nobody_else_may(world):
    told = {"cycle": world.cycle, "label": "从严", "values": {ABSENCE: Decimal(2)}}
    write_amendment(officer=world.office, **told)
    with refused("cycles.amendment_twice"):
        write_amendment(officer=world.office, **told)
    with refused("people.may_not"):
        write_amendment(officer=world.clerk, **told)
    with refused("parameter.odd"):
        write_amendment(officer=world.office, cycle=world.cycle, label="负数", values={ABSENCE: Decimal(-2)})
    assert Amendment.objects.count() == 1


def test_who_proposed_it_withdraws_it_and_it_stays_readable(office, world):
    amendment = write_amendment(officer=world.office, cycle=world.cycle, label="从严", values={ABSENCE: Decimal(2)})
    assert 'name="withdraw"' in office.get(URL).content.decode()
    with recorded("cycles:amendment:withdrawn"):
        answer = office.post(URL, filled({"withdraw": amendment.pk, ABSENCE: "3"}), follow=True)
    assert "已撤回修订建议“从严”" in words(answer)
    assert re.search(r"从严 已撤回 20\d\d-\d\d-\d\d", words(answer))
    assert answer.request["QUERY_STRING"] == f"{ABSENCE}=3"
    assert 'name="withdraw"' not in answer.content.decode()
    assert not Amendment.objects.standing().exists()
    write_amendment(officer=world.office, cycle=world.cycle, label="从严", values={ABSENCE: Decimal(2)})  # the same once more


def test_a_refused_withdrawal_leaves_the_proposal_standing(office, world, elsewhere):
    amendment = write_amendment(officer=world.director, cycle=world.cycle, label="从严", values={ABSENCE: Decimal(2)})
    page = office.post(URL, filled({"withdraw": amendment.pk}))
    assert (page.status_code, "只能由" in words(page)) == (422, True)
    assert 'name="withdraw"' not in page.content.decode()
    assert office.post(URL, filled({"withdraw": "x"})).status_code == 404
    for stranger, told in ((world.clerk, "people.may_not"), (elsewhere.office, "people.other_bureau")):
        with refused(told):
            withdraw_amendment(officer=stranger, amendment=amendment)
    assert not AmendmentWithdrawal.objects.exists()
    withdraw_amendment(officer=world.director, amendment=amendment)
    with refused("cycles.amendment_withdrawn"):
        withdraw_amendment(officer=world.director, amendment=amendment)
    assert AmendmentWithdrawal.objects.count() == 1


def test_another_bureau_sees_no_proposal(world, elsewhere, client):
    write_amendment(officer=world.office, cycle=world.cycle, label="从严", values={ABSENCE: Decimal(2)})
    client.force_login(elsewhere.office)
    assert "从严" not in client.get(URL).content.decode()
    assert not Amendment.objects.visible_to(elsewhere.office).exists()


def test_in_english_the_same_thing_has_the_same_word_all_over_the_page(office, world):
    withdraw_amendment(officer=world.office, amendment=write_amendment(officer=world.office, cycle=world.cycle, label="Stricter", values={ABSENCE: Decimal(2)}))
    office.cookies["django_language"] = "en"
    page = words(office.get(URL, {ABSENCE: "2", f"several:{ABSENCE}": "1,2"}))
    assert "Values Gain Lose Change places" in page
    assert "Stricter Withdrawn" in page
    assert " Name * Reason " in page


def test_a_grid_asks_the_database_no_more(office, world):
    def asked(query):
        with CaptureQueriesContext(connection) as found:
            office.get(URL, query)
        return len(found)

    office.get(URL)
    assert asked({ABSENCE: "1", f"several:{ABSENCE}": "1,2,3,4,5,6"}) <= max(15, asked({}))
