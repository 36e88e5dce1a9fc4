"""What the page of a department says in words: each sentence against figures that a pencil finds."""

import re
from datetime import date, timedelta

from django.test import RequestFactory
from django.utils import timezone

from kaohe.cycles.models import Cycle
from kaohe.results.actions import close_quarter, issue_bulletin
from kaohe.web.desk import Desk
from kaohe.web.shapes.said import said
from kaohe.web.views.departments import _before, _notice
from tests.support.ending import AFTER, final


def sentences(world, officer=None, code="budget"):
    request = RequestFactory().get("/2025/departments/budget/")
    request.user = officer or world.department_head
    desk = Desk(request, 2025)
    standing = desk.board.of(code)
    return [each.words for each in said(desk, standing, _before(desk), _notice(desk))]


def bulletin(world, number=1):
    period = world.cycle.periods.get(number=number)
    close_quarter(officer=world.office, period=period)
    return issue_bulletin(officer=world.office, period=period)


def test_a_running_year_says_what_is_known_and_calls_the_unknown_so(world):
    world.absence()
    told = sentences(world)
    assert told[0].startswith("暂计 ")
    assert "业务工作 待定 × 0.6" in told[0]
    assert told[1] == "折合总分，失分最多的是：信息考核 −3.4（信息报送 ×3 · 尚有待定）、学习培训 −0.4（无故缺勤 ×1）。"
    assert told[-1] == "还会变的：6 项目标待划档、1 处要到季末才定。"


def test_the_item_that_lost_most_is_the_same_in_the_picture_the_list_and_the_sentence(world, client):
    """The first quarter's information never came: that is lost, whatever the other quarters bring."""
    world.absence()
    client.force_login(world.office)
    page = client.get("/2025/departments/budget/").content.decode()
    worst, effect = re.search(r"失分最多的是(\S+?)（(−[\d.]+)）。", page).groups()
    first = re.search(r'<ol class="kh-losses"><li><a href="#\w+">(.*?)</a>.*?kh-lost">(.*?)</strong>', page).groups()
    assert first == (worst, effect)
    assert f"折合总分，失分最多的是：{worst} {effect}（" in page


def test_it_tells_what_changed_since_the_bulletin_and_how_far_below_the_mean_one_stands(world):
    world.absence()
    bulletin(world)
    world.absence(occurred_on=date(2025, 4, 3), count=2)
    told = sentences(world)
    assert "与1季度通报相比：学习培训 −2。" in told
    # 6 against 7 in the other department: the mean is 6.5.
    assert "按1季度通报，低于全局平均的有：学习培训 −0.5。" in told


def test_without_a_change_it_says_so(world):
    bulletin(world)
    assert "与1季度通报相比没有变动。" in sentences(world)


def test_a_finished_year_says_how_the_total_comes_about(noticed):
    # 6 goals qualified: 75 × 0.6; organ building 100 − 1 − 6 of information that wasn't sent − the rest of 10.
    assert sentences(noticed)[0] == "总分 80.6：业务工作 75 × 0.6 + 机关建设 89 × 0.4。"


def test_it_says_until_when_one_can_object(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=timezone.now() + timedelta(hours=3))
    assert any("由科室负责人从有异议的一行提出" in each for each in sentences(noticed))
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=timezone.now() - timedelta(hours=3))
    assert any("异议期已满" in each for each in sentences(noticed))


def test_what_is_final_does_not_change(noticed):
    Cycle.objects.filter(pk=noticed.cycle.pk).update(objection_deadline=AFTER - timedelta(hours=1))
    final(noticed)
    assert "结果已定案，不再变动。" in sentences(noticed)
