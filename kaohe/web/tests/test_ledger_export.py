"""The ledger as a workbook: what is listed goes out, reads back as the very same facts, and holds nobody else's."""

import pytest
from django.test import Client

from kaohe.files.reading import read_facts
from kaohe.ledger.actions import reverse_entry
from kaohe.results.facts import everything


@pytest.fixture
def kept(world):
    """Three entries: one reversed, one with a text that a spreadsheet would reckon with, and another department's."""
    reverse_entry(officer=world.office, entry=world.absence(), why="误记")
    world.absence(about="=1+1", persons=["张三"])
    world.absence(department=world.general)
    return world


def taken(world, tmp_path, officer="office", query=""):
    client = Client()
    client.force_login(getattr(world, officer))
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(client.get(f"/2025/ledger/export.xlsx{query}").content)
    read = read_facts(path, world.cycle.rulebook())
    assert read.facts is not None, read.problems
    return read.facts


def told(entry):
    return (
        entry.id, entry.rule, entry.department, entry.occurred_on, entry.count, entry.about, entry.persons, entry.evidence, entry.reverses,
    )  # fmt: skip


def test_the_whole_ledger_reads_back_without_a_difference(kept, tmp_path):
    wanted, read = everything(kept.cycle), taken(kept, tmp_path)
    assert [told(each) for each in read.entries] == [told(each) for each in wanted.entries]
    assert {each.code for each in read.departments} == {each.code for each in wanted.departments}
    assert [(each.department, each.code, each.title) for each in read.goals] == [(each.department, each.code, each.title) for each in wanted.goals]


def test_what_is_filtered_out_stays_in(kept, tmp_path):
    assert {each.department for each in taken(kept, tmp_path, query="?department=general").entries} == {"general"}
    assert taken(kept, tmp_path, query="?q=没有这几个字").entries == ()


def test_it_holds_ones_own_department_and_no_other(kept, tmp_path):
    read = taken(kept, tmp_path, officer="clerk")
    assert {each.department for each in read.entries} == {"budget"}
    assert {each.code for each in read.departments} == {"budget"}
    assert {each.department for each in read.goals} == {"budget"}


def test_the_list_leads_to_it_with_its_filters(kept):
    client = Client()
    client.force_login(kept.office)
    page = client.get("/2025/ledger/?department=budget&page=1").content.decode()
    assert 'href="/2025/ledger/export.xlsx?department=budget"' in page
