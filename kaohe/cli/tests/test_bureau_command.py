"""Whoever installs founds a bureau: its first accounts can sign in, and nobody is two of the three administrators unless chosen."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kaohe.audit.recording import first_broken
from kaohe.people.models import Bureau, Officer
from kaohe.people.roles import KEEPERS, Role


def run(*words):
    said = StringIO()
    call_command("bureau", *words, stdout=said)
    return said.getvalue()


def founded(*more):
    return run("found", "west", "西区财政局", *more)


def secret_of(said, login):
    return next(line.split()[-1] for line in said.splitlines() if f"  {login}  " in line)


def test_a_bureau_is_founded_with_accounts_that_can_sign_in(db):
    said = founded("--administrator", "张三", "--security", "李四", "--auditor", "王五")
    roles = {each.username: [held.role for held in each.roles_held] for each in Officer.objects.all()}
    assert roles == {"zhangsan": [Role.ADMINISTRATOR], "lisi": [Role.SECURITY], "wangwu": [Role.AUDITOR]}
    client = Client()
    answer = client.post("/sign-in/", {"username": "lisi", "password": secret_of(said, "lisi")})
    assert answer["Location"] == "/password/", "changed before anything else"
    assert first_broken() is None


def test_one_for_all_three_is_an_explicit_choice(db):
    founded("--combined", "张三")
    assert Bureau.objects.get().combined
    assert {held.role for held in Officer.objects.get().roles_held} == set(KEEPERS)


@pytest.mark.parametrize(
    "more",
    [(), ("--administrator", "张三"), ("--security", "李四"), ("--combined", "张三", "--security", "李四"), ("--combined", "张三", "--administrator", "李四")],
)
def test_too_few_or_too_many_are_refused_and_nothing_is_founded(db, more):
    with pytest.raises(CommandError):
        founded(*more)
    assert not Bureau.objects.exists()
    assert not Officer.objects.exists()


def test_a_code_is_given_once(world):
    with pytest.raises(CommandError, match="已存在"):
        run("found", "north", "另一个局", "--combined", "张三")


def test_a_keepers_password_is_reset_on_the_machine(world):
    secret = secret_of(run("secret", "north-security"), "north-security")
    assert world.security.check_password(secret)
    with pytest.raises(CommandError, match="没有账号"):
        run("secret", "nobody-here")


def test_the_three_are_separated(world):
    with pytest.raises(CommandError, match="已经分立"):
        run("separate", "north")
    world.combined()
    with pytest.raises(CommandError, match="还有人兼任"):
        run("separate", "north")
    world.administrator.appointments.exclude(role=Role.ADMINISTRATOR).delete()
    assert "三员分立" in run("separate", "north")
    with pytest.raises(CommandError, match="没有代码"):
        run("separate", "elsewhere")


def test_a_bureau_is_placed_under_its_superior(db):
    run("found", "district", "示范区考核办", "--combined", "赵一")
    founded("--combined", "张三", "--superior", "district")
    assert Bureau.objects.get(code="west").superior.code == "district"
    with pytest.raises(CommandError, match="自己的上级"):
        run("under", "district", "west")
    assert "没有上级单位" in run("under", "west")
    assert Bureau.objects.get(code="west").superior is None
    assert "示范区考核办" in run("under", "west", "district")
    with pytest.raises(CommandError, match="没有代码"):
        run("under", "west", "nowhere")


def test_a_superior_that_is_not_there_founds_nothing(db):
    with pytest.raises(CommandError, match="没有代码"):
        founded("--combined", "张三", "--superior", "district")
    assert not Bureau.objects.exists()
