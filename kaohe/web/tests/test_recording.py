"""Recording through the pages: the form drawn from the rule, what it moved said back, and every refusal with what was typed."""

from datetime import date
from urllib.parse import quote

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.audit.models import Record
from kaohe.evidence import store
from kaohe.evidence.models import StoredFile
from kaohe.ledger.models import Answer, Entry
from kaohe.web.uploads import LARGEST_FORM, Capped
from tests.support.files import jpg, pdf
from tests.support.forms import filled

ABSENCE = "/2025/ledger/record/training.absence/"
GOOD = {
    "department": "budget", "occurred_on": "2025-10-14", "persons": "王浩然", "count": "1", "matter": "", "about": "未参加集中学习",
    "numbers": "考勤表 10 月", "document_number": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def office(world, client):
    client.force_login(world.office)
    return client


def send(client, path=ABSENCE, *, files=(), **changed):
    data = filled({**GOOD, **changed})
    return client.post(path, {**data, "files": list(files)} if files else data)


def words(answer):
    return answer.content.decode()


def test_the_form_is_drawn_from_what_the_rule_asks(world, office):
    page = words(office.get(ABSENCE))
    for name in ("department", "occurred_on", "persons", "count", "matter", "about", "numbers", "files"):
        assert f'name="{name}"' in page
    for name in ("level", "goal", "amount", "confirmed"):
        assert f'name="{name}"' not in page
    assert 'name="level"' in words(office.get("/2025/ledger/record/brief.adopted/"))
    assert 'name="goal"' in words(office.get("/2025/ledger/record/duty.goal_missed/"))
    assert 'name="amount"' in words(office.get("/2025/ledger/record/integrity.basic/"))


@pytest.mark.parametrize(("person", "said"), [("north·clerk", ""), ("north·checker", "north·checker（综合科）"), ("王小二", "王小二")])
def test_a_person_of_another_department_is_recorded_and_asked_about(world, office, person, said):
    page = words(office.get(send(office, persons=person)["Location"]))
    assert Entry.objects.get().persons == [person]
    assert (f"请核对人员：{said}现不在所登记的科室" in page) if said else ("请核对人员" not in page)


def test_an_event_is_recorded_and_what_it_moved_is_said(world, office):
    answer = send(office)
    entry = Entry.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/2025/ledger/{entry.number}/")
    assert (entry.persons, entry.occurred_on, [each.title for each in entry.evidence.all()]) == (["王浩然"], date(2025, 10, 14), ["考勤表 10 月"])
    assert "已登记 #1：学习培训 7 → 6" in words(office.get(answer["Location"]))


def test_what_moves_nothing_says_so(world, office):
    answer = send(office, "/2025/ledger/record/training.leave/")
    assert "分数没有变动" in words(office.get(answer["Location"]))


def test_several_people_are_told_apart(world, office):
    send(office, persons="王浩然、马 俊杰，徐婷婷", count="3")
    assert Entry.objects.get().persons == ["王浩然", "马俊杰", "徐婷婷"]


def test_everything_that_lacks_is_said_at_once_and_nothing_typed_is_lost(world, office):
    answer = send(office, persons="", about="", occurred_on="昨天", matter="一件事")
    page = words(answer)
    assert answer.status_code == 422
    for said in ("请填写人员", "请填写情况说明", "看不懂这个日期"):
        assert page.count(said) == 2, "once on top, once beside the field"
    assert 'href="#id_persons"' in page
    assert 'value="一件事"' in page
    assert 'value="考勤表 10 月"' in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"occurred_on": "2025-10-16"}, "2025-10-16"),
        ({"numbers": ""}, "须附佐证"),
        ({"numbers": "1、2、3、4、5、6"}, "最多 5 件"),
        ({"department": "nowhere"}, "nowhere"),
        ({"count": "0"}, "数量至少为 1"),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing(world, office, changed, said):
    answer = send(office, **changed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Entry.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "记录 “预算科 王浩然”（无故缺勤）须附佐证"), ("en", "Entry “Budget Division, 王浩然” (Absence without excuse) needs evidence")],
)
def test_what_is_refused_has_no_number_and_is_told_by_what_it_is(world, office, language, said):
    office.cookies["django_language"] = language
    assert said in words(send(office, numbers=""))


def test_a_duplicate_is_asked_about_and_recorded_when_confirmed(world, office):
    send(office)
    asked = send(office)
    assert asked.status_code == 422
    assert 'name="confirmed"' in words(asked)
    assert Entry.objects.count() == 1
    assert send(office, confirmed="on").status_code == 302
    assert Entry.objects.count() == 2


def test_a_goal_of_another_department_is_refused(world, office):
    answer = send(office, "/2025/ledger/record/duty.goal_missed/", goal=world.goal("G-Z1").pk)
    assert "不属于所选科室" in words(answer)
    assert send(office, "/2025/ledger/record/duty.goal_missed/", goal=world.goal("Y-Z1").pk).status_code == 302


