"""The director's meeting itself put on record on its page: who was there, mended, and its history."""

import pytest

from kaohe.cycles.stages import Stage
from kaohe.goals.models import DirectorsMeeting
from kaohe.web.tests.test_goals import compiled, page, send
from tests.support.forms import filled


@pytest.fixture
def setting(world):
    """The year before any goal is drafted."""
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def test_the_meeting_itself_is_put_on_record_on_the_screen(setting, client):
    compiled(setting)
    address = "/2025/goals/meeting/"
    assert "还没有记" in page(client, setting.office, address)
    told = {
        "deed": "record", "held_on": "2025-05-20", "begins": "09:30", "minutes": "〔2025〕8号", "place": "三楼会议室", "chair": setting.director.name,
        "present": [setting.director.name], "heads": [setting.department_head.name], "attending": "纪检组同志",
    }  # fmt: skip
    answer, shown = send(client, setting.office, address, filled({**told, "excused": [setting.director.name]}))
    assert answer.status_code == 422
    assert "既在场又请假" in shown
    assert not DirectorsMeeting.objects.exists()
    send(client, setting.office, address, filled(told))
    found = DirectorsMeeting.objects.get()
    assert (found.present, found.attending) == ([setting.director.name], [setting.department_head.name, "纪检组同志"])
    shown = page(client, setting.office, address)
    assert 'name="minutes" value="〔2025〕8号"' in shown
    assert "2025-05-20 09:30" in shown
    send(client, setting.office, f"{address}?record={found.pk}", filled({**told, "version": found.version, "place": "一楼会议室"}))
    assert DirectorsMeeting.objects.get().place == "一楼会议室"
    assert "记下了局长办公会" in page(client, setting.office, f"/history/directors/{found.pk}/")
