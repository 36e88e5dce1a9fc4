"""Papers at a browser: no barrier, no sideways scrolling, and many at once watched until the file is there."""

import io
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from kaohe.reports.actions import make_batches
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGES = ["/2025/papers/", "/2025/papers/statement/?of=budget", "/papers/check/?code=0000-0000-0000"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_papers_has_a_barrier(bureau, visitor, scheme):
    visitor.sign_in(bureau.office)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, scheme=scheme)] == []


def test_no_page_of_papers_has_a_barrier_or_is_too_wide_on_a_telephone(bureau, visitor):
    visitor.sign_in(bureau.office)
    assert [barrier for path in PAGES for barrier in visitor.barriers(path, viewport=PHONE)] == []
    phone = visitor.as_seen(viewport=PHONE)
    wide = {path: (phone.open(path), phone.sideways())[1] for path in PAGES}
    phone.close()
    assert wide == dict.fromkeys(PAGES, 0)


def test_many_papers_are_asked_for_watched_and_fetched_without_a_reload(bureau, visitor, settings, tmp_path):
    settings.BATCHES = tmp_path / "batches"
    page = visitor.sign_in(bureau.office).open("/2025/papers/")
    page.get_by_label("哪一种").select_option("statement")
    page.get_by_role("button", name="开始办理").click()
    page.get_by_role("progressbar", name="目标责任书").wait_for()
    page.evaluate("window.sameWindow = true")
    make_batches(now=timezone.now())
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载").click()
    content = Path(coming.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert "目录.txt" in packed.namelist()
    assert page.evaluate("window.sameWindow")


def test_a_batch_is_called_off_by_keyboard(bureau, visitor, settings, tmp_path):
    settings.BATCHES = tmp_path / "batches"
    page = visitor.sign_in(bureau.office).open("/2025/papers/")
    page.get_by_role("button", name="开始办理").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="取消").focus()
    page.keyboard.press("Enter")
    page.get_by_text("已取消", exact=True).wait_for()
