"""Beside the form, what each grade would come to: for whom it cannot sway unduly, with what is written down taken for so."""

import html
from datetime import date

import pytest

from kaohe.cycles.stages import Stage
from kaohe.panels.models import GradingMeeting, Ruling
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once


@pytest.fixture
def closing(world):
    return world.at(Stage.CLOSING)


def shown(client, world, code="Y-Z1"):
    page = html.unescape(client.get("/2025/grading/", {"goal": world.goal(code).pk}).content.decode())
    return " ".join(page.split("<h3>假如划为</h3>")[1].split("</details>")[0].split()) if "<h3>假如划为</h3>" in page else ""


def test_each_grade_with_its_points_while_others_are_open(closing, client):
    client.force_login(closing.office)
    found = shown(client, closing)
    assert "优秀</th><td class=\"kh-right\">30</td>" in found
    assert "良好</th><td class=\"kh-right\">25.5</td>" in found
    assert found.count("待定") == 13  # six totals, six places, and the note


def test_what_is_written_down_at_the_meeting_is_taken_for_so(closing, client):
    meeting = GradingMeeting.objects.create(cycle=closing.cycle, number=1, held_on=date(2026, 1, 8), minutes="〔2026〕1号", opened_by=closing.office)
    for goal in closing.cycle.goals.exclude(code="Y-Z1"):
        Ruling.objects.create(meeting=meeting, goal=goal, grade="qualified", entered_by=closing.office, signature="x")
    client.force_login(closing.office)
    found = shown(client, closing)
    # 预算科: business 30 + 0.75 × 70 = 82.5 × 0.6, and 90 × 0.4 without a brief; 综合科 has 75 for its business: 81.
    assert '优秀</th><td class="kh-right">30</td><td class="kh-right">85.50</td><td class="kh-right">1</td>' in found
    assert '合格</th><td class="kh-right">22.5</td><td class="kh-right">81.00</td><td class="kh-right">1</td>' in found
    assert '基本合格</th><td class="kh-right">18</td><td class="kh-right">78.30</td><td class="kh-right">2</td>' in found
    assert found.count("待定") == 1


def test_who_stands_aside_is_not_shown_it(closing, client):
    appoint_at_once(closing.leading_group, Role.OFFICER, closing.budget)
    client.force_login(closing.leading_group)
    assert shown(client, closing) == ""
    assert shown(client, closing, "G-Z1") != ""
