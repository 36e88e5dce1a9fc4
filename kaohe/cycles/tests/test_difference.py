"""Two editions held against each other: what came, what went, what changed and into what."""

from kaohe.cycles.difference import ADDED, CHANGED, REMOVED, compare_editions
from kaohe.engine import load
from tests.support.bureau import rulebook


def edition(*changes):
    text = rulebook().texts["rulebook.yaml"]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    loaded = load({**rulebook().texts, "rulebook.yaml": text})
    assert loaded.rulebook, loaded.problems
    return loaded.rulebook


def found(new, old=None):
    return {(each.how, each.what, each.code): each for each in compare_editions(old or rulebook(), new)}


def test_the_same_text_has_no_difference():
    assert compare_editions(rulebook(), rulebook()) == ()
    assert compare_editions(rulebook(), edition(("format: 1", "format: 1\n# amended"))) == ()


def test_an_amount_that_changed_is_told_with_both_amounts():
    new = edition(("label: 无故缺勤, each: 1", "label: 无故缺勤, each: 2"))
    (change,) = found(new).values()
    assert (change.how, change.what, change.code, change.label) == (CHANGED, "rule", "training.absence", "无故缺勤")
    assert change.clause == "3.1.1.1"
    assert change.details == (("each", "1", "2"),)


def test_a_rule_of_another_code_is_one_that_went_and_one_that_came():
    new = edition(("code: training.absence", "code: training.missed"))
    assert {(ADDED, "rule", "training.missed"), (REMOVED, "rule", "training.absence")} <= set(found(new))
    assert {(REMOVED, "rule", "training.missed"), (ADDED, "rule", "training.absence")} <= set(found(rulebook(), new))


def test_a_window_that_changed_is_a_setting():
    change = found(edition(("objection: {days: 2", "objection: {days: 3")))[CHANGED, "setting", "objection"]
    assert change.details[0].before.startswith("2 working")
    assert change.details[0].after.startswith("3 working")
