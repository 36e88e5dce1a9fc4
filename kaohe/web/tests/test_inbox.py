"""The inbox: what is owed comes first, by deadline; what was done and set going can be looked up."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Draft, Kind
from kaohe.engine import Said
from kaohe.panels.actions import enter_opinion, open_meeting, rule_goal
from kaohe.panels.verdicts import Verdict
from kaohe.people.models import BureauSettings
from kaohe.web.once import ONWARD
from kaohe.web.shapes import grading_todos, todos
from kaohe.web.shapes import inbox as shape
from kaohe.web.shapes.todo import Act, Todo
from tests.support.bureau import TODAY
from tests.support.forms import filled


def todo(words, days=None, url="/2025/", acts=()):
    until = None if days is None else TODAY + timedelta(days=days)
    return Todo("办理", words, "", url, until=until, acts=acts)


@pytest.fixture
def owing(world, client, monkeypatch):
    """The clerk owes three things; the test may change them."""
    owed = [todo("没有期限的事", url="/2025/ledger/"), todo("明天的事", 1), todo("上周的事", -7, "/2025/departments/budget/#training")]
    monkeypatch.setattr(todos, "SUBJECTS", (grading_todos.__name__,))
    monkeypatch.setattr(grading_todos, "todos", lambda officer, cycle, today: owed if officer.pk == world.clerk.pk else [])
    client.force_login(world.clerk)
    return owed


def test_what_is_late_stands_first_and_what_has_no_deadline_last(owing, client):
    page = client.get("/inbox/").content.decode()
    places = [page.index(words) for words in ("已逾期", "上周的事", "已逾期 7 天", "一周之内", "明天的事", "没有期限", "没有期限的事")]
    assert places == sorted(places)
    assert "共 3 件，其中 1 件已逾期" in page


def test_who_owes_something_comes_home_to_the_inbox(owing, client):
    assert client.get("/")["Location"] == "/inbox/"


def test_who_owes_nothing_comes_home_to_the_year(world, client):
    client.force_login(world.nobody)
    assert client.get("/")["Location"] == "/2025/"
    assert "有事要办时会出现在这里" in client.get("/inbox/").content.decode()


def test_the_side_bar_counts_what_is_owed_and_unread(owing, world, client):
    tell(to=[world.clerk], kind=Kind.REMINDER, subject=Said("told.report_late", {"department": "预算科", "period": "一季度"}), link="/2025/")
    assert client.get("/inbox/count/").content == b"4"
    client.force_login(world.nobody)
    assert client.get("/inbox/count/").content == b""


def test_the_next_one_follows_without_going_back(owing, client):
    """Late first: from the one of last week on to tomorrow's, then to the one without a deadline."""
    answer = client.get("/inbox/next/", {"after": owing[2].url})
    assert urlsplit(answer["Location"]).path == "/2025/"
    onward = parse_qs(urlsplit(answer["Location"]).query)[ONWARD][0]
    assert client.get(onward)["Location"].startswith("/2025/ledger/?")


def test_after_the_last_one_the_list_is_shown(owing, client):
    owing[:] = [todo("最后一件", url="/2025/ledger/")]
    assert client.get("/inbox/next/", {"after": "/2025/ledger/"})["Location"] == "/inbox/"


def test_one_that_is_done_gives_way_to_the_first(owing):
    assert shape.after(owing, "/gone/") == owing[0]


def test_the_place_within_a_page_is_kept_on_the_way(owing):
    url = shape.with_next("/2025/departments/budget/#training")
    assert url.endswith("#training")
    assert f"?{ONWARD}=" in url


def test_a_deed_done_in_place_carries_its_key_and_its_fields(owing, client):
    owing[0] = todo("同意目标", acts=(Act("同意", "/2025/agree/", (("act", "agree"),)), Act("退回", "/2025/agree/", ask="退回原因")))
    page = client.get("/inbox/").content.decode()
    assert page.count('action="/2025/agree/"') == 2
    assert page.count('name="form_key"') >= 2
    assert '<input type="hidden" name="act" value="agree">' in page
    assert "退回原因" in page


