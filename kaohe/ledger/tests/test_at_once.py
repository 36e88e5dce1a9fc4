"""Many at once: every entry gets its own number, and both books stay whole."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.engine import Refused
from kaohe.ledger.actions import reverse_entry
from kaohe.ledger.models import Entry
from tests.support.bureau import found


def at_once(deed, times):
    """The deed done by so many people in the same moment; what each got, or was refused with."""

    def one(_):
        try:
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as people:
        return list(people.map(one, range(times)))


def test_entries_recorded_at_once_have_numbers_without_gaps(transactional_db):
    world = found("north")
    written = at_once(world.absence, 8)
    assert sorted(entry.number for entry in written) == list(range(1, 9))
    assert Record.objects.count() == 8
    assert first_broken() is None


def test_an_entry_taken_back_by_many_at_once_is_taken_back_once(transactional_db):
    world = found("north")
    entry = world.absence()
    got = at_once(lambda: reverse_entry(officer=world.office, entry=entry, why="误记"), 8)
    assert len([each for each in got if isinstance(each, Entry)]) == 1
    assert {each.problems[0].code for each in got if isinstance(each, Refused)} == {"ledger.reversed_already"}
    assert Entry.objects.count() == 2
