"""Coming in, going out, the password, and the look of the pages."""

import pytest
from django.conf import settings
from django.urls import reverse

from kaohe.audit.models import Record
from kaohe.people.models import Officer
from tests.support.bureau import PASSWORD, recorded

NEW = "另一个足够长的口令-2026"


def sign_in(client, name="north-office", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_whoever_knows_name_and_password_comes_in(world, client):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/2025/").status_code == 200


def test_one_is_led_on_to_where_one_wanted_to_go(world, client):
    assert sign_in(client, next="/2025/ledger/")["Location"] == "/2025/ledger/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "nowhere", "2026"])
def test_nobody_is_led_away(world, client, elsewhere):
    assert sign_in(client, next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("north-office", "wrong"), ("no-such-name", PASSWORD), ("", "")])
def test_every_failure_has_the_same_answer(world, client, name, password):
    answer = sign_in(client, name, password)
    assert answer.status_code == 422
    assert "账号或口令不对" in answer.content.decode()


def test_someone_who_left_does_not_come_in(world, client):
    Officer.objects.filter(username="north-office").update(is_active=False)
    assert sign_in(client).status_code == 422


def test_a_guesser_is_stopped_and_nobody_else(world, client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in(client, password="guess")
    assert last.status_code == 429
    assert "暂停登录一刻钟" in last.content.decode()
    assert sign_in(client).status_code == 429
    assert sign_in(client, "north-clerk").status_code == 302


def test_the_session_is_a_new_one_after_signing_in(world, client):
    client.get("/sign-in/")
    sign_in(client)
    first = client.session.session_key
    client.post("/sign-out/")
    sign_in(client)
    assert client.session.session_key != first


def test_signing_out_ends_it(world, client):
    sign_in(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/2025/").status_code == 302


def test_a_real_bureau_shows_no_accounts_at_its_gate(world, client):
    assert "演示账号" not in client.get("/sign-in/").content.decode()


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_a_password_can_be_changed_and_leaves_a_record(world, client):
    client.force_login(world.office)
    with recorded("people:password:changed"):
        assert change(client).status_code == 302
    assert world.office.check_password(NEW)
    assert client.get("/2025/").status_code == 200


@pytest.mark.parametrize(
    "told", [{"old": "wrong"}, {"new": "short", "again": "short"}, {"again": "another-thing-2026"}, {"new": PASSWORD, "again": PASSWORD}]
)
def test_a_password_is_not_changed_where_something_is_wrong(world, client, told):
    client.force_login(world.office)
    before = Record.objects.count()
    answer = change(client, **told)
    assert answer.status_code == 422
    assert "口令没有改" in answer.content.decode()
    assert world.office.check_password(PASSWORD)
    assert Record.objects.count() == before


def test_a_first_password_is_changed_before_anything_else(world, client):
    Officer.objects.filter(username="north-office").update(must_change_password=True)
    assert sign_in(client)["Location"] == "/password/"
    for path in ("/", "/2025/", "/2025/export/board.csv", "/rulebook/shinan-finance-2005/"):
        assert client.get(path)["Location"] == "/password/"
    change(client)
    assert client.get("/2025/").status_code == 200


def test_the_address_of_a_deed_is_on_record(world, client):
    client.force_login(world.office)
    client.post(reverse("password"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}, REMOTE_ADDR="10.1.2.3")
    record = Record.objects.order_by("-pk").first()
    assert (record.address, bool(record.request_id)) == ("10.1.2.3", True)


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("system", "light")])
def test_light_and_dark_are_chosen_without_a_flash(world, client, chosen, shown):
    client.force_login(world.office)
    assert client.post("/theme/", {"theme": chosen, "next": "/2025/"})["Location"] == "/2025/"
    assert f'data-kh-theme="{chosen}" data-bs-theme="{shown}"' in client.get("/2025/").content.decode()


def test_an_unknown_theme_is_passed_over(world, client):
    client.post("/theme/", {"theme": '"><script>'})
    assert 'data-kh-theme="system"' in client.get("/sign-in/").content.decode()
    assert client.post("/theme/", {"theme": "dark", "next": "nowhere"})["Location"] == "/"


def test_the_language_is_chosen_at_the_gate_already(world, client):
    assert "登录" in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    page = client.get("/sign-in/").content.decode()
    assert "Sign in" in page
    assert '<html lang="en"' in page
