"""The chores: each does its part as often as it is called, one that fails stops no other, and what matters is on record."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from io import StringIO
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kaohe import engine
from kaohe.audit.models import Record
from kaohe.cli import chores
from kaohe.cli.chores import CHORES, Chore, Said, attend
from kaohe.cycles.stages import Stage
from kaohe.desk.actions.channels import set_channel
from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Draft, FormKey, Kind, Way
from kaohe.desk.tests.receiver import SECRET, listening
from kaohe.evidence import store
from kaohe.people.models import Intake
from tests.support.bureau import recorded
from tests.support.repository import ROOT

MORNING = datetime(2025, 3, 12, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

LATE = engine.Said("told.report_late", {"department": "预算科", "period": "一季度"})


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.EVIDENCE, settings.UPLOADS = tmp_path / "evidence", tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR = settings.UPLOADS
    settings.UPLOADS.mkdir()


@pytest.fixture
def robot(settings, world):
    with listening() as running:
        settings.OUTBOUND = [running.base]
        set_channel(
            officer=world.administrator, bureau=world.bureau, way=Way.DINGTALK, address=f"{running.base}/dingtalk", secret=SECRET,
            quiet_from=time(20), quiet_until=time(8),
        )  # fmt: skip
        tell(to=[world.clerk], kind=Kind.REMINDER, subject=LATE, link="/2025/progress/")
        yield running


def tick(*words):
    said = StringIO()
    call_command("tick", *words, stdout=said)
    return said.getvalue()


def litter(world, settings, days):
    """One of everything that is left lying about, so many days ago."""
    then = timezone.now() - timedelta(days=days)
    digest = store.keep(b"nobody names this")
    upload = settings.UPLOADS / "x.upload.xlsx"
    upload.write_bytes(b"half")
    for path in (store.path_of(digest), upload):
        os.utime(path, (then.timestamp(), then.timestamp()))
    FormKey.objects.create(officer=world.clerk, key=uuid4(), digest="x", at=then)
    Draft.objects.create(officer=world.clerk, name="absence", saved_at=then)
    Intake.objects.create(officer=world.administrator, bureau=world.bureau, name="x.xlsx", content=b"x", digest="x", at=then)
    Session.objects.create(session_key="k", session_data="x", expire_date=then)


def left(settings):
    files = [path for folder in (settings.EVIDENCE, settings.UPLOADS) for path in folder.rglob("*") if path.is_file()]
    return len(files), FormKey.objects.count(), Draft.objects.count(), Intake.objects.count(), Session.objects.count()


def test_what_nobody_needs_any_more_goes_and_what_was_swept_is_on_record(world, settings):
    litter(world, settings, days=200)
    with recorded("evidence:files:swept"):
        said = tick()
    assert left(settings) == (0, 0, 0, 0, 0)
    for words in ("清理 1 个没有记录引用的文件 · 1 files", "1 个中断的上传", "1 份没有确认的名册", "1 个表单编号、1 份草稿", "1 个过期会话"):
        assert words in said
    assert Record.objects.first().officer_login == "", "the machine did it"


def test_what_is_young_stays(world, settings):
    litter(world, settings, days=0)
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    before = Record.objects.count()
    said = tick()
    assert left(settings) == (2, 1, 1, 1, 1)
    assert said.count("没有要做的") == len(CHORES)
    assert Record.objects.count() == before


def test_the_time_for_objections_ends_by_the_clock_once_and_on_record(world):
    world.at(Stage.NOTICED, objection_deadline=MORNING - timedelta(minutes=2))
    with recorded("results:objections:lapsed"):
        said = tick("--at", "2025-03-12T09:00")
    assert "objections 异议期满：north局 2025" in said
    assert "objections 没有要做的" in tick("--at", "2025-03-12T09:00")


def test_messages_that_are_due_leave_once_however_often_it_runs(world, robot):
    assert "已发 1 件，失败 0 件" in tick("--at", "2025-03-12T09:00")
    assert "messages   没有要做的" in tick("--at", "2025-03-12T09:00")
    assert len(robot.posts) == 1


def test_the_clock_is_the_one_that_is_told(world, robot):
    assert "messages   没有要做的" in tick("--at", "2025-03-12T22:00"), "at night everything waits"
    assert "已发 1 件" in tick("--at", "2025-03-12T09:00+08:00")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_everything_once(world, robot, settings):
    litter(world, settings, days=200)
    start = Barrier(2)

    def run(_number):
        start.wait()
        try:
            return attend(timezone.now().replace(hour=3), CHORES)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(run, range(2)))
    assert not [each for run in done for each in run if each.failure]
    assert left(settings) == (0, 0, 0, 0, 0)
    assert len(robot.posts) == 1
    assert Record.objects.filter(tag="evidence:files:swept").count() == 1


def test_one_that_fails_stops_no_other_and_is_told(world, monkeypatch, caplog):
    done = []

    def broken(_now):
        raise ConnectionError("secret inside")

    table = (Chore("first", timedelta(0), broken), Chore("second", timedelta(0), lambda now: done.append(now) or Said("好", "done")))
    monkeypatch.setattr("kaohe.cli.management.commands.tick.CHORES", table)
    said = StringIO()
    with pytest.raises(CommandError, match="1 chores failed"):
        call_command("tick", stdout=said)
    assert "first      失败 · failed: ConnectionError" in said.getvalue()
    assert "secret" not in said.getvalue()
    assert "second     好 · done" in said.getvalue()
    assert done
    assert "chore first failed" in caplog.text


@pytest.mark.parametrize("words", [("--at", "tomorrow"), ("--every", "-1"), ("--every", "60", "--at", "2025-03-12T09:00"), ("--every", "x")])
def test_what_can_not_be_is_refused(db, words):
    with pytest.raises(CommandError):
        tick(*words)


def test_every_chore_has_a_name_of_its_own():
    assert len({chore.name for chore in CHORES}) == len(CHORES)
    assert all(chore.do.__doc__ for chore in CHORES)
    assert chores.CHORES is CHORES


@pytest.fixture
def going_on(tmp_path):
    """The command that goes on, in a data folder without a database: there every chore fails, and it goes on all the same."""
    env = {**os.environ, "KAOHE_VAR": str(tmp_path), "KAOHE_TESTING": "1"}
    env.pop("KAOHE_DATABASE_URL", None)
    return [sys.executable, str(ROOT / "manage.py"), "tick", "--every", "60"], env


def test_it_goes_on_until_it_is_told_to_stop(going_on):
    command, env = going_on
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert "failed: OperationalError" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def test_a_signal_that_interrupts_the_wait_itself_is_heard(monkeypatch, db):
    """It comes while the wait holds whatever it holds."""
    rounds = []
    monkeypatch.setattr("kaohe.cli.management.commands.tick.sleep", lambda seconds: (rounds.append(seconds), signal.raise_signal(signal.SIGTERM)))
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        tick("--every", "60")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert len(rounds) == 1


def test_beside_a_server_it_stops_when_that_is_gone(going_on):
    """A shell starts it and ends at once, as a server does that is killed."""
    command, env = going_on
    shell = '"$@" --beside $$ & sleep 0.1'
    done = subprocess.run(["sh", "-c", shell, "sh", *command], env=env, capture_output=True, text=True, timeout=60)
    assert "messages" in done.stdout, "whatever it says ends only with it"
