"""Two people at the same goals: the second is told that somebody was quicker, and undoes nothing."""

import re

import pytest

from kaohe.cycles.stages import Stage
from kaohe.goals.actions import save_draft_goals
from kaohe.goals.models import Goal, GoalSheet
from kaohe.web.tests.test_goals import BUDGET, draft, draft_rows, fixed, page, send, typed
from tests.support.goal_rows import goal_row, goal_rows


@pytest.fixture
def setting(world):
    """The year before any goal is drafted."""
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def version_on(shown):
    """The version that the page's form tells."""
    return re.search(r'name="version" value="([^"]*)"', shown)[1]


@pytest.mark.parametrize("drafted_here", [True, False])
def test_who_did_not_see_another_decision_does_not_undo_it(setting, client, drafted_here):
    fixed(setting)
    if not drafted_here:  # goals that were loaded have a sheet only once they are changed
        Goal.objects.filter(cycle=setting.cycle).update(department=setting.general)
    rows = [{**row, "base": base} for row, base in zip(goal_rows(), ["30", "30", "10", "10", "10", "10"], strict=True)]
    place = BUDGET if drafted_here else BUDGET.replace("budget", "general")
    seen = version_on(page(client, setting.office, place + "change/"))
    first = [{**rows[0], "title": "改名"}, *rows[1:]]
    told = {"minutes": "〔2025〕15号", "sentence": "市里调整", "version": seen}
    assert send(client, setting.office, place + "change/", typed(first, **told))[0].status_code == 302
    second = [rows[0], {**rows[1], "title": "也改名"}, *rows[2:]]
    answer, shown = send(client, setting.office, place + "change/", typed(second, **told))
    assert answer.status_code == 409
    assert "<del>改名</del>" in shown, "the decision that stands"
    assert "<ins>" in shown, "beside the one that was typed"
    assert Goal.objects.get(code="Z1").title == "改名"


def test_two_who_begin_a_draft_at_once_do_not_write_over_each_other(setting, client):
    seen = version_on(page(client, setting.clerk, BUDGET + "draft/"))
    assert send(client, setting.clerk, BUDGET + "draft/", typed(goal_rows(), act="save", version=seen))[0].status_code == 302
    answer, _ = send(client, setting.department_head, BUDGET + "draft/", typed(goal_rows()[:2], act="save", version=seen))
    assert answer.status_code == 409
    assert GoalSheet.objects.get().rows == draft_rows()


def test_who_was_overtaken_sees_both_versions_side_by_side_and_saves_knowingly(setting, client):
    seen = draft(setting).version
    theirs = save_draft_goals(
        officer=setting.department_head, cycle=setting.cycle, department=setting.budget,
        rows=[goal_rows()[0] | {"title": "负责人改过的"}, goal_row("Z9", title="负责人新加的")],
    )  # fmt: skip
    mine = [goal_rows()[0] | {"title": "科员改过的"}, goal_rows()[1]]
    answer, shown = send(client, setting.clerk, BUDGET + "draft/", typed(mine, act="save", version=seen))
    beside = shown[shown.index('id="quicker"') : shown.index("<form method", shown.index('id="quicker"'))]
    assert setting.department_head.name in beside
    assert "<del>负责人</del>改过的" in beside
    assert "<ins>科员</ins>改过的" in beside
    assert "负责人新加的（您填写的没有这一项）" in beside
    assert f"{goal_rows()[1]['title']}（现在保存的没有这一项）" in beside
    assert GoalSheet.objects.get().rows == theirs.rows, "nothing is overwritten unseen"
    assert f'name="version" value="{theirs.version}"' in shown
    answer, _ = send(client, setting.clerk, BUDGET + "draft/", typed(mine, act="save", version=theirs.version))
    assert answer.status_code == 302
    assert [row["title"] for row in GoalSheet.objects.get().rows] == ["科员改过的", goal_rows()[1]["title"]]