def test_a_deed_begun_from_the_list_leads_on_to_the_next(world, client):
    """`onward` comes with the form; where it points elsewhere, it is left alone."""
    client.force_login(world.office)
    form = {
        "department": "budget", "occurred_on": "2025-03-12", "persons": "王浩然", "about": "未参加集中学习", "count": "1",
        "numbers": "考勤表", "confirmed": "1",
    }  # fmt: skip
    url = "/2025/ledger/record/training.absence/"
    page = client.get(f"{url}?{ONWARD}={quote('/inbox/next/?after=/2025/')}").content.decode()
    assert 'name="onward" value="/inbox/next/?after=/2025/"' in page
    assert client.post(url, filled({**form, ONWARD: "/inbox/next/?after=/2025/"}))["Location"] == "/inbox/next/?after=/2025/"
    for elsewhere in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        form["about"] += "，又一次"
        assert client.post(url, filled({**form, ONWARD: elsewhere}))["Location"].startswith("/2025/ledger/")


def test_drafts_that_were_never_sent_wait_in_the_inbox(world, client):
    Draft.objects.create(officer=world.clerk, name="absence", title="登记无故缺勤", address="/2025/ledger/record/")
    client.force_login(world.clerk)
    assert '<a href="/2025/ledger/record/">登记无故缺勤</a>' in client.get("/inbox/").content.decode()
    client.force_login(world.nobody)
    assert "登记无故缺勤" not in client.get("/inbox/").content.decode()


def test_what_i_did_is_listed_and_what_others_did_is_not(world, client):
    world.absence(officer=world.office)
    client.force_login(world.office)
    page = client.get("/inbox/done/").content.decode()
    assert "登记了记录 #1" in page
    assert "科室：预算科" in page
    client.force_login(world.checker)
    assert "登记了记录 #1" not in client.get("/inbox/done/").content.decode()


def test_what_others_did_in_my_name_is_among_it_with_their_names(world, client):
    from kaohe.people.actions import delegate
    from kaohe.people.models import Delegation

    delegate(officer=world.office, to=world.clerk, since=TODAY, until=TODAY, reason="出差")
    clerk = world.clerk
    clerk.delegation = Delegation.objects.with_names().get()
    world.absence(officer=clerk)
    client.force_login(world.office)
    assert "north·clerk（代north·office）登记了记录 #1" in client.get("/inbox/done/").content.decode()


def test_who_keeps_accounts_is_led_to_no_history_that_is_not_theirs(world, client):
    from kaohe.people.actions import name_officer

    name_officer(officer=world.administrator, who=world.clerk, name="新名", title="")
    client.force_login(world.administrator)
    page = client.get("/inbox/done/").content.decode()
    assert "修改了“新名”的姓名或职务" in page
    assert "/history/officer/" not in page


def test_what_i_set_going_tells_how_far_it_has_come(world, client):
    def told(officer, tag, sequence):
        return Record(
            sequence=sequence, tag=tag, officer_name=officer.name, officer_login=officer.username, subject="2025 预算科",
            subject_kind="goals.GoalSheet", subject_id="1", at=datetime(2025, 3, 12, 1, 31, tzinfo=UTC),
        )  # fmt: skip

    head, deputy = world.department_head, world.deputy_director
    mine = told(head, "goals:sheet:proposed", 1)
    theirs = told(deputy, "goals:sheet:agreed", 2)
    assert shape.started([mine], [mine, theirs]) == {1: (f"{deputy.name}同意了目标：2025 预算科", "2025-03-12 09:31")}
    assert shape.started([mine], [mine]) == {}


