"""The pages about people: what they show, what they take, and that a refusal keeps what was typed."""

from datetime import date

import pytest

from kaohe.people.actions import delegate
from kaohe.people.models import Appointment, Bureau, Delegation, Department, Nomination, Officer
from kaohe.people.roles import Role
from tests.support.bureau import PASSWORD, TODAY, appoint_at_once, recorded
from tests.support.forms import filled

ADDRESS = "/people/of/north-clerk/"


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, path, deed="", **fields):
    return client.post(path, filled({"deed": deed, **{name: str(value) for name, value in fields.items()}}))


def test_everyone_is_listed_in_the_decreed_order_with_the_head_first(world, client):
    client.force_login(world.clerk)
    shown = page(client, "/people/")
    names = ("director", "department_head", "clerk", "checker", "nobody")
    places = [shown.index(f"<strong>north·{name}</strong></a>") for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize(("words", "found"), [("预算", True), ("ysk", True), ("yusuan", True), ("north-cl", True), ("zhk", False)])
def test_people_are_found_by_name_letters_and_initials(world, client, words, found):
    client.force_login(world.officer)
    assert ("north-clerk" in page(client, f"/people/?q={words}")) is found


def test_accounts_states_are_for_those_who_manage(world, client):
    Officer.objects.filter(pk=world.nobody.pk).update(password="!")
    client.force_login(world.office)
    assert "尚无口令" not in page(client, "/people/")
    client.force_login(world.administrator)
    assert "尚无口令" in page(client, "/people/")


def test_a_colleague_is_taken_on(world, admin):
    with recorded("people:officer:added"):
        answer = send(admin, "/people/new/", "take_on", name="张三", department="budget", role="officer", since="2025-11-01")
    assert answer["Location"] == "/people/of/zhangsan/"
    shown = page(admin, "/people/of/zhangsan/")
    assert "待安全管理员确认" in shown
    assert "待确认" in shown
    admin.force_login(world.security)
    send(admin, "/people/nominations/", do="confirm", through=Nomination.objects.get().pk)
    assert Officer.objects.get(username="zhangsan").roles_on(date(2025, 11, 1)) == ((Role.OFFICER, world.budget.pk),)


def test_a_refusal_keeps_what_was_typed_and_leads_to_the_field(world, admin):
    answer = send(admin, "/people/new/", "take_on", name="张三", login="north-clerk", department="budget", role="clerk", since="2025-11-01")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="张三"' in shown
    assert 'href="#take_on-login"' in shown
    assert "已被使用" in shown
    assert "错误：" in shown
    assert not Officer.objects.filter(name="张三").exists()


def test_an_empty_form_says_what_is_missing(world, admin):
    answer = send(admin, "/people/new/", "take_on")
    assert answer.status_code == 422
    assert 'href="#take_on-name"' in answer.content.decode()


@pytest.mark.parametrize(
    ("deed", "fields", "tag"),
    [
        ("name", {"name": "新名", "title": "科员"}, "people:officer:named"),
        ("close", {"reason": "停职"}, "people:account:closed"),
    ],
)
def test_who_keeps_accounts_does_each_deed_from_the_page_and_is_led_back(world, admin, deed, fields, tag):
    with recorded(tag):
        answer = send(admin, ADDRESS, deed, **fields)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert "任命" not in [each.split("</h2>")[0] for each in page(admin, ADDRESS).split("<h2>")]


@pytest.mark.parametrize(
    ("deed", "fields", "tag"),
    [
        ("appoint", {"role": "checker", "since": "2025-11-01", "post": "member"}, "people:officer:appointed"),
        ("move", {"department": "general", "role": "officer", "since": "2025-11-01", "title": "科员"}, "people:officer:moved"),
        ("leave", {"last_day": "2025-10-31"}, "people:officer:left"),
        ("end_sessions", {"reason": "手机丢失"}, "people:sessions:ended"),
    ],
)
def test_who_gives_duties_does_each_deed_from_the_page_and_is_led_back(world, guard, deed, fields, tag):
    with recorded(tag):
        answer = send(guard, ADDRESS, deed, **fields)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)


def test_an_appointment_ends_from_the_page(world, guard):
    appointment = Appointment.objects.get(officer=world.clerk)
    send(guard, ADDRESS, "end", appointment=appointment.pk, until="2025-10-31")
    appointment.refresh_from_db()
    assert appointment.until == date(2025, 10, 31)


def test_somebody_elses_appointment_is_not_ended_from_here(world, guard):
    other = Appointment.objects.filter(officer=world.office).first()
    assert send(guard, ADDRESS, "end", appointment=other.pk, until="2025-10-31").status_code == 422
    other.refresh_from_db()
    assert other.until is None


def test_a_refused_deed_stays_open_with_its_reason(world, guard):
    answer = send(guard, ADDRESS, "appoint", role="administrator", since="2025-11-01")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "不能同时担任" in shown
    assert shown.count("<details class=\"kh-card kh-offer\" open>") == 1


