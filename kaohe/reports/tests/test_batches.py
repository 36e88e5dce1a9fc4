"""Papers in bulk: asked for once, made beside the server, fetched as one file by whoever asked; cancelled, taken over, forgotten."""

import io
from datetime import datetime, timedelta
from zipfile import ZipFile

import pytest
from django.utils import timezone

from kaohe.desk.models import Message
from kaohe.people.actions import delegate
from kaohe.people.models import Delegation, Department, Officer
from kaohe.reports import batches
from kaohe.reports.actions import ask_batch, cancel_batch, forget_old_batches, make_batches, making
from kaohe.reports.models import Batch, Form, State
from tests.support.bureau import recorded, refused

NOW = datetime(2026, 1, 20, 9, 0, tzinfo=timezone.get_default_timezone())
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BATCHES = tmp_path / "batches"
    return settings.BATCHES


def asked(world, what="statement", officer="office", form=Form.PDF):
    return ask_batch(
        officer=getattr(world, officer), cycle=world.cycle, what=what, form=form, address="https://kaohe.example/papers/check/", at=NOW
    )


def files(batch):
    with ZipFile(io.BytesIO(batch.path.read_bytes())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def again(batch):
    return Batch.objects.get(pk=batch.pk)


# ---- asked for and made ----------------------------------------------------------------------------------------------


def test_all_statements_come_as_one_file_in_the_order_of_the_departments(world):
    with recorded("reports:batch:asked"):
        batch = asked(world, form=Form.BOTH)
    assert (batch.state, batch.total, batch.done) == (State.WAITING, 2, 0)
    assert make_batches(now=LATER) == 1
    batch = again(batch)
    assert (batch.state, batch.done, batch.size) == (State.DONE, 2, batch.path.stat().st_size)
    found = files(batch)
    assert list(found) == [
        "目标责任书/01-预算科.pdf", "目标责任书/01-预算科.docx", "目标责任书/02-综合科.pdf", "目标责任书/02-综合科.docx", "目录.txt",
    ]  # fmt: skip
    assert found["目标责任书/01-预算科.pdf"].startswith(b"%PDF-")
    assert found["目标责任书/01-预算科.docx"].startswith(b"PK")
    assert make_batches(now=LATER) == 0


def test_the_list_holds_the_digest_of_every_file(world):
    batch = asked(world)
    make_batches(now=LATER)
    found = files(again(batch))
    told = dict(reversed(line.split("  ", 1)) for line in found.pop("目录.txt").decode().splitlines())
    assert told == {name: batches.sha256(content).hexdigest() for name, content in found.items()}


def test_the_year_holds_everything_but_empty_registers(world):
    found = batches.items_of(batches.Source(world.cycle, world.office, str), batches.ALL)
    assert {"statement", "score", "key-goals", "score-sheet", "members", "leaves", "trainings", "inquiries"} <= {each.kind.code for each in found}
    assert [each.choice.of for each in found if each.kind.code == "leaves"] == ["budget", "general"]


def test_a_paper_is_called_by_what_it_is_of(world):
    names = [each.name for each in batches.items_of(batches.Source(world.cycle, world.office, str), batches.ALL)]
    assert {"考核组织人员名单/01-考核组织人员名单", "信息报送与采用统计/01-1季度", "重点工作目标完成情况表/01-预算科-1季度"} <= set(names)
    assert len(set(names)) == len(names)


def test_nobody_gets_more_than_they_are_offered_one_by_one(world):
    batch = asked(world, officer="department_head")
    make_batches(now=LATER)
    assert [name for name in files(again(batch)) if name != "目录.txt"] == ["目标责任书/01-预算科.pdf"]
    assert Batch.objects.visible_to(world.office).count() == 0


def test_names_that_no_file_may_have_are_made_plain(world):
    Department.objects.filter(code="budget").update(name='预算/国库:"科"')
    batch = asked(world)
    make_batches(now=LATER)
    assert "目标责任书/01-预算-国库-科.pdf" in files(again(batch))


def test_whoever_asked_is_told_when_it_is_there(world):
    asked(world)
    assert not Message.objects.filter(officer=world.office, link__contains="papers").exists()
    make_batches(now=LATER)
    assert Message.objects.get(officer=world.office, link="/2025/papers/#batches").subject == "2025 年度整批公文（2 份）已办好，可以下载"


# ---- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "officer"), [("statement", "nobody"), ("final", "office"), ("nothing", "office")])
def test_what_nobody_is_offered_is_not_made(world, what, officer):
    with refused("reports.nothing"):
        asked(world, what, officer)
    assert not Batch.objects.exists()


def test_three_at_once_are_enough(world):
    for _time in range(3):
        asked(world)
    with refused("reports.too_many"):
        asked(world)
    cancel_batch(officer=world.office, batch=Batch.objects.first(), at=NOW)
    asked(world)


def test_it_is_asked_for_in_ones_own_name(world):
    delegate(officer=world.office, to=world.clerk, since=world.bureau.today(), until=world.bureau.today(), reason="出差")
    clerk = world.clerk
    clerk.delegation = Delegation.objects.get()
    told = {"cycle": world.cycle, "what": "statement", "form": Form.PDF, "address": "", "at": NOW}
    with refused("reports.own_name"):
        ask_batch(officer=clerk, **told)


# ---- called off ------------------------------------------------------------------------------------------------------


def test_a_waiting_batch_is_called_off_at_once_and_never_made(world, folder):
    batch = cancel_batch(officer=world.office, batch=asked(world), at=NOW)
    assert batch.state == State.CANCELLED
    assert make_batches(now=LATER) == 0
    assert not list(folder.glob("*"))
    with refused("reports.over"):
        cancel_batch(officer=world.office, batch=batch, at=NOW)


def test_nobody_calls_off_anothers(world):
    batch = asked(world)
    with refused("reports.over"):
        cancel_batch(officer=world.director, batch=batch, at=NOW)
    assert again(batch).state == State.WAITING


def test_a_batch_called_off_while_it_is_made_stops_after_the_paper_at_hand(world, folder, monkeypatch):
    batch, made = asked(world), []
    whole = making.files_of

    def files_of(paper, form, machine):
        made.append(paper.title)
        cancel_batch(officer=world.office, batch=batch, at=LATER)
        return whole(paper, form, machine)

    monkeypatch.setattr(making, "files_of", files_of)
    assert make_batches(now=LATER) == 0
    assert (again(batch).state, len(made), list(folder.glob("*"))) == (State.CANCELLED, 1, [])


def test_who_left_meanwhile_gets_nothing(world, folder):
    batch = asked(world)
    Officer.objects.filter(pk=world.office.pk).update(is_active=False)
    assert make_batches(now=LATER) == 0
    assert (again(batch).state, list(folder.glob("*"))) == (State.CANCELLED, [])


# ---- gone wrong ------------------------------------------------------------------------------------------------------


def test_one_that_goes_wrong_leaves_nothing_and_holds_up_no_other(world, folder, monkeypatch):
    first, second = asked(world), asked(world)
    whole = making.files_of

    def files_of(paper, form, machine):
        if Batch.objects.get(state=State.RUNNING) == first:
            raise RuntimeError
        return whole(paper, form, machine)

    monkeypatch.setattr(making, "files_of", files_of)
    assert make_batches(now=LATER) == 1
    assert [again(first).state, again(second).state] == [State.FAILED, State.DONE]
    assert [path.name for path in folder.glob("*")] == [again(second).file]


def test_a_batch_whose_maker_was_killed_is_begun_again_but_not_while_it_lives(world):
    batch = asked(world)
    Batch.objects.filter(pk=batch.pk).update(state=State.RUNNING, run="killed", beat_at=NOW, done=1)
    assert make_batches(now=NOW + making.SILENT) == 0
    assert make_batches(now=NOW + making.SILENT + timedelta(seconds=1)) == 1
    assert again(batch).state == State.DONE


def test_a_maker_who_was_thought_dead_gives_way(world, folder, monkeypatch):
    batch = asked(world)
    whole = making.files_of

    def files_of(paper, form, machine):
        Batch.objects.filter(pk=batch.pk).update(run="another")
        return whole(paper, form, machine)

    monkeypatch.setattr(making, "files_of", files_of)
    assert make_batches(now=LATER) == 0
    assert (again(batch).state, again(batch).done, list(folder.glob("*"))) == (State.RUNNING, 0, [])


# ---- forgotten -------------------------------------------------------------------------------------------------------


def test_a_file_may_be_fetched_for_a_week(world, folder):
    asked(world)
    make_batches(now=NOW)
    assert forget_old_batches(now=NOW + making.KEPT) == 0
    assert forget_old_batches(now=NOW + making.KEPT + timedelta(minutes=1)) == 1
    assert not Batch.objects.exists()
    assert not list(folder.glob("*"))


def test_what_a_killed_maker_left_is_swept_after_a_day(world, folder):
    folder.mkdir()
    (folder / "left.zip").write_bytes(b"half")
    assert forget_old_batches(now=timezone.now()) == 0
    assert forget_old_batches(now=timezone.now() + timedelta(days=2)) == 1
    assert not list(folder.glob("*"))
