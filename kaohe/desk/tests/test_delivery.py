"""Messages leave the house once, signed as each robot wants it, to allowed hosts only, and tell no score."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection

from kaohe.audit.models import Record
from kaohe.audit.tags import Tag
from kaohe.desk import wire
from kaohe.desk.actions.channels import close_channel, set_channel
from kaohe.desk.actions.delivery import deliver, is_due
from kaohe.desk.actions.messages import mark_all_read, mark_read, tell
from kaohe.desk.models import Channel, Delivery, Kind, Message, Way
from kaohe.desk.tests.receiver import SECRET, listening
from kaohe.engine import Refused, Said
from tests.support.bureau import recorded, refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2025, 3, 12, 9, 0, tzinfo=SHANGHAI)
NIGHT = datetime(2025, 3, 12, 22, 0, tzinfo=SHANGHAI)
LATE = Said("told.report_late", {"department": "预算科", "period": "一季度"})
ROBOTS = (Way.DINGTALK, Way.WECOM, Way.FEISHU)


@pytest.fixture
def robot(settings):
    with listening() as running:
        settings.OUTBOUND = [running.base]
        settings.SITE = "http://kaohe.example"
        yield running


def open_way(world, robot, way=Way.DINGTALK, **changed):
    address = f"{robot.base}/{way}" + (f"?key={SECRET}" if way == Way.WECOM else "")
    told = {"address": address, "secret": SECRET, "quiet_from": time(20), "quiet_until": time(8), "daily_at": None}
    return set_channel(officer=world.administrator, bureau=world.bureau, way=way, **{**told, **changed})


def remind(*people, subject=LATE, at=None):
    return tell(to=people, kind=Kind.REMINDER, subject=subject, link="/2025/progress/", at=at)


@pytest.mark.parametrize("way", ROBOTS)
def test_a_robot_takes_the_post_and_its_signature(world, robot, way):
    open_way(world, robot, way)
    remind(world.clerk, world.department_head)
    remind(world.clerk)
    assert deliver(now=MORNING).messages == 3
    assert robot.refusals == []
    [text] = robot.posts
    assert f"{world.clerk.name} 2 件、{world.department_head.name} 1 件" in text
    assert text.endswith("http://kaohe.example/inbox/")


@pytest.mark.parametrize("way", [Way.DINGTALK, Way.FEISHU])
def test_a_post_under_another_secret_is_turned_away_and_tried_again(world, robot, way):
    channel = open_way(world, robot, way, secret="SEC-of-another")
    remind(world.clerk)
    assert deliver(now=MORNING).failures == 1
    assert "robot: " in Delivery.objects.get().failure
    Channel.objects.filter(pk=channel.pk).update(secret=SECRET)
    assert deliver(now=MORNING).messages == 0, "not at once"
    assert deliver(now=MORNING + timedelta(hours=1)).messages == 1


def test_what_leaves_says_how_many_things_wait_and_nothing_of_them(world, robot):
    open_way(world, robot)
    remind(world.clerk, subject=Said("told.recorded", {"department": "预算科 −1 分", "numbers": "王浩然无故缺勤"}))
    deliver(now=MORNING)
    [text] = robot.posts
    assert "缺勤" not in text
    assert "分" not in text


def test_a_second_run_sends_nothing(world, robot):
    open_way(world, robot)
    remind(world.clerk)
    assert [deliver(now=MORNING).messages for _ in range(3)] == [1, 0, 0]
    assert len(robot.posts) == 1


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_send_once(world, robot):
    open_way(world, robot)
    remind(world.clerk, world.department_head)

    def run(_number):
        try:
            return deliver(now=MORNING).messages
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as senders:
        assert sum(senders.map(run, range(6))) == 2
    assert sum(text.count(" 1 件") for text in robot.posts) == 2


def test_a_sender_that_died_leaves_its_messages_to_the_next(world, robot):
    open_way(world, robot)
    remind(world.clerk)
    Delivery.objects.update(taken_until=MORNING + timedelta(minutes=2), attempts=1)
    assert deliver(now=MORNING + timedelta(minutes=1)).messages == 0
    assert deliver(now=MORNING + timedelta(minutes=3)).messages == 1


def test_a_deed_taken_back_tells_nobody(world, robot):
    from django.db import transaction

    open_way(world, robot)
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        remind(world.clerk)
        raise ValueError("no")
    assert deliver(now=MORNING).messages == 0
    assert not Message.objects.exists()


def test_without_a_channel_nothing_leaves_the_house(world):
    remind(world.clerk)
    assert Message.objects.visible_to(world.clerk).count() == 1
    assert not Delivery.objects.exists()


def test_another_bureau_s_channel_carries_nothing_of_ours(world, elsewhere, robot):
    open_way(elsewhere, robot)
    remind(world.clerk)
    assert not Delivery.objects.exists()


def test_at_night_everything_waits_for_the_morning(world, robot):
    open_way(world, robot)
    remind(world.clerk)
    assert deliver(now=NIGHT).messages == 0
    assert deliver(now=NIGHT + timedelta(hours=11)).messages == 1


@pytest.mark.parametrize(
    ("hour", "spoke", "due"), [(8, None, False), (9, None, True), (11, 9, False), (11, -15, True), (21, None, False)]
)
def test_a_daily_channel_speaks_once_a_day(hour, spoke, due):
    midnight = MORNING.replace(hour=0)
    last = None if spoke is None else midnight + timedelta(hours=spoke)
    channel = Channel(quiet_from=time(20), quiet_until=time(8), daily_at=time(9), last_sent_at=last)
    assert is_due(channel, midnight + timedelta(hours=hour)) is due


def test_a_quiet_time_may_lie_within_a_day():
    channel = Channel(quiet_from=time(12), quiet_until=time(14))
    assert [is_due(channel, MORNING.replace(hour=hour)) for hour in (11, 12, 13, 14, 23)] == [True, False, False, True, True]


def test_a_mail_goes_to_each_person(world, settings):
    settings.EMAIL_HOST = "mail.example"
    set_channel(
        officer=world.administrator, bureau=world.bureau, way=Way.MAIL, address="kaohe@north.example",
        quiet_from=time(20), quiet_until=time(8),
    )  # fmt: skip
    clerk, head = world.clerk, world.department_head
    clerk.__class__.objects.filter(pk=clerk.pk).update(email="clerk@north.example")
    remind(clerk, head)
    remind(clerk, head)
    sent = deliver(now=MORNING)
    assert (sent.messages, sent.failures) == (2, 2)
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["clerk@north.example"], "您有 2 件待办")
    assert letter.from_email == "kaohe@north.example"
    assert set(Delivery.objects.filter(sent_at=None).values_list("failure", flat=True)) == {"no mail address"}


@pytest.mark.parametrize("address", [
    "https://evil.example/hook", "https://0x7f.1/", "https://[::ffff:127.0.0.1]/", "https://127.0.0.1/",
    "http://oapi.dingtalk.com/robot/send", "https://oapi.dingtalk.com:8443/x", "https://oapi.dingtalk.com@evil.example/",
    "https://user:pass@oapi.dingtalk.com/", "ftp://oapi.dingtalk.com/", "oapi.dingtalk.com", "", "https://:99999999/",
    "https://oapi.dingtalk.com.evil.example/",
])  # fmt: skip
def test_nothing_is_sent_to_a_host_that_was_not_allowed(world, address):
    with refused():
        set_channel(
            officer=world.administrator, bureau=world.bureau, way=Way.DINGTALK, address=address, quiet_from=time(20),
            quiet_until=time(8),
        )  # fmt: skip


@pytest.mark.parametrize("address", [
    "https://oapi.dingtalk.com/robot/send?access_token=x", "https://open.feishu.cn/open-apis/bot/v2/hook/x",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
])  # fmt: skip
def test_the_well_known_robots_are_allowed(address):
    assert wire.target_of(address).secure


def test_an_allowed_name_that_leads_into_the_house_is_not_followed(world, robot, settings):
    """As when somebody bends the name's answer (DNS rebinding)."""
    settings.OUTBOUND = [f"http://localhost:{robot.port}"]
    with pytest.raises(wire.Undelivered, match="inside a house"):
        wire.post_json(f"http://localhost:{robot.port}/dingtalk", {}, settings.OUTBOUND)
    assert robot.refusals == robot.posts == []


