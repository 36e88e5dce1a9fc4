"""Objective reasons on their page: asked for by the head, decided by the leading group, seen by whom they concern."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.evidence.models import StoredFile
from kaohe.panels.models import Answer, Excuse
from tests.support.files import pdf
from tests.support.forms import filled

PAGE, STEP = "/2025/excuses/", "/2025/excuses/step/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


def ask(world, client, **changed):
    client.force_login(world.department_head)
    fields = {"act": "ask", "number": world.goal().pk, "why": "上级政策调整", "evidence": "市财〔2025〕8号"}
    return client.post(STEP, filled({**fields, **changed}))


def test_the_head_asks_and_the_group_decides(world, client):
    assert ask(world, client).status_code == 302
    excuse = Excuse.objects.get()
    client.force_login(world.leading_group)
    assert "上级政策调整" in client.get(PAGE).content.decode()
    decided = filled({"act": "grant", "number": excuse.pk, "reason": "情况属实"})
    assert client.post(STEP, decided).status_code == 302
    excuse.refresh_from_db()
    assert excuse.answer == Answer.GRANTED


def test_what_is_missing_is_said_and_what_was_typed_stays(world, client):
    answer = ask(world, client, evidence="", why="政策调整，已停办")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "须附佐证" in page
    assert "政策调整，已停办" in page
    assert not Excuse.objects.exists()


def test_a_file_comes_along_and_the_group_reads_it_before_it_decides(world, client):
    assert ask(world, client, files=[SimpleUploadedFile("来文.pdf", pdf())]).status_code == 302
    excuse, file = Excuse.objects.get(), StoredFile.objects.get()
    assert (list(excuse.files.all()), excuse.evidence, file.document_number) == ([file], ["市财〔2025〕8号 来文.pdf"], "市财〔2025〕8号")
    client.force_login(world.leading_group)
    page = client.get(PAGE).content.decode()
    assert f'<a href="/evidence/{file.digest}/">市财〔2025〕8号 来文.pdf</a>' in page
    assert "未经病毒扫描" in page
    assert client.get(f"/evidence/{file.digest}/").content == pdf()
    client.force_login(world.nobody)
    assert client.get(f"/evidence/{file.digest}/").status_code == 404


def test_a_file_that_is_not_taken_says_why_and_the_good_one_stays(world, client):
    files = [SimpleUploadedFile("假.pdf", b"MZ\x90\0"), SimpleUploadedFile("来文.pdf", pdf())]
    answer = ask(world, client, files=files, why="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "内容却是程序" in page
    assert "原因" in page
    assert f'name="stored" value="{StoredFile.objects.get().digest}"' in page
    assert not Excuse.objects.exists()


def test_a_refused_file_leaves_no_application_in_sight(world, client):
    answer = ask(world, client, files=[SimpleUploadedFile("假.pdf", b"MZ\x90\0")])
    assert (answer.status_code, Excuse.objects.count()) == (422, 0)
    assert "待决定" not in answer.content.decode()


def test_a_second_decision_is_a_conflict(world, client):
    ask(world, client)
    excuse = Excuse.objects.get()
    client.force_login(world.leading_group)
    client.post(STEP, filled({"act": "deny", "number": excuse.pk, "reason": "佐证不足"}))
    answer = client.post(STEP, filled({"act": "grant", "number": excuse.pk, "reason": "再议"}))
    assert answer.status_code == 409
    excuse.refresh_from_db()
    assert excuse.answer == Answer.DENIED


def test_nobody_asks_for_anothers_goal_or_does_what_is_no_deed(world, client):
    assert ask(world, client, number=world.goal("G-Z1").pk).status_code == 404
    assert ask(world, client, act="dance").status_code == 404
    assert ask(world, client, number="x").status_code == 404


@pytest.mark.parametrize("role", ["office", "clerk", "checker", "auditor", "nobody"])
def test_others_neither_ask_nor_decide(world, client, role):
    ask(world, client)
    client.force_login(getattr(world, role))
    for act in ("ask", "grant"):
        assert (
            client.post(STEP, filled({"act": act, "number": Excuse.objects.get().pk, "reason": "x"})).status_code == 404
        )


def test_a_department_sees_its_own_applications_only(world, client):
    ask(world, client)
    client.force_login(world.clerk)
    assert "上级政策调整" in client.get(PAGE).content.decode()
    client.force_login(world.nobody)
    assert "上级政策调整" not in client.get(PAGE).content.decode()
