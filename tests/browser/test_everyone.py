"""Every page for everyone: no barrier that axe knows of, light and dark, on a telephone, on paper, and without scripts."""

import pypdfium2 as pdfium
import pytest

from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

PAGES = [
    "/2025/", "/2025/?period=2", "/2025/pictures/", "/2025/departments/budget/#training", "/2025/departments/general/", "/2025/ledger/",
    "/2025/ledger/1/", "/2025/ledger/52/", "/2025/try/?rules.training.absence.each=2&several:rules.training.absence.each=1,3",
    "/rulebook/shinan-finance-2005/", "/password/", "/nowhere/",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(bureau, visitor, scheme):
    assert visitor.barriers("/sign-in/", scheme=scheme) == []
    visitor.sign_in(bureau.office)
    found = [barrier for path in PAGES for barrier in visitor.barriers(path, scheme=scheme)]
    visitor.complaints[:] = [each for each in visitor.complaints if "404" not in each]
    assert found == []


def test_no_page_has_a_barrier_on_a_telephone(bureau, visitor):
    visitor.sign_in(bureau.office)
    assert [barrier for path in PAGES[:-1] for barrier in visitor.barriers(path, viewport=PHONE)] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_is_wider_than_its_screen(bureau, visitor, language):
    visitor.sign_in(bureau.office)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.address}])
    wide = {}
    for path in PAGES[:-1]:
        page = visitor.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        for width in (1366, 768, 360):
            page.set_viewport_size({"width": width, "height": 768})
            page.wait_for_timeout(100)
            wide[path, width] = visitor.sideways()
    assert wide == dict.fromkeys(wide, 0)


def test_fingers_find_every_target(bureau, visitor):
    """Twenty-four pixels at least, but for links inside a sentence."""
    phone = visitor.sign_in(bureau.office).as_seen(viewport=PHONE)
    page = phone.open("/2025/departments/budget/")
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, input, select, .kh-button, .kh-switch a')]
        .filter(target => target.offsetParent && target.getBoundingClientRect().height < 24)
        .map(target => target.outerHTML.slice(0, 120))"""
    )
    phone.close()
    assert small == []


ON_PAPER = [
    "/2025/", "/2025/pictures/", "/2025/departments/budget/", "/2025/ledger/", "/2025/ledger/1/", "/rulebook/shinan-finance-2005/", "/2025/goals/",
    "/2025/departments/budget/goals/", "/2025/progress/", "/2025/tasks/", "/inbox/", "/calendar/2026/", "/groups/", "/departments/", "/people/", "/duties/",
]  # fmt: skip


def test_paper_is_a_document(bureau, visitor):
    """A4, the bureau and the day over every page, page x of y under it, the matter, and nothing to press or to follow."""
    visitor.sign_in(bureau.office)
    for path in ON_PAPER:
        require_document(bureau, visitor, path)


def require_document(bureau, visitor, path):
    page = visitor.open(path)
    page.emulate_media(media="print")
    heading = page.locator("h1").inner_text()
    printed = page.pdf(prefer_css_page_size=True)
    paper = sheets(printed)
    for number, (size, text) in enumerate(paper, 1):
        assert size == (210, 297), path
        assert bureau.bureau.name in text, path
        assert "打印日期" in text, path
        assert f"第{number}页，共{len(paper)}页" in text, path
    assert "".join(heading.split()) in paper[0][1], path
    everything = "".join(text for _size, text in paper)
    assert not [words for words in ("退出登录", "跳到正文", "打开菜单", "以表格查看") if words in everything], path
    assert not page.get_by_role("navigation", name="主菜单").is_visible(), path
    assert not [button for button in page.locator(".kh-button, main button").all() if button.is_visible()], path
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", path
    page.emulate_media(media="screen")


def sheets(content):
    """Each page's size in mm, the shorter side first, and its text without spaces."""
    document = pdfium.PdfDocument(content)
    found = []
    for page in document:
        size = tuple(sorted(round(side * 25.4 / 72) for side in page.get_size()))
        found.append((size, "".join(page.get_textpage().get_text_range().split())))
    return found


def test_paper_is_white_even_at_night(bureau, visitor):
    night = visitor.sign_in(bureau.office).as_seen(scheme="dark")
    page = night.open("/2025/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    night.close()


def test_folded_sentences_are_unfolded_for_paper(bureau, visitor):
    page = visitor.sign_in(bureau.office).open("/2025/departments/budget/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details#training").get_by_text("扣完为止").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.locator("details#training").get_by_text("扣完为止").is_visible()


def test_the_pages_work_without_scripts(bureau, visitor):
    plain = visitor.sign_in(bureau.office).as_seen(viewport=PHONE, scripts=False)
    page = plain.open("/2025/")
    page.get_by_role("link", name="打开菜单").click()
    plain.led_by(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="预算科"))
    page.locator("details#training > summary").click()
    assert page.locator("details#training").get_by_text("扣完为止").is_visible()
    plain.open("/2025/pictures/")
    drawings = page.locator("svg.kp")
    assert drawings.count() == page.locator("[data-kh-chart]").count() > 5
    assert all(drawing.is_visible() for drawing in drawings.all())
    plain.close()