def test_a_closed_account_is_out_at_once_and_reopened(world, admin, browserless):
    other = browserless(world.clerk)
    assert other.get("/people/").status_code == 200
    send(admin, ADDRESS, "close")
    assert other.get("/people/").status_code == 302
    send(admin, ADDRESS, "reopen")
    assert world.clerk.is_active


@pytest.fixture
def browserless(db):
    """Other people at other machines."""
    from django.test import Client

    def at(officer):
        client = Client()
        client.force_login(officer)
        return client

    return at


def test_everyone_keeps_their_own_mail_address_and_sees_nobody_elses(world, client):
    client.force_login(world.clerk)
    with recorded("people:mail:set"):
        send(client, ADDRESS, "mail", mail="clerk@north.example")
    assert "clerk@north.example" in page(client, ADDRESS)
    client.force_login(world.office)
    assert "clerk@north.example" not in page(client, ADDRESS)
    assert send(client, ADDRESS, "mail", mail="office@north.example").status_code == 404


def test_a_deed_that_the_page_does_not_know_is_a_bad_request(world, admin):
    assert send(admin, ADDRESS, "crown").status_code == 400


def test_who_does_not_manage_sees_no_forms(world, client):
    client.force_login(world.office)
    assert "kh-offer" not in page(client, ADDRESS)


def test_one_time_passwords_are_shown_once_and_kept_nowhere(world, admin):
    from kaohe.desk.models import FormKey

    Officer.objects.filter(pk=world.nobody.pk).update(password="!")
    assert "north·nobody" in page(admin, "/people/passwords/")
    answer = admin.post("/people/passwords/", {"deed": "issue", "people": ["north-nobody"]})
    secret = answer.content.decode().split("<td><code>")[2].split("<")[0]
    assert world.nobody.check_password(secret)
    assert not FormKey.objects.exists()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in page(admin, "/people/passwords/")


def test_a_one_time_password_that_is_over_opens_nothing(world, client):
    Officer.objects.filter(pk=world.clerk.pk).update(secret_until=date(2025, 10, 14))
    answer = client.post("/sign-in/", {"username": "north-clerk", "password": PASSWORD})
    assert answer.status_code == 422
    assert "已过期" in answer.content.decode()
    Officer.objects.filter(pk=world.clerk.pk).update(secret_until=TODAY)
    assert client.post("/sign-in/", {"username": "north-clerk", "password": PASSWORD}).status_code == 302


def test_departments_are_shown_with_heads_and_figures(world, client):
    client.force_login(world.clerk)
    shown = page(client, "/departments/")
    assert "每季信息任务数" in shown
    assert "north·department_head" in shown
    assert "空缺" in shown, "nobody heads the general department"


def test_a_department_is_created_and_changed(world, admin):
    answer = send(admin, "/departments/new/", "create", code="assets", name="资产科", aliases="国资科、资产办", size=5, attribute_brief_quota="3")
    assert answer["Location"] == "/departments/of/assets/"
    made = Department.objects.get(code="assets")
    assert (made.aliases, made.attributes) == (["国资科", "资产办"], {"brief_quota": "3"})
    send(admin, "/departments/of/assets/", "change", name="资产科", size=6, front_office="on", attribute_brief_quota="2.5")
    made.refresh_from_db()
    assert (made.size, made.front_office, made.attributes) == (6, True, {"brief_quota": "2.5"})


def test_a_figure_that_is_no_number_is_told_beside_its_field(world, admin):
    answer = send(admin, "/departments/of/budget/", "change", name="预算科", attribute_brief_quota="四")
    assert answer.status_code == 422
    assert 'href="#change-attribute_brief_quota"' in answer.content.decode()


def test_a_head_takes_over_and_a_department_retires(world, admin):
    admin.force_login(world.security)
    with recorded("people:officer:appointed"):
        send(admin, "/departments/of/general/", "charge", role="department_head", who="north-nobody", since="2025-11-01")
    admin.force_login(world.administrator)
    answer = send(admin, "/departments/of/general/", "retire", on="2025-12-01")
    assert answer.status_code == 422
    assert "还有在任人员" in answer.content.decode()


def test_the_order_is_set(world, admin):
    send(admin, "/departments/", "order", place_budget=2, place_general=1)
    assert [each.code for each in Department.objects.filter(bureau=world.bureau)] == ["general", "budget"]


def test_the_bodies_read_like_the_annex(world, guard):
    send(guard, "/groups/", "appoint", who="north-nobody", role="leading_group", post="leader", since="2025-10-01", until="2027-12-31")
    shown = page(guard, "/groups/")
    leading = shown[shown.index("考核领导小组</h2>") : shown.index("考核办公室</h2>")]
    assert leading.index("组长") < leading.index("north·nobody") < leading.index("north·leading_group")
    assert "2025-10-01 – 2027-12-31" in leading


