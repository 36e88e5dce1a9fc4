"""People from a workbook through the pages: choose, look at the trial, confirm; the failed rows come back as a file."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.people.models import Intake, Officer
from kaohe.people.tests.rosters import workbook
from tests.support.bureau import recorded
from tests.support.forms import filled

ROWS = [["张三", None, "预算科", "科员", None, None, None], ["赵六", None, "预算课", None, None, None, None]]


def send(client, content, name="名册.xlsx"):
    return client.post("/people/import/", filled({"deed": "hand_in", "file": SimpleUploadedFile(name, content)}))


@pytest.fixture
def admin(world, client):
    client.force_login(world.administrator)
    return client


def test_three_steps_choose_look_confirm(world, admin, tmp_path):
    answer = send(admin, workbook(tmp_path, ROWS))
    assert answer["Location"] == "/people/import/trial/"
    shown = admin.get(answer["Location"]).content.decode()
    assert "新账号 zhangsan" in shown
    assert "C 科室: 科室“预算课”不认识" in shown
    assert not Officer.objects.filter(name="张三").exists()
    with recorded("people:people:imported"):
        answer = admin.post("/people/import/trial/", filled())
    assert answer["Location"] == "/people/"
    assert Officer.objects.filter(name="张三").exists()
    assert "新增 1，修改 0，不变 0，未导入 1" in admin.get("/people/").content.decode()
    assert admin.get("/people/import/trial/").status_code == 404


def test_the_failed_rows_come_back_with_why_and_in_again_once_mended(world, admin, tmp_path):
    from python_calamine import CalamineWorkbook

    send(admin, workbook(tmp_path, ROWS))
    answer = admin.get("/people/import/failed.xlsx")
    assert answer["Content-Type"].endswith("sheet")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("人员").to_python()
    assert "失败原因" in rows[3]
    assert rows[4][0] == "赵六"
    assert rows[4][2] == "预算课"
    assert "不认识" in rows[4][-1]
    assert len(rows) == 5
    send(admin, answer.content)
    assert "错误</span> <strong>1</strong>" in admin.get("/people/import/trial/").content.decode()


def test_without_failed_rows_there_is_no_such_file(world, admin, tmp_path):
    send(admin, workbook(tmp_path, ROWS[:1]))
    assert admin.get("/people/import/failed.xlsx").status_code == 404


def test_template_and_export_come_in_without_a_change(world, admin):
    for name in ("template", "export"):
        content = admin.get(f"/people/import/{name}.xlsx").content
        send(admin, content)
        shown = admin.get("/people/import/trial/").content.decode()
        assert "新增</span> <strong>0</strong>" in shown
        assert "修改</span> <strong>0</strong>" in shown
        assert "错误</span> <strong>0</strong>" in shown
        assert admin.post("/people/import/trial/", filled()).status_code == 422


def test_what_changed_since_the_trial_is_a_conflict(world, admin, tmp_path):
    send(admin, workbook(tmp_path, ROWS))
    Officer.objects.create(username="zhangsan", name="张三", bureau=world.bureau)
    answer = admin.post("/people/import/trial/", filled())
    assert answer.status_code == 409
    assert "又有变动" in answer.content.decode()
    assert Intake.objects.exists()


def test_a_form_without_a_file_says_so(world, admin):
    answer = admin.post("/people/import/", filled({"deed": "hand_in"}))
    assert answer.status_code == 422
    assert 'href="#hand_in-file"' in answer.content.decode()


def test_what_is_no_workbook_is_said_so(world, admin):
    send(admin, b"hello", "x.txt")
    shown = admin.get("/people/import/trial/").content.decode()
    assert "kh-message-error" in shown
    assert "确认导入" not in shown


@pytest.mark.parametrize("path", ["/people/import/trial/", "/people/import/failed.xlsx"])
def test_a_workbook_is_seen_by_who_handed_it_in(world, elsewhere, client, tmp_path, path):
    client.force_login(world.administrator)
    send(client, workbook(tmp_path, ROWS))
    assert client.get(path).status_code == 200
    for other in (elsewhere.administrator, world.office, world.auditor):
        client.force_login(other)
        assert client.get(path).status_code == 404
        assert client.post("/people/import/trial/", filled()).status_code == 404
