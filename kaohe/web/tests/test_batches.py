"""Papers in bulk on their page: asked for, watched, cancelled, fetched, by whoever asked and nobody else."""

import io
import re
from zipfile import ZipFile

import pytest
from django.utils import timezone

from kaohe.reports.actions import make_batches
from kaohe.reports.models import Batch, State
from tests.support.forms import filled
from tests.support.pages import at, text

ASK = {"what": "statement", "form": "pdf"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BATCHES = tmp_path / "batches"


def ask(client, **changed):
    return client.post("/2025/papers/batches/", filled(ASK | changed), follow=True)


def test_a_batch_is_asked_for_watched_and_fetched(world):
    office = at(world.office)
    page = text(ask(office))
    assert "已受理" in page
    assert re.search(r'hx-get="/2025/papers/batches/" hx-trigger="every 2s"', page)
    assert '<progress value="0" max="2"' in page
    make_batches(now=timezone.now())
    part = text(office.get("/2025/papers/batches/", headers={"HX-Request": "true"}))
    assert "hx-trigger" not in part
    assert "下载 2 份" in part
    answer = office.get(re.search(r'href="(/2025/papers/batches/\d+\.zip)"', part)[1])
    assert "attachment" in answer["Content-Disposition"]
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert packed.namelist() == ["目标责任书/01-预算科.pdf", "目标责任书/02-综合科.pdf", "目录.txt"]


def test_without_scripts_the_page_itself_is_shown_again(world):
    assert at(world.office).get("/2025/papers/batches/")["Location"] == "/2025/papers/#bulk"
    assert 'href="/2025/papers/#bulk"' in text(ask(at(world.office)))


def test_the_code_on_a_paper_leads_to_this_very_site(world):
    ask(at(world.office))
    assert Batch.objects.get().address == "http://testserver/papers/check/"


def test_it_is_cancelled_once(world):
    office = at(world.office)
    ask(office)
    address = f"/2025/papers/batches/{Batch.objects.get().pk}/cancel/"
    assert "已取消。" in text(office.post(address, filled({}), follow=True))
    answer = office.post(address, filled({}))
    assert (answer.status_code, "已经办好或已经取消" in text(answer)) == (409, True)
    assert Batch.objects.get().state == State.CANCELLED


def test_nobody_sees_fetches_or_cancels_anothers(world):
    ask(at(world.office))
    make_batches(now=timezone.now())
    number = Batch.objects.get().pk
    director = at(world.director)
    assert "目标责任书</strong>" not in text(director.get("/2025/papers/"))
    assert director.get(f"/2025/papers/batches/{number}.zip").status_code == 404
    assert director.post(f"/2025/papers/batches/{number}/cancel/", filled({})).status_code == 404


def test_a_batch_that_isnt_done_has_no_file(world):
    office = at(world.office)
    ask(office)
    assert office.get(f"/2025/papers/batches/{Batch.objects.get().pk}.zip").status_code == 404


def test_what_is_refused_is_told_on_the_page(world):
    office = at(world.office)
    answer = ask(office, what="final")
    assert (answer.status_code, "没有可以打包的公文" in text(answer)) == (422, True)
    assert ask(office, form="exe").status_code == 404
    assert not Batch.objects.exists()


def test_only_what_there_is_more_than_one_of_is_offered(world):
    assert '<option value="statement"' in text(at(world.office).get("/2025/papers/"))
    page = text(at(world.clerk).get("/2025/papers/"))
    assert '<option value="statement"' not in page
    assert '<option value="all"' in page
