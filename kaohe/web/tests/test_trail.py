"""The history of an object reads as plain sentences; the auditor reads them all, and sees that none is missing."""

import pytest
from axes.models import AccessLog
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit import guard
from kaohe.audit.models import Record
from kaohe.goals.models import ProgressReport
from kaohe.ledger.actions import reverse_entry
from kaohe.people.models import Department, Officer
from tests.support.bureau import PASSWORD


@pytest.fixture
def entry(world):
    found = world.absence()
    reverse_entry(officer=world.checker, entry=found, why="登记有误")
    return found


def history(client, kind, row):
    return client.get(f"/history/{kind}/{row.pk}/")


def test_an_entry_tells_who_recorded_it_and_who_took_it_back_and_why(world, entry, client):
    client.force_login(world.department_head)
    page = history(client, "entry", entry).content.decode()
    places = [page.index(words) for words in ("north·office登记了记录 #1", "科室：预算科", "north·checker冲正了记录 #1", "登记有误")]
    assert places == sorted(places)
    assert "事项：无故缺勤" in page
    assert "来源地址" not in page


@pytest.mark.parametrize(
    ("kind", "who"),
    [("goal", "department_head"), ("cycle", "clerk"), ("department", "clerk"), ("officer", "clerk"), ("report", "clerk"), ("edition", "clerk")],
)
def test_every_kind_of_object_has_its_history(world, entry, client, kind, who):
    rows = {
        "goal": world.goal(), "cycle": world.cycle, "department": world.budget, "officer": Officer.objects.get(pk=world.clerk.pk),
        "edition": world.cycle.edition,
        "report": ProgressReport.objects.create(department=world.budget, period=world.cycle.periods.first()),
    }  # fmt: skip
    client.force_login(getattr(world, who))
    assert history(client, kind, rows[kind]).status_code == 200


@pytest.mark.parametrize(
    ("who", "kind", "row"),
    [("clerk", "goal", lambda world: world.goal("G-Z1")), ("clerk", "officer", lambda world: world.department_head),
     ("administrator", "officer", lambda world: world.clerk), ("security", "officer", lambda world: world.clerk),
     ("clerk", "report", lambda world: ProgressReport.objects.create(department=world.general, period=world.cycle.periods.first())),
     ("nobody", "entry", lambda world: world.cycle.entries.first()), ("clerk", "rule", lambda world: world.cycle)],
)  # fmt: skip
def test_what_may_not_be_seen_has_no_history(world, entry, client, who, kind, row):
    client.force_login(getattr(world, who))
    assert history(client, kind, row(world)).status_code == 404


def test_another_bureau_s_objects_have_no_history(world, elsewhere, client):
    client.force_login(world.auditor)
    theirs = elsewhere.absence()
    for kind, row in [("entry", theirs), ("cycle", elsewhere.cycle), ("department", elsewhere.budget), ("goal", elsewhere.goal())]:
        assert history(client, kind, row).status_code == 404


def test_the_auditor_reads_everything_of_the_own_bureau(world, elsewhere, entry, client):
    elsewhere.absence()
    client.force_login(world.auditor)
    page = client.get("/trail/").content.decode()
    assert "共 2 条" in page
    assert "冲正了记录 #1" in page
    assert "south·office" not in page


@pytest.mark.parametrize(
    ("query", "number"),
    [({"who": "north·checker"}, 1), ({"who": "north-office"}, 1), ({"tag": "ledger:entry:reversed"}, 1), ({"q": "登记有误"}, 1),
     ({"q": "#1"}, 2), ({"behalf": "1"}, 0), ({"since": "2000-01-01"}, 2), ({"until": "2000-01-01"}, 0), ({"since": "soon"}, 2)],
)  # fmt: skip
def test_the_trail_is_narrowed_by_its_filters(world, entry, client, query, number):
    client.force_login(world.auditor)
    assert f"共 {number} 条" in client.get("/trail/", query).content.decode()


def test_whoever_acts_for_another_is_told_with_both_names(world, client):
    record = Record(tag="ledger:entry:recorded", officer_name="李静", on_behalf_of="王磊", subject="#3")
    from kaohe.audit.sentences import sentence

    assert sentence(record) == "李静（代王磊）登记了记录 #3"
    assert sentence(record, "en") == "李静 (for 王磊) recorded the entry #3"


def test_a_whole_trail_is_said_to_be_whole(world, entry, client):
    client.force_login(world.auditor)
    page = client.get("/trail/?check=1").content.decode()
    assert "日志完整，共核对 2 条" in page
    assert Record.objects.first().seal in page


def test_a_record_that_was_changed_behind_our_back_is_named(world, entry, client):
    client.force_login(world.auditor)
    with guard.lifted(connection):
        Record.objects.filter(sequence=1).update(officer_name="别人")
    page = client.get("/trail/?check=1").content.decode()
    assert "日志从第 1 条起与封记不符" in page


def signs_in(client, login, password=PASSWORD, address="10.1.2.3"):
    client.post("/sign-in/", {"username": login, "password": password}, REMOTE_ADDR=address)
    client.logout()


def test_the_auditor_sees_who_came_in_and_who_failed_to(world, elsewhere, client):
    signs_in(client, "north-office")
    for _ in range(5):
        signs_in(client, "north-clerk", "not-the-password", "10.9.9.9")
    signs_in(client, "not-the-name-but-a-password", "x")
    signs_in(client, "south-office")
    client.force_login(world.auditor)
    before = AccessLog.objects.filter(username="north-auditor").count()
    page = client.get("/trail/sign-ins/").content.decode()
    assert f"共 {6 + before} 次" in page
    assert "10.9.9.9" in page
    assert "失败，暂停登录" in page
    assert not any(words in page for words in ("not-the-name", "not-the-password", "south-office"))
    assert "共 5 次" in client.get("/trail/sign-ins/?who=north-clerk").content.decode()
    assert "共 0 次" in client.get("/trail/sign-ins/?who=south-office").content.decode()


def test_the_trail_asks_nothing_for_each_row(world, client):
    client.force_login(world.auditor)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get("/trail/")
        return len(asked)

    world.absence()
    before = questions()
    for _ in range(9):
        world.absence(confirmed=True)
    assert questions() <= before <= 15


def test_a_department_that_was_renamed_still_reads_as_it_was_called(world, client):
    from kaohe.audit.recording import record
    from kaohe.audit.tags import Tag

    record(
        Tag.DEPARTMENT_CHANGED, officer=world.administrator, subject=world.budget, bureau=world.bureau,
        before={"name": "预算科"}, after={"name": "预算绩效科"},
    )  # fmt: skip
    Department.objects.filter(pk=world.budget.pk).update(name="预算绩效科")
    client.force_login(world.clerk)
    page = history(client, "department", world.budget).content.decode()
    assert "修改了科室“预算科”" in page
    assert "姓名或名称：预算科 → 预算绩效科" in page