def test_a_form_sent_twice_is_recorded_once(world, office):
    data = filled(GOOD)
    first, second = office.post(ABSENCE, data), office.post(ABSENCE, data)
    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == 1


# --- files


def test_a_file_comes_along_and_is_handed_out_to_be_saved(world, office):
    send(office, files=[SimpleUploadedFile("通报 一.pdf", pdf())], numbers="", document_number="青财12号")
    file = StoredFile.objects.get()
    assert Entry.objects.get().evidence.get().file == file
    answer = office.get(f"/evidence/{file.digest}/")
    assert answer.content == pdf()
    assert answer["Content-Disposition"] == f"attachment; filename=\"evidence.pdf\"; filename*=UTF-8''{quote('通报 一.pdf', safe='')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    page = words(office.get("/2025/ledger/1/"))
    assert f"/evidence/{file.digest}/" in page
    assert "未经病毒扫描" in page


def test_a_page_says_that_a_file_was_scanned(office, settings):
    settings.SCANNER = "/bin/true"
    send(office, files=[SimpleUploadedFile("通报.pdf", pdf())], numbers="")
    assert "已经病毒扫描" in words(office.get("/2025/ledger/1/"))


def test_a_number_brings_the_file_back(world, office):
    send(office, files=[SimpleUploadedFile("通报.pdf", pdf())], numbers="", document_number="青财12号")
    send(office, persons="马俊杰", numbers="青财12号")
    assert Entry.objects.get(number=2).evidence.get().file == StoredFile.objects.get()


def test_a_refused_file_says_why_and_nothing_is_recorded(world, office):
    answer = send(office, files=[SimpleUploadedFile("假.pdf", b"MZ\x90\0")], numbers="")
    assert answer.status_code == 422
    assert "内容却是程序" in words(answer)
    assert not Entry.objects.exists()


def test_a_file_that_was_taken_stays_when_the_form_is_refused(world, office):
    answer = send(office, files=[SimpleUploadedFile("现场.jpg", jpg())], numbers="", about="")
    file = StoredFile.objects.get()
    assert f'name="stored" value="{file.digest}"' in words(answer)
    assert send(office, numbers="", stored=file.digest).status_code == 302
    assert Entry.objects.get().evidence.get().file == file


def test_a_file_of_somebody_else_is_not_taken_along(world, office, client):
    send(office, files=[SimpleUploadedFile("现场.jpg", jpg())], numbers="", about="")
    digest = StoredFile.objects.get().digest
    client.force_login(world.checker)
    assert send(client, numbers="", stored=digest).status_code == 422


def test_six_files_are_too_many(world, office):
    files = [SimpleUploadedFile(f"{number}.pdf", pdf()) for number in range(6)]
    assert "最多 5 件" in words(send(office, files=files))
    assert not StoredFile.objects.exists()


def test_a_form_that_announces_too_much_is_not_read(settings):
    assert settings.FILE_UPLOAD_HANDLERS[0] == "kaohe.web.uploads.Capped"
    Capped().handle_raw_input(None, {}, LARGEST_FORM, b"x")
    with pytest.raises(RequestDataTooBig):
        Capped().handle_raw_input(None, {}, LARGEST_FORM + 1, b"x")


def test_a_file_that_is_too_large_is_told_the_limit_and_no_made_up_size(world, office):
    answer = send(office, numbers="", files=[SimpleUploadedFile("照片.pdf", b"%PDF-1.4" + b"0" * 21_000_000)])
    assert answer.status_code == 422
    assert "“照片.pdf”超过 20 MB" in words(answer)
    assert not Entry.objects.exists()


def test_a_form_that_is_too_large_is_answered_with_what_to_do(office, monkeypatch):
    monkeypatch.setattr("kaohe.web.uploads.LARGEST_FORM", 100)
    answer = send(office, files=[SimpleUploadedFile("通报.pdf", pdf())])
    assert answer.status_code == 413
    assert "每件最多 20 MB" in words(answer)
    assert not StoredFile.objects.exists()


def test_a_file_is_only_there_for_those_whom_it_concerns(world, elsewhere, office, client):
    send(office, department="general", files=[SimpleUploadedFile("通报.pdf", pdf())], numbers="")
    address = f"/evidence/{StoredFile.objects.get().digest}/"
    got = {}
    for role in ("office", "director", "auditor", "clerk", "department_head", "administrator", "nobody"):
        client.force_login(getattr(world, role))
        got[role] = client.get(address).status_code
    assert got == {
        "office": 200, "director": 200, "auditor": 200, "clerk": 404, "department_head": 404, "administrator": 404, "nobody": 404,
    }  # fmt: skip
    client.force_login(elsewhere.office)
    assert client.get(address).status_code == 404


