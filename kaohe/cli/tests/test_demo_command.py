"""The demonstration bureau: loaded once, lived by the same deeds as in earnest, and true to its facts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kaohe.audit.recording import first_broken
from kaohe.cli.demo_loading import CODE, PASSWORD, accounts, load_demo
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.demo import RUNNING_AS_OF, demo_year
from kaohe.engine import board_data, score
from kaohe.goals.models import Goal, ProgressReport, Told
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Bureau, Department, Officer
from kaohe.people.review import conflicts
from kaohe.people.roles import Role
from kaohe.results.boards import board_of
from kaohe.results.models import Kind, Snapshot


@pytest.fixture(scope="module")
def bureau(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for this file and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo()
        transaction.set_rollback(True)


def test_the_years_say_what_the_engine_says_of_their_facts(bureau):
    for year, as_of in ((2025, None), (2026, RUNNING_AS_OF)):
        cycle = Cycle.objects.with_edition().get(bureau=bureau, year=year)
        assert board_data(board_of(cycle)) == board_data(score(cycle.rulebook(), demo_year(year, as_of)))


def test_one_year_is_final_and_one_is_running(bureau):
    past, present = Cycle.objects.filter(bureau=bureau).order_by("year")
    assert [each.kind for each in past.snapshots.light()] == [*[Kind.BULLETIN] * 4, Kind.NOTICE, Kind.FINAL]
    assert [each.kind for each in present.snapshots.light()] == [Kind.BULLETIN] * 3
    assert (past.stage, present.stage) == (Stage.FINAL, Stage.RUNNING)
    assert [bool(period.closed_on) for period in present.periods.all()] == [True, True, True, False]


def test_what_was_announced_can_be_computed_again_to_the_last_digit(bureau):
    for snapshot in Snapshot.objects.filter(cycle__bureau=bureau).select_related("period", "cycle__bureau"):
        until = snapshot.period.ends if snapshot.period else None
        again = board_of(snapshot.cycle, until, up_to=snapshot.highest_entry)
        assert board_data(again) == snapshot.board, snapshot


def test_entries_keep_the_numbers_of_the_workbook(bureau):
    facts = demo_year(2025)
    rows = Entry.objects.filter(cycle__bureau=bureau, cycle__year=2025)
    assert {str(row.number): (row.rule, row.occurred_on) for row in rows} == {
        entry.id: (entry.rule, entry.occurred_on) for entry in facts.entries
    }


def test_it_is_marked_as_a_demonstration_and_stands_still(bureau):
    assert bureau.demonstration
    assert bureau.today() == RUNNING_AS_OF


def test_there_is_an_account_for_each_role_with_the_printed_password(bureau):
    printed = accounts()
    for login, _, _ in printed:
        assert Officer.objects.get(username=login).check_password(PASSWORD)
    held = {each.role for login, _, _ in printed for each in Officer.objects.get(username=login).roles_held}
    assert held == set(Role)


def test_everything_in_it_is_found_by_its_letters(bureau):
    for model in (Department, Officer, Goal):
        assert not model.objects.filter(letters="").exists()
    assert Department.objects.get(code="budget").letters.startswith(" .ysk yusuanke")
    assert " .zqb zengqingbo" in Officer.objects.get(username="zengqingbo").letters


def test_the_three_keepers_of_it_are_three_people_who_see_no_points(bureau):
    assert not bureau.combined
    assert conflicts(bureau, bureau.today()) == ()
    for login in ("yangfan", "xuwenbo"):
        keeper = Officer.objects.get(username=login)
        assert keeper.own_departments, "they sit in the office"
        assert not may(keeper, Deed.SEE_DEPARTMENT)
    assert "xuwenbo" in str(accounts())


def test_the_audit_trail_of_it_is_whole(bureau):
    assert first_broken() is None


def test_loading_it_again_changes_nothing_and_prints_the_accounts(bureau):
    before = Entry.objects.count()
    said = StringIO()
    call_command("demo", stdout=said)
    assert PASSWORD in said.getvalue()
    assert Entry.objects.count() == before


def test_a_superior_is_put_above_it_on_request(bureau, client):
    from django.db import transaction

    with transaction.atomic():
        said = StringIO()
        for _again in range(2):
            call_command("demo", "--superior", stdout=said)
        assert "lianghuaizhen" in said.getvalue()
        client.force_login(Officer.objects.get(username="lianghuaizhen"))
        assert client.get("/")["Location"] == "/subordinates/"
        page = client.get("/subordinates/", follow=True).content.decode()
        assert "2025 年度各单位得分分布" in page, "the latest year that was announced"
        assert "93.62" in page
        assert "1 个单位，1 个已公布结果" in page
        transaction.set_rollback(True)


def test_start_prints_the_address_and_the_accounts(bureau):
    said = StringIO()
    call_command("start", stdout=said)
    assert "http://127.0.0.1:8000/" in said.getvalue()
    assert PASSWORD in said.getvalue()


def test_a_bureau_in_earnest_is_not_joined_by_a_demonstration(world):
    Bureau.objects.filter(pk=world.bureau.pk).update(demonstration=False, clock=None)
    said = StringIO()
    call_command("demo", "--if-empty", stdout=said)
    assert said.getvalue() == ""
    assert not Bureau.objects.filter(code=CODE).exists()


def test_start_refuses_where_migrations_are_outstanding(db, monkeypatch):
    from kaohe.audit import durability
    from kaohe.engine import Problem

    monkeypatch.setattr(durability, "unmigrated", lambda database: [Problem("durability.unmigrated", {"count": 2})])
    with pytest.raises(CommandError, match="2"):
        call_command("start")


def test_every_quarter_that_was_announced_has_the_reports_that_its_ledger_tells_of(bureau):
    past, present = Cycle.objects.filter(bureau=bureau).order_by("year")
    verified = {
        (cycle.year, period.number): ProgressReport.objects.filter(period=period, state=Told.VERIFIED).count()
        for cycle in (past, present) for period in cycle.periods.all()
    }  # fmt: skip
    assert verified == {(2025, 1): 10, (2025, 2): 10, (2025, 3): 10, (2025, 4): 10, (2026, 1): 10, (2026, 2): 10, (2026, 3): 0, (2026, 4): 0}