def test_the_office_draws_checkers_in_turn(world, client):
    client.force_login(world.office)
    shown = page(client, "/groups/")
    assert "没有参加过" in shown
    assert "增加成员" not in shown
    with recorded("people:checkers:drawn"):
        send(client, "/groups/", "draw", seats=1, since="2025-11-01", until="2026-01-31")
    shown = page(client, "/groups/")
    assert "已抽调：north·department_head" in shown
    assert "复算一致" in shown


def test_a_draw_that_must_not_be_is_told_beside_its_field(world, client):
    client.force_login(world.office)
    answer = send(client, "/groups/", "draw", seats=3, since="2025-11-01", until="2026-01-31", aside="north-department_head")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#draw-seats"' in shown
    assert 'href="#draw-reason"' in shown
    assert "能参加抽调的科室负责人只有 0 人" in shown


def test_the_table_of_deeds_is_the_one_that_is_asked(world, client):
    from kaohe.people.deeds import Deed, DeedName

    client.force_login(world.clerk)
    shown = page(client, "/duties/")
    assert all(DeedName(deed).in_language("zh") in shown for deed in Deed)
    assert "不得由一人兼任" in shown


# --- acting for another


@pytest.fixture
def lent(world):
    return delegate(officer=world.office, to=world.clerk, since=TODAY, until=date(2025, 10, 31), reason="出差")


def begin(client, delegation):
    return client.post("/delegations/act/", {"delegation": delegation.pk})


def test_a_delegation_is_given_shown_and_taken_back(world, client):
    client.force_login(world.office)
    with recorded("people:delegation:given"):
        send(client, "/delegations/", "delegate", to="north-clerk", since="2025-10-15", until="2025-10-31", reason="出差")
    assert "有效" in page(client, "/delegations/")
    with recorded("people:delegation:revoked"):
        client.post(f"/delegations/{Delegation.objects.get().pk}/revoke/", filled())
    assert "已收回" in page(client, "/delegations/")


def test_who_acts_chooses_it_and_sees_it_on_every_page(world, client, lent):
    client.force_login(world.clerk)
    assert "代north·office办理" in page(client, "/people/")
    assert "您正在代" not in page(client, "/people/")
    with recorded("people:delegation:used"):
        begin(client, lent)
    shown = page(client, "/people/")
    assert "您正在代 <strong>north·office</strong> 办理" in shown
    assert "切换回本人" in shown


def test_the_others_pages_open_and_close_with_it(world, client, lent):
    client.force_login(world.clerk)
    assert client.get("/2025/departments/general/").status_code == 404
    begin(client, lent)
    assert client.get("/2025/departments/general/").status_code == 200
    client.post("/delegations/act/", {"delegation": ""})
    assert client.get("/2025/departments/general/").status_code == 404


def test_once_it_is_over_a_form_is_not_carried_out_under_ones_own_name(world, client, lent):
    client.force_login(world.clerk)
    begin(client, lent)
    Bureau.objects.filter(pk=world.bureau.pk).update(clock=date(2025, 11, 1))
    answer = send(client, "/delegations/", "delegate", to="north-officer", since="2025-11-01", until="2025-11-02", reason="x")
    assert answer.status_code == 403
    assert "这次提交没有执行" in answer.content.decode()
    assert Delegation.objects.count() == 1
    assert "您正在代" not in page(client, "/people/")


def test_once_it_is_taken_back_the_next_page_says_so(world, client, lent):
    client.force_login(world.clerk)
    begin(client, lent)
    Delegation.objects.filter(pk=lent.pk).update(revoked_at="2025-10-15T10:00:00Z")
    assert "现在以您本人的身份办理" in page(client, "/people/")
    assert client.get("/2025/departments/general/").status_code == 404


def test_nobody_acts_under_what_was_given_to_another(world, client, lent):
    client.force_login(world.officer)
    assert begin(client, lent).status_code == 404
    assert client.post("/delegations/act/", {"delegation": "x"}).status_code == 404


def test_another_bureaus_delegation_is_not_there(world, elsewhere, client, lent):
    client.force_login(elsewhere.clerk)
    assert begin(client, lent).status_code == 404
    assert client.post(f"/delegations/{lent.pk}/revoke/", filled()).status_code == 404


def test_a_clash_that_arose_since_is_said(world, client, lent):
    appoint_at_once(world.clerk, Role.AUDITOR)
    client.force_login(world.clerk)
    answer = begin(client, lent)
    assert answer.status_code == 422
    assert "不得由一人兼任" in answer.content.decode()


@pytest.mark.parametrize("path", ["/people/of/south-clerk/", "/departments/of/nowhere/", "/people/of/nobody-here/"])
def test_what_is_not_of_this_bureau_is_not_there(world, elsewhere, client, path):
    client.force_login(world.administrator)
    page(client, path, 404)
    assert send(client, path, "name", name="x").status_code == 404


@pytest.mark.parametrize("path", ["/people/", ADDRESS, "/departments/", "/departments/of/budget/", "/groups/", "/duties/", "/delegations/"])
def test_the_pages_speak_english(world, client, path):
    client.force_login(world.administrator)
    client.cookies["django_language"] = "en"
    shown = page(client, path)
    assert "<html lang=\"en\"" in shown