def test_a_swapped_file_is_not_handed_out(world, office):
    send(office, files=[SimpleUploadedFile("通报.pdf", pdf())], numbers="")
    digest = StoredFile.objects.get().digest
    store.path_of(digest).write_bytes(b"something else")
    answer = office.get(f"/evidence/{digest}/")
    assert answer.status_code == 410
    assert "与登记时的封记不符" in words(answer)


# --- choosing


def test_every_rule_can_be_chosen_except_gradings(world, office):
    page = words(office.get("/2025/ledger/record/"))
    for code, rule in world.cycle.rulebook().rules.items():
        assert (f"/2025/ledger/record/{code}/" in page) == ("grade" not in rule.asks)


def test_rules_are_found_by_words(world, office):
    page = words(office.get("/2025/ledger/record/?q=缺勤"))
    assert ABSENCE in page
    assert "/2025/ledger/record/exam.failed/" not in page
    assert "没有这个事项" in words(office.get("/2025/ledger/record/?q=不存在的事"))


@pytest.mark.parametrize("path", ["/2025/ledger/record/nothing/", "/2025/ledger/record/grade.key/", "/2025/ledger/screens/nothing/"])
def test_what_is_no_recordable_rule_is_not_there(world, office, path):
    assert office.get(path).status_code == 404


def test_a_checker_is_not_offered_their_own_department(world, client):
    client.force_login(world.checker)
    page = words(client.get(ABSENCE))
    assert '<option value="budget"' in page
    assert '<option value="general"' not in page


@pytest.mark.parametrize("role", ["clerk", "department_head", "director", "auditor", "nobody"])
def test_nobody_else_finds_the_way_in(world, client, role):
    client.force_login(getattr(world, role))
    for path in ("/2025/ledger/record/", ABSENCE, "/2025/ledger/screens/attendance/", "/2025/ledger/bulk/"):
        assert client.get(path).status_code == 404
    assert send(client).status_code == 404
    assert not Entry.objects.exists()


# --- reversing and answering


def test_an_entry_is_taken_back_with_a_reason(world, office):
    world.absence(count=2, persons=["王浩然", "马俊杰"])
    assert "/2025/ledger/1/reverse/" in words(office.get("/2025/ledger/1/"))
    assert "尚有 2" in words(office.get("/2025/ledger/1/reverse/"))
    answer = office.post("/2025/ledger/1/reverse/", filled({"why": "补交了假条", "count": "1", "numbers": "假条"}))
    assert answer["Location"] == "/2025/ledger/2/"
    assert "学习培训 5 → 6" in words(office.get("/2025/ledger/2/"))
    assert Entry.objects.get(number=2).count == -1


def test_a_reversal_without_a_reason_or_of_too_much_is_refused(world, office):
    world.absence()
    for data, said in (({"why": "", "count": "1"}, "请写明原因"), ({"why": "误记", "count": "3"}, "不能冲正 3")):
        answer = office.post("/2025/ledger/1/reverse/", filled(data))
        assert answer.status_code == 422
        assert said in words(answer)
    assert Entry.objects.count() == 1


def test_a_department_is_offered_to_answer_and_not_to_reverse(world, client):
    world.absence()
    client.force_login(world.clerk)
    page = words(client.get("/2025/ledger/1/"))
    assert "/2025/ledger/1/answer/" in page
    assert "/2025/ledger/1/reverse/" not in page
    assert client.get("/2025/ledger/1/reverse/").status_code == 404
    assert client.post("/2025/ledger/1/answer/", filled({"text": "当日在外开会"})).status_code == 302
    assert "当日在外开会" in words(client.get("/2025/ledger/1/"))
    client.force_login(world.office)
    assert "当日在外开会" in words(client.get("/2025/ledger/1/"))


def test_one_touch_says_that_it_is_so(world, client):
    world.absence()
    client.force_login(world.department_head)
    client.post("/2025/ledger/1/answer/", filled({"text": "", "short": "1"}))
    assert Answer.objects.get().text == "情况属实，无异议。"


def test_an_empty_answer_is_refused_with_the_page_as_it_was(world, client):
    world.absence()
    client.force_login(world.clerk)
    answer = client.post("/2025/ledger/1/answer/", filled({"text": " "}))
    assert answer.status_code == 422
    assert "答复是空的" in words(answer)
    assert not Answer.objects.exists()


def test_those_who_only_watch_neither_answer_nor_reverse(world, client):
    world.absence()
    for role in ("auditor", "director", "officer"):
        client.force_login(getattr(world, role))
        page = words(client.get("/2025/ledger/1/"))
        assert "/answer/" not in page
        assert "/reverse/" not in page
        assert client.post("/2025/ledger/1/answer/", filled({"text": "x"})).status_code == 404
