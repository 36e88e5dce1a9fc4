"""A real Chromium, and a visitor who uses it: signs in, opens pages, notes what leaves the machine or goes wrong."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var" / "testing" / "axe.min.js"
#: What differs between light and dark is colour; the rest is the same page, looked at in light.
IN_THE_DARK = {"type": "rule", "values": ["color-contrast"]}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HERE = {"127.0.0.1", "localhost", "::1"}

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


def executable() -> str | None:
    """The machine's Chromium; None leaves the choice to Playwright's own."""
    for name in [os.environ.get("KAOHE_CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]:
        path = shutil.which(name) if name else None
        # Ubuntu has a stub of that name which only asks for snap.
        if path and "chrom" in subprocess.run([path, "--version"], capture_output=True, text=True).stdout.lower():
            return path
    return None


@contextmanager
def launched() -> Iterator:
    """Yields a running browser. A browser that is missing is a failure with the line that mends it."""
    from playwright.sync_api import Error, sync_playwright

    # Playwright keeps an event loop in this thread, and Django would refuse its database calls beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        except Error as problem:
            pytest.fail(f"Chromium could not be started; `./run test` sets it up.\n{problem}", pytrace=False)
        yield running
        running.close()


class Visitor:
    """A person at a browser. `complaints` fills with foreign requests, script errors, policy violations and failures."""

    def __init__(self, browser, address, viewport=None, scheme="light", state=None, lenient=False, complaints=None, scripts=True):
        self.browser, self.address, self.lenient = browser, address, lenient
        self.awaited, self._screen = set(), None
        self.complaints = [] if complaints is None else complaints
        self.context = browser.new_context(
            base_url=address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=viewport or DESKTOP,
            color_scheme=scheme,
            storage_state=state,
            java_script_enabled=scripts,
            # axe is put into the page from outside, which our own policy would rightly refuse.
            bypass_csp=lenient,
        )
        self.page = self.context.new_page()
        self._listen()

    def _listen(self):
        note = self.complaints.append
        self.page.on("request", lambda request: self._is_ours(request.url) or note(f"left the machine: {request.url}"))
        self.page.on("pageerror", lambda error: note(f"script error on {self.page.url}: {error}"))
        self.page.on("console", lambda said: said.type == "error" and note(f"console on {self.page.url}: {said.text}"))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("request", lambda request: request.resource_type != "eventsource" and self.awaited.add(request))
        for over in ("requestfinished", "requestfailed"):
            self.page.on(over, self._note_arrival)
        self.page.on("response", lambda got: got.status >= 500 and note(f"{got.status} from {got.url}"))

    def _note_arrival(self, request):
        self.awaited.discard(request)

    def _note_failure(self, request):
        # A page that is left while it still loads is the visitor's doing.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"failed: {request.url} {request.failure}")

    @staticmethod
    def _is_ours(url):
        parts = urlsplit(url)
        return parts.scheme in {"data", "blob", "about"} or parts.hostname in HERE

    def sign_in(self, officer):
        """Comes in as this officer without the form (the form has its own test)."""
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(officer)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])
        return self

    def open(self, path, *, drawn=False):
        """Opens a page and waits until it is quiet, or until each picture is drawn, as after somebody went through it; returns the page."""
        self.page.goto(path, wait_until="load")
        self.settle()
        for figure in self.page.locator("[data-kh-chart]").all() if drawn else []:
            figure.scroll_into_view_if_needed()
            figure.locator("canvas").first.wait_for()
        self.page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
        return self.page

    def settle(self):
        """Waits until nothing that the page asked for is still on its way; what a stream brings has no end and isn't waited for.

        Playwright's own waiting for a quiet network takes half a second of every page.
        """
        for _ in range(250):
            self.page.wait_for_timeout(20)
            if not self.awaited:
                self.page.wait_for_timeout(20)
                if not self.awaited:
                    return
        pytest.fail(f"never quiet: {[request.url for request in self.awaited]}")

    def until(self, expression, seconds=15):
        """Waits until the page says so. Playwright's own way of waiting puts a script into the page, which our policy refuses.

        A page that is on its way to another says nothing; it is asked again when it has arrived.
        """
        from playwright.sync_api import Error

        for _ in range(seconds * 20):
            with suppress(Error):
                if self.page.evaluate(expression):
                    return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true: {expression}")

    def as_seen(self, *, viewport=None, scheme="light", lenient=False, scripts=True):
        """The same person, signed in as before, on another screen or in a browser that runs no scripts."""
        state = self.context.storage_state()
        return Visitor(self.browser, self.address, viewport, scheme, state, lenient, self.complaints, scripts)

    def led_by(self, target):
        """Press something that leads to another page, and wait for all of it; returns the answer.

        Playwright goes on when the first letters of the page have come, and would find nothing on it yet.
        """
        with self.page.expect_navigation(wait_until="load") as came:
            target.click()
        return came.value

    def barriers(self, path, *, scheme="light", viewport=None):
        """What axe finds on the page, one line for each place; an empty list is a page everyone can use."""
        if not AXE.exists():
            pytest.fail("axe is not here; `./run setup --test` fetches it.", pytrace=False)
        page = self._looked_at(scheme, viewport).open(path, drawn=True)
        page.add_script_tag(path=str(AXE))
        rules = IN_THE_DARK if scheme == "dark" else AXE_RULES
        found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", rules)["violations"]
        return [
            f"{path} ({scheme}): {problem['id']}: {problem['help']}: {node['target']}"
            for problem in found
            for node in problem["nodes"]
        ]

    def _looked_at(self, scheme, viewport):
        """The same person on such a screen, kept for the next page as long as they are signed in in the same way."""
        key = (scheme, str(viewport), str(self.context.storage_state()))
        if self._screen is None or self._screen[0] != key:
            if self._screen:
                self._screen[1].close()
            self._screen = key, self.as_seen(viewport=viewport, scheme=scheme, lenient=True)
        return self._screen[1]

    def sideways(self):
        """By how many pixels the page is wider than the screen; people must never scroll sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def close(self):
        if self._screen:
            self._screen[1].close()
        self.context.close()
