"""The pages of the three keepers: what each owes, duties confirmed with one press, the review, the lock, the banner."""

from datetime import date

import pytest
from django.utils import timezone

from kaohe.people.models import Appointment, Nomination, Officer
from kaohe.people.roles import Role
from kaohe.web.tests.test_people import ADDRESS, page, send
from tests.support.bureau import TODAY, appoint_at_once, recorded

# --- what each of them owes


def test_who_cannot_sign_in_is_on_the_administrators_list(world, admin):
    assert "须签发一次性口令" not in page(admin, "/inbox/")
    Officer.objects.filter(pk__in=[world.clerk.pk, world.nobody.pk]).update(password="!")
    assert "1 人还不能登录，须签发一次性口令" in page(admin, "/inbox/"), "who has no duties needs no password"


def test_an_account_whose_duties_ended_is_on_the_administrators_list(world, admin):
    Appointment.objects.filter(officer=world.clerk).update(until=date(2025, 10, 14))
    assert "north·clerk已没有任何职责" in page(admin, "/inbox/")


def test_departments_without_a_head_and_duties_of_closed_accounts_are_on_the_security_administrators_list(world, guard):
    Officer.objects.filter(pk=world.clerk.pk).update(is_active=False)
    shown = page(guard, "/inbox/")
    assert "没有负责人的科室：综合科" in shown
    assert "north·clerk的账号已停用，任职还没有结束" in shown
    assert "职责冲突" not in shown
    appoint_at_once(world.nobody, Role.OFFICE)
    appoint_at_once(world.nobody, Role.AUDITOR)
    assert "1 处职责冲突" in page(guard, "/inbox/")


def test_others_owe_nothing_about_people(world, client):
    client.force_login(world.office)
    assert "没有负责人的科室" not in page(client, "/inbox/")


# --- duties that wait


def put_forward(world, *logins):
    from kaohe.people.actions import take_on

    for login in logins:
        told = {"name": f"新人{login}", "login": login, "department": world.budget, "role": Role.OFFICER, "since": TODAY}
        take_on(officer=world.administrator, bureau=world.bureau, **told)


def test_everything_put_forward_is_confirmed_with_one_press_from_the_inbox(world, guard):
    put_forward(world, "first", "second")
    shown = page(guard, "/inbox/")
    assert "2 项拟任待确认" in shown
    through = shown.split('name="through" value="')[1].split('"')[0]
    put_forward(world, "third")
    answer = send(guard, "/people/nominations/", do="confirm", through=through, onward="/inbox/")
    assert answer["Location"] == "/inbox/"
    assert [each.officer.username for each in Nomination.objects.all()] == ["third"], "what came after the look waits for the next"
    assert "1 项拟任待确认" in page(guard, "/inbox/")


def test_some_are_declined_with_a_sentence_and_a_refusal_keeps_what_was_ticked(world, guard):
    put_forward(world, "first", "second")
    first, second = Nomination.objects.all()
    answer = send(guard, "/people/nominations/", do="decline", n=first.pk)
    assert answer.status_code == 422
    assert "请写明为什么退回" in answer.content.decode()
    assert f'value="{first.pk}" id="n-{first.pk}" aria-label="新人first 担任 科室人员" checked' in answer.content.decode()
    send(guard, "/people/nominations/", do="decline", n=first.pk, reason="科室不对")
    send(guard, "/people/nominations/", do="confirm", n=second.pk)
    assert not Nomination.objects.exists()
    assert not Officer.objects.get(username="first").appointments.exists()
    assert Officer.objects.get(username="second").appointments.exists()


def test_nothing_chosen_is_nothing_done(world, guard):
    put_forward(world, "first")
    for odd in ({"do": "confirm"}, {"do": "confirm", "n": "x"}, {"do": "decline", "reason": "x", "through": "9" * 40}):
        assert send(guard, "/people/nominations/", **odd).status_code == 422
    assert Nomination.objects.count() == 1


def test_who_put_it_forward_sees_it_and_decides_nothing(world, admin):
    put_forward(world, "first")
    shown = page(admin, "/people/nominations/")
    assert "新人first" in shown
    assert "全部确认" not in shown
    assert send(admin, "/people/nominations/", do="confirm", through=99).status_code == 404


# --- the review, the lock, the banner


def test_the_review_is_empty_but_for_the_keepers(world, guard):
    Officer.objects.update(last_login=timezone.now())
    Officer.objects.filter(username="north-nobody").update(is_active=False)
    shown = page(guard, "/people/review/")
    for words in ("没有冲突", "没有闲置账号", "没有暂停登录的账号", "三员分立", "north·security"):
        assert words in shown


def test_the_review_names_what_it_finds(world, guard):
    appoint_at_once(world.clerk, Role.AUDITOR)
    Officer.objects.filter(username="north-office").update(last_login="2020-01-01T08:00:00Z")
    shown = page(guard, "/people/review/")
    for words in ("审计员 与 科室内勤 不得兼任", "上次登录 2020-01-01", "从未登录", "没有职责"):
        assert words in shown


def test_a_shut_account_is_unlocked_from_its_page(world, guard):
    from django.test import Client

    for _ in range(5):
        Client(REMOTE_ADDR="10.0.0.7").post("/sign-in/", {"username": "north-clerk", "password": "wrong"})
    assert "10.0.0.7" in page(guard, "/people/review/")
    assert "暂停登录" in page(guard, ADDRESS)
    with recorded("people:account:unlocked"):
        send(guard, ADDRESS, "unlock", reason="已核实本人")
    assert "暂停登录" not in page(guard, ADDRESS)


@pytest.mark.parametrize("path", ["/people/", "/2025/", "/inbox/", "/password/", "/nowhere/"])
@pytest.mark.parametrize("role", ["administrator", "clerk"])
def test_a_combined_bureau_says_so_on_every_page(world, client, path, role):
    client.force_login(getattr(world, role))
    assert "三员合一：" not in client.get(path).content.decode()
    world.combined()
    assert "三员合一：" in client.get(path).content.decode()


def test_where_one_is_all_three_the_page_offers_everything(world, client):
    world.combined()
    client.force_login(world.administrator)
    shown = page(client, ADDRESS)
    for words in ("任命", "修改姓名或职务", "结束登录会话", "停用账号", "来历"):
        assert f"<h2>{words}</h2>" in shown or words == "来历"


def test_who_sees_no_points_comes_home_to_the_people_and_not_to_an_empty_year(world, client):
    client.force_login(world.administrator)
    assert client.get("/")["Location"] == "/people/"
    client.force_login(world.security)
    assert client.get("/")["Location"] == "/inbox/", "a department without a head waits"
    appoint_at_once(world.nobody, Role.DEPARTMENT_HEAD, world.general)
    assert client.get("/")["Location"] == "/people/"


# --- before the first year


@pytest.mark.parametrize(
    ("role", "place"),
    [("administrator", "/people/"), ("security", "/inbox/"), ("director", "/editions/"), ("office", "/years/open/"), ("auditor", "/trail/")],
)
def test_before_the_first_year_everyone_who_can_bring_it_about_is_led_there(world, client, role, place):
    from kaohe.cycles.models import Cycle

    Cycle.objects.filter(pk=world.cycle.pk).update(bureau=world.bureau.__class__.objects.create(code="away", name="别局"))
    client.force_login(getattr(world, role))
    assert client.get("/")["Location"] == place
    shown = page(client, place)
    assert '<a href="/people/"' in shown, "the menu is there"
    assert ('href="/years/open/"' in shown) is (role == "office")