def test_single_keys_are_offered_where_the_bureau_allows_them(world, client):
    client.force_login(world.department_head)
    assert "data-kh-keys-choice" in client.get("/inbox/").content.decode()
    BureauSettings.objects.create(bureau=world.bureau, single_keys=False)
    assert "data-kh-keys-choice" not in client.get("/inbox/").content.decode()


def test_a_message_is_opened_by_its_reader(world, client):
    [message] = tell(to=[world.clerk], kind=Kind.REMINDER, subject=Said("told.report_late", {"department": "预算科", "period": "一季度"}), link="/2025/ledger/")
    client.force_login(world.clerk)
    assert "请尽快填报预算科一季度完成情况" in client.get("/inbox/messages/").content.decode()
    assert client.post(f"/inbox/messages/{message.pk}/")["Location"] == "/2025/ledger/"
    message.refresh_from_db()
    assert message.read_at
    client.force_login(world.department_head)
    assert client.post(f"/inbox/messages/{message.pk}/").status_code == 404


def test_each_reads_a_message_in_their_own_language(world, client):
    tell(to=[world.clerk], kind=Kind.NOTICE, subject=Said("told.consent_asked", {"year": 2025, "what": Said("ask.final")}), link="/2025/")
    client.force_login(world.clerk)
    assert "2025 年度：定案待您审核" in client.get("/inbox/messages/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert "2025: making the results final waits for your consent" in client.get("/inbox/messages/").content.decode()


def test_all_messages_are_read_at_once(world, client):
    tell(to=[world.clerk], kind=Kind.NOTICE, subject=Said("told.published", {"year": 2025}), link="/2025/")
    client.force_login(world.clerk)
    assert client.post("/inbox/messages/read/")["Location"] == "/inbox/messages/"
    assert "全部标为已读" not in client.get("/inbox/messages/").content.decode()


def test_goals_without_a_grade_are_owed_by_the_leading_group_at_the_closing(world):
    assert grading_todos.todos(world.leading_group, world.cycle, TODAY) == []
    world.at(Stage.CLOSING)
    assert owed(world, "leading_group") == ["还有 12 项目标等您填写划档意见"]
    assert owed(world, "clerk") == owed(world, "director") == []


def owed(world, role):
    return [each.words for each in grading_todos.todos(getattr(world, role), world.cycle, TODAY)]


def test_what_is_said_and_what_is_written_down_is_owed_no_more(world):
    world.at(Stage.CLOSING)
    enter_opinion(officer=world.leading_group, goal=world.goal(), grade="qualified")
    assert owed(world, "leading_group") == ["还有 11 项目标等您填写划档意见"]
    assert owed(world, "office") == ["还有 6 项目标没有记下划档的集体决定"], "the office's own are for others to write down"
    told = {"held_on": TODAY, "minutes": "〔2026〕1号", "present": [world.leading_group]}
    meeting = open_meeting(officer=world.office, cycle=world.cycle, **told)
    for goal in world.cycle.goals.filter(department=world.budget).select_related("department", "cycle__bureau"):
        rule_goal(officer=world.office, meeting=meeting, goal=goal, verdict=Verdict("qualified"))
    assert owed(world, "office") == ["划档会已记下 6 项决定，请核对后形成决定"]
    assert owed(world, "leading_group") == ["还有 6 项目标等您填写划档意见"]


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/done/", "/inbox/started/", "/inbox/messages/", "/inbox/count/", "/search/?q=ys"])
@pytest.mark.parametrize("person", ["office", "leading_group", "department_head"])
def test_a_page_of_the_inbox_asks_little_and_nothing_for_each_row(world, client, path, person):
    client.force_login(getattr(world, person))

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def a_week():
        for _ in range(5):
            world.absence(officer=world.office, confirmed=True)
            tell(to=[getattr(world, person)], kind=Kind.NOTICE, subject=Said("told.report_late", {"department": "预算科", "period": "一季度"}), link="/2025/")

    a_week()
    client.get(path)
    before = questions()
    a_week()
    assert questions() <= before <= 15