def test_a_redirect_is_not_followed(world, robot):
    open_way(world, robot, Way.WECOM)
    robot.status, robot.moved_to = 302, f"{robot.base}/wecom?key={SECRET}"
    remind(world.clerk)
    assert deliver(now=MORNING).failures == 1
    assert Delivery.objects.get().failure == "HTTP 302"
    assert len(robot.posts) == 1


@pytest.mark.parametrize(("answer", "why"), [(b"x" * 70_000, "answer too long"), (b"no json", "no JSON"), (b"[]", "robot: ")])
def test_a_robot_that_answers_nonsense_took_nothing(world, robot, answer, why):
    open_way(world, robot, Way.WECOM)
    robot.answer = answer
    remind(world.clerk)
    assert deliver(now=MORNING).failures == 1
    assert Delivery.objects.get().failure == why


def test_a_robot_that_is_gone_is_a_failure_and_no_error(world, robot, settings):
    open_way(world, robot)
    remind(world.clerk)
    robot.shutdown()
    robot.server_close()
    assert deliver(now=MORNING).failures == 1
    assert "ConnectionRefused" in Delivery.objects.get().failure


def test_setting_a_channel_is_recorded_without_its_secrets(world, robot):
    with recorded(Tag.CHANNEL_SET):
        open_way(world, robot)
    told = str(Record.objects.first().after)
    assert SECRET not in told
    assert "/dingtalk" not in told


