"""The department hears what was written down about it, and nobody else does."""

from datetime import date

from kaohe.desk.models import Message
from kaohe.ledger.actions import Finding, record_round, reverse_entry
from tests.support.bureau import refused


def told(world):
    return {(message.officer.username.removeprefix("north·"), message.link) for message in Message.objects.all()}


def test_the_head_and_the_clerk_are_told_where_to_look(world):
    world.absence()
    assert {link for _, link in told(world)} == {"/2025/ledger/1/"}
    assert Message.objects.count() == 2


def test_a_message_tells_neither_points_nor_what_was_found(world):
    world.absence(about="未参加集中学习，未请假")
    for message in Message.objects.all():
        assert "缺勤" not in message.subject
        assert "分" not in message.subject


def test_a_reversal_is_told_as_well(world):
    reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    assert Message.objects.filter(link="/2025/ledger/2/").count() == 2


def test_what_only_keeps_a_record_is_not_told(world):
    world.absence(rule="training.session", evidence=())
    assert not Message.objects.exists()


def test_a_round_tells_each_department_once(world):
    day = date(2025, 10, 14)
    findings = [
        Finding(world.budget, rule, ("王浩然",), about="检查") for rule in ("discipline.absence", "discipline.computer")
    ]
    record_round(officer=world.office, cycle=world.cycle, occurred_on=day, findings=findings, evidence=["检查表"])
    assert {message.link for message in Message.objects.all()} == {"/2025/ledger/?department=budget"}
    assert Message.objects.count() == 2


def test_of_many_entries_some_are_named_and_the_others_counted(world):
    findings = [Finding(world.budget, "discipline.absence", (f"王{letter}",), about="检查") for letter in "甲乙丙丁戊己庚"]
    record_round(officer=world.office, cycle=world.cycle, occurred_on=date(2025, 10, 14), findings=findings, evidence=["检查表"])
    (message,) = {each.subject: each for each in Message.objects.all()}.values()
    assert "#1、#2、#3、#4、#5、另有 2 笔，" in message.subject
    assert "entries #1, #2, #3, #4, #5, 2 more;" in message.in_language("en")


def test_what_was_refused_is_told_to_nobody(world):
    with refused("ledger.lacks_about"):
        world.absence(about="")
    assert not Message.objects.exists()
