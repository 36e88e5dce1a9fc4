"""An edition is checked by its own cases, shown with its difference, and adopted by those who lead; a failing one never."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.cycles.models import Edition
from tests.support.bureau import recorded, rulebook
from tests.support.forms import filled
from tests.support.pages import text

RULES = rulebook().texts["rulebook.yaml"]


@pytest.fixture
def leader(world, client):
    client.force_login(world.leading_group)
    return client


def zipped(**changed):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in {**rulebook().texts, **changed}.items():
            package.writestr(f"办法/{name}", content)
    return SimpleUploadedFile("办法.zip", target.getvalue())


def amended():
    return zipped(**{"rulebook.yaml": RULES.replace("objection: {days: 2", "objection: {days: 3")})


def signed(answer):
    return re.search(r'name="signed" value="([^"]+)"', answer.content.decode())[1]


def test_everyone_reads_what_is_adopted_and_who_leads_may_add(world, client):
    client.force_login(world.nobody)
    page = text(client.get("/editions/"))
    assert "shinan-finance-2005" in page
    assert "检查并采用新版本" not in page
    client.force_login(world.leading_group)
    assert "检查并采用新版本" in text(client.get("/editions/"))


def test_an_edition_is_checked_shown_with_its_difference_and_adopted(world, leader):
    checked = leader.post("/editions/", filled({"files": amended()}))
    page = text(checked)
    assert checked.status_code == 200
    assert re.search(r"自带的 \d+ 个案例全部通过", page)
    assert "<del>2 working" in page
    assert "<ins>3 working" in page
    assert Edition.objects.filter(bureau=world.bureau).count() == 1
    with recorded("cycles:edition:adopted"):
        answer = leader.post("/editions/", filled({"signed": signed(checked), "code": "second", "label": "修订本"}))
    assert answer["Location"] == "/editions/"
    assert Edition.objects.get(code="second").rulebook().objection.days == 3


def test_a_failing_edition_is_not_adopted_and_every_failure_is_shown(world, leader):
    wrong = zipped(**{"rulebook.yaml": RULES.replace("label: 无故缺勤, each: 1", "label: 无故缺勤, each: 2")})
    answer = leader.post("/editions/", filled({"files": wrong}))
    page = text(answer)
    assert answer.status_code == 422
    assert re.search(r"不能采用，共 \d+ 处问题", page)
    assert 'name="signed"' not in page
    assert Edition.objects.filter(bureau=world.bureau).count() == 1


@pytest.mark.parametrize(
    "files",
    [
        [],
        [SimpleUploadedFile("办法.docx", b"x")],
        [SimpleUploadedFile("rulebook.yaml", b"format: 1")],
        [SimpleUploadedFile("a.zip", b"PK")],
    ],
)
def test_what_is_no_rulebook_is_refused_with_the_reason(world, leader, files):
    answer = leader.post("/editions/", filled({"files": files}))
    assert answer.status_code == 422
    assert "不能采用" in text(answer)


def test_the_rulebook_that_ships_is_offered_where_it_is_not_adopted(world, leader):
    assert "检查随附的" not in text(leader.get("/editions/"))
    checked = leader.post("/editions/", filled({"shipped": "shinan-finance-2005"}))
    assert "没有差异" in text(checked)
    again = leader.post("/editions/", filled({"signed": signed(checked)}))
    assert again.status_code == 422
    assert "已采用过" in text(again)
    assert leader.post("/editions/", filled({"shipped": "nowhere"})).status_code == 404


def test_a_check_made_in_another_bureau_is_worth_nothing(world, elsewhere, client):
    client.force_login(elsewhere.director)
    foreign = signed(client.post("/editions/", filled({"files": amended()})))
    client.force_login(world.director)
    for parcel in (foreign, "nonsense"):
        assert client.post("/editions/", filled({"signed": parcel})).status_code == 422


def test_the_office_sees_the_difference_before_it_opens_a_year(world, leader):
    checked = leader.post("/editions/", filled({"files": amended()}))
    leader.post("/editions/", filled({"signed": signed(checked), "code": "second"}))
    leader.force_login(world.office)
    page = text(leader.get("/years/open/"))
    assert "考核办法与上年不同" in page
    assert "<ins>3 working" in page
    old = text(leader.get(f"/years/open/?edition={world.cycle.edition.code}"))
    assert "考核办法与上年相同" in old
