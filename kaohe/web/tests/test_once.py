"""A form is sent once, however often the button is pressed and whatever breaks meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event, Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.utils import translation

from kaohe.desk.actions.keys import KEPT, forget_old_keys
from kaohe.desk.models import Draft, FormKey
from kaohe.engine import Refused
from kaohe.ledger.actions import record_entry
from kaohe.ledger.models import Entry
from kaohe.web.once import one_time
from tests.support.bureau import PAPER
from tests.support.forms import filled


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def recording(world):
    """A view that records an absence, as pages do: redirected when done, 422 when refused."""

    @one_time
    def view(request):
        try:
            entry = record_entry(
                officer=request.user, cycle=world.cycle, department=world.budget, rule="training.absence",
                occurred_on=date(2025, 3, 12), persons=[request.POST["person"]], about="未请假", evidence=PAPER,
            )  # fmt: skip
        except Refused as refused:
            return HttpResponse(refused.message(), status=422)
        return redirect(f"/2025/ledger/{entry.number}/")

    return view


def post(officer, data, path="/record/"):
    request = RequestFactory().post(path, data)
    request.user = officer
    return request


def test_a_form_sent_once_does_its_deed(world):
    answer = recording(world)(post(world.office, filled({"person": "王浩然"})))
    assert (answer.status_code, answer["Location"]) == (302, "/2025/ledger/1/")


def test_the_same_form_again_gets_the_same_answer_and_does_nothing(world):
    view, form, office = recording(world), filled({"person": "王浩然"}), world.office
    first, *others = [view(post(office, form)) for _ in range(5)]
    assert {each["Location"] for each in others} == {first["Location"]}
    assert Entry.objects.count() == 1


def test_a_page_as_an_answer_is_given_again_whole(world):
    view = one_time(lambda request: HttpResponse(f"done {Entry.objects.count()}", headers={"HX-Trigger": "saved"}))
    form = filled({"person": "王浩然"})
    first = view(post(world.office, form))
    world.absence()
    again = view(post(world.office, form))
    assert (again.content, again["HX-Trigger"]) == (first.content, "saved")


def test_a_workbook_as_an_answer_is_given_again_to_the_byte_and_under_its_name(world):
    named = {"Content-Disposition": "attachment; filename=x.xlsx"}
    view = one_time(lambda request: HttpResponse(b"PK\x03\x04\x00\xff", content_type="application/zip", headers=named))
    form = filled({"person": "王浩然"})
    first, again = view(post(world.office, form)), view(post(world.office, form))
    assert (again.content, again["Content-Type"], again["Content-Disposition"]) == (first.content, "application/zip", named["Content-Disposition"])


def test_who_waited_too_long_for_their_turn_is_told_to_try_again(world):
    @one_time
    def busy(_request):
        raise OperationalError("database is locked")

    form = filled({"person": "王浩然"})
    answer = busy(post(world.office, form))
    assert answer.status_code == 409
    assert "什么也没有改动" in answer.content.decode()
    assert recording(world)(post(world.office, form)).status_code == 302, "the same form may be sent again"


def test_a_broken_database_is_no_busy_one(world):
    @one_time
    def broken(_request):
        raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError):
        broken(post(world.office, filled({"person": "王浩然"})))


def test_the_same_form_with_other_content_is_refused(world):
    view, key = recording(world), uuid4()
    view(post(world.office, filled({"person": "王浩然"}, key=key)))
    answer = view(post(world.office, filled({"person": "陈静"}, key=key)))
    assert answer.status_code == 422
    assert "已经提交过" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_the_same_form_at_another_address_is_other_content(world):
    view, form = recording(world), filled({"person": "王浩然"})
    view(post(world.office, form))
    assert view(post(world.office, form, "/elsewhere/")).status_code == 422


def test_a_file_is_content_too(world):
    seen = []
    view = one_time(lambda request: seen.append(request.FILES["file"].read()) or redirect("/done/"))

    def send(content):
        return view(post(world.office, filled({"file": SimpleUploadedFile("a.txt", content)}, key=key)))

    key = uuid4()
    assert send(b"one").status_code == 302
    assert send(b"one").status_code == 302
    assert send(b"two").status_code == 422
    assert seen == [b"one"], "the view reads the file from its beginning"


@pytest.mark.parametrize("form", [{}, {"form_key": "x"}, {"form_key": ""}])
def test_a_form_without_its_key_is_refused(world, form):
    assert recording(world)(post(world.office, {"person": "王浩然", **form})).status_code == 422
    assert not Entry.objects.exists()


def test_a_refused_form_may_be_mended_and_sent_again(world):
    view, key = recording(world), uuid4()
    assert view(post(world.nobody, filled({"person": "王浩然"}, key=key))).status_code == 422
    assert not FormKey.objects.exists()
    assert view(post(world.office, filled({"person": "王浩然"}, key=key))).status_code == 302


def test_two_people_may_hold_the_same_key(world):
    view, key = recording(world), uuid4()
    first = view(post(world.office, filled({"person": "王浩然"}, key=key)))
    second = view(post(world.checker, filled({"person": "陈静"}, key=key)))
    assert first["Location"] != second["Location"]


def test_looking_at_a_form_asks_for_no_key(world):
    request = RequestFactory().get("/record/")
    request.user = world.office
    assert one_time(lambda request: HttpResponse("form"))(request).content == b"form"


def test_a_deed_that_breaks_leaves_neither_deed_nor_key(world):
    """As when the server is killed in the middle: the form can be sent again, and then happens once."""
    form, broken = filled({"person": "王浩然"}), [True]

    @one_time
    def view(request):
        entry = world.absence(officer=request.user)
        if broken:
            raise ConnectionError
        return redirect(f"/2025/ledger/{entry.number}/")

    with pytest.raises(ConnectionError):
        view(post(world.office, form))
    assert not Entry.objects.exists()
    assert not FormKey.objects.exists()
    broken.clear()
    assert view(post(world.office, form))["Location"] == "/2025/ledger/1/"


def test_an_answer_that_never_arrived_is_given_again(world):
    """The deed was done and the line went dead: the button pressed again leads to what was done."""
    view, form = recording(world), filled({"person": "王浩然"})
    lost = view(post(world.office, form))
    assert view(post(world.office, form))["Location"] == lost["Location"]
    assert Entry.objects.count() == 1


def test_a_draft_goes_when_its_deed_is_done_and_stays_when_it_is_refused(world):
    Draft.objects.create(officer=world.office, name="absence")
    Draft.objects.create(officer=world.nobody, name="absence")
    view = recording(world)
    view(post(world.nobody, filled({"person": "王浩然", "draft_name": "absence"})))
    view(post(world.office, filled({"person": "王浩然", "draft_name": "absence"})))
    assert [draft.officer_id for draft in Draft.objects.all()] == [world.nobody.pk]


def test_old_keys_are_forgotten(world):
    view, form = recording(world), filled({"person": "王浩然"})
    view(post(world.office, form))
    at = FormKey.objects.get().at
    assert forget_old_keys(now=at + KEPT) == 0
    assert forget_old_keys(now=at + KEPT * 2) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_form_happen_once(world):
    """One does it; the others are told that it is being done, or what came of it."""
    view, form, office = recording(world), filled({"person": "王浩然"}), world.office
    start = Barrier(50)

    def send(_number):
        start.wait()
        try:
            return view(post(office, form))
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(send, range(50)))
    assert Entry.objects.count() == 1
    assert {each.status_code for each in answers} <= {302, 409}
    assert {each["Location"] for each in answers if each.status_code == 302} == {"/2025/ledger/1/"}
    assert all("正在处理" in each.content.decode() for each in answers if each.status_code == 409)


@pytest.mark.django_db(transaction=True)
def test_a_form_still_at_work_is_not_carried_out_again(world):
    begun, go_on, answers = Event(), Event(), []

    @one_time
    def slow(request):
        begun.set()
        assert go_on.wait(20)
        return redirect("/done/")

    form, office = filled(), world.office

    def first():
        try:
            answers.append(slow(post(office, form)))
        finally:
            connection.close()

    thread = Thread(target=first)
    thread.start()
    assert begun.wait(20)
    meanwhile = slow(post(office, form))
    go_on.set()
    thread.join()
    assert (meanwhile.status_code, answers[0].status_code) == (409, 302)
    assert slow(post(office, form))["Location"] == "/done/"