def test_a_changed_channel_keeps_its_secret_where_none_is_given(world, robot):
    open_way(world, robot)
    assert open_way(world, robot, secret=None, daily_at=time(9)).secret == SECRET
    assert Channel.objects.count() == 1


def test_a_closed_channel_keeps_what_waits_in_the_house(world, robot):
    channel = open_way(world, robot)
    remind(world.clerk)
    with recorded(Tag.CHANNEL_CLOSED):
        close_channel(officer=world.administrator, channel=channel)
    assert deliver(now=MORNING).messages == 0
    assert robot.posts == []


@pytest.mark.parametrize("role", ["office", "director", "clerk", "auditor", "nobody"])
def test_only_the_administrator_opens_ways_out(world, robot, role):
    with refused("people.may_not"):
        set_channel(
            officer=getattr(world, role), bureau=world.bureau, way=Way.DINGTALK, address=f"{robot.base}/dingtalk",
            quiet_from=time(20), quiet_until=time(8),
        )  # fmt: skip


def test_mail_without_a_server_is_refused(world, settings):
    settings.EMAIL_HOST = ""
    for address, code in [("kaohe@north.example", "desk.no_mail_server"), ("nobody", "desk.bad_sender")]:
        with refused(code):
            set_channel(
                officer=world.administrator, bureau=world.bureau, way=Way.MAIL, address=address, quiet_from=time(20),
                quiet_until=time(8),
            )  # fmt: skip


def test_a_message_is_read_by_its_reader_only(world):
    mine, *_ = remind(world.clerk)
    assert mark_read(officer=world.department_head, message=mine, now=MORNING).read_at is None
    assert mark_read(officer=world.clerk, message=mine, now=MORNING).read_at == MORNING
    remind(world.clerk, world.department_head)
    assert mark_all_read(officer=world.clerk, now=MORNING) == 1
    assert Message.objects.unread().count() == 1


def test_a_refusal_of_the_wire_speaks_both_languages():
    with pytest.raises(Refused) as caught:
        wire.target_of("https://evil.example/")
    assert "KAOHE_OUTBOUND" in caught.value.message("en")
