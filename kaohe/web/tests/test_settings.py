"""The page of a bureau's choices: shown as they are, saved as sent, and never over somebody else's."""

from kaohe.people.models import BureauSettings
from tests.support.forms import filled

URL = "/settings/"
AS_THEY_ARE = {"deed": "settings", "single_keys": "on", "quorum": "", "reason": ""}


def test_a_choice_is_saved_and_shown(world, client):
    client.force_login(world.office)
    assert client.post(URL, filled({**AS_THEY_ARE, "opinions_first": "on", "quorum": "3"})).status_code == 302
    found = BureauSettings.objects.of(world.bureau)
    assert (found.opinions_first, found.quorum, found.single_keys) == (True, 3, True)
    page = client.get(URL).content.decode()
    assert "考核设置已保存" in page
    assert 'value="3"' in page


def test_what_changes_nothing_and_what_can_not_be_is_told_beside_its_field(world, client):
    client.force_login(world.director)
    assert "没有改动任何一项设置" in client.post(URL, filled(AS_THEY_ARE)).content.decode()
    answer = client.post(URL, filled({**AS_THEY_ARE, "quorum": "0"}))
    assert (answer.status_code, 'href="#settings-quorum"' in answer.content.decode()) == (422, True)
    assert not BureauSettings.objects.exists()


def test_a_page_that_grew_old_saves_nothing(world, client):
    client.force_login(world.office)
    client.post(URL, filled({**AS_THEY_ARE, "quorum": "3"}))
    seen = BureauSettings.objects.of(world.bureau).version
    client.post(URL, filled({**AS_THEY_ARE, "quorum": "4", "version": seen}))
    answer = client.post(URL, filled({**AS_THEY_ARE, "quorum": "5", "version": seen}))
    assert "刚被别人改过" in answer.content.decode()
    assert BureauSettings.objects.of(world.bureau).quorum == 4
