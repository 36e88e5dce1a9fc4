"""What the ledger asks of a department: to look at what was written down about it."""

from datetime import date

from kaohe.cycles.models import Period
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import answer_entry, reverse_entry
from kaohe.ledger.models import Entry
from kaohe.web.shapes.ledger_todos import todos


def owed(world, role="clerk"):
    return todos(getattr(world, role), world.cycle, world.bureau.today())


def test_an_entry_about_ones_department_waits_for_a_word(world):
    entry = world.absence()
    todo = owed(world)[0]
    assert (todo.url, todo.until) == ("/2025/ledger/1/", date(2025, 3, 31))
    assert todo.acts[0].url == "/2025/ledger/1/answer/"
    answer_entry(officer=world.clerk, entry=entry, text="属实")
    assert owed(world) == []


def test_what_needs_no_word_is_not_listed(world):
    world.absence(rule="training.session", evidence=())
    world.absence(department=world.general)
    reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    assert owed(world) == []


def test_what_a_bulletin_has_counted_is_past(world):
    world.absence()
    close(world)
    assert owed(world) == []


def test_what_was_written_down_after_its_bulletin_waits_for_the_next_one(world):
    close(world)
    world.absence()
    assert owed(world)[0].until == date(2025, 6, 30)


def close(world):
    newest = Entry.objects.filter(cycle=world.cycle).count()
    Period.objects.filter(cycle=world.cycle, number=1).update(closed_on=date(2025, 4, 8), last_entry=newest)


def test_those_who_may_not_answer_are_not_asked(world):
    world.absence()
    for role in ("office", "checker", "director", "officer", "nobody"):
        assert owed(world, role) == []
    world.at(Stage.NOTICED)
    assert owed(world) == []
