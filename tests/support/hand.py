"""Somebody at work in a browser, with every deliberate act counted: a page opened, a press, a text, a choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.browser import Visitor

PASTE = """(field, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Hand:
    """What a person does, and how often they had to do something."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page, self.steps = visitor, visitor.page, 0

    def sign_in(self, account: str, password: str) -> Hand:
        """In at the gate, as everybody comes."""
        self.open("/sign-in/")
        self.type(self.page.get_by_label("账号"), account)
        self.type(self.page.get_by_label("口令"), password)
        return self.send(self.page.get_by_role("button", name="登录", exact=True))

    def open(self, path: str) -> Hand:
        """Go to a page."""
        self.steps += 1
        self.page.goto(path)
        return self

    def press(self, target) -> Hand:
        """Press something that stays on the page."""
        self.steps += 1
        target.click()
        return self

    def send(self, target) -> Hand:
        """Press something that leads to another page, and wait for it; a refusal is told with its words."""
        self.steps += 1
        answer = self.visitor.led_by(target)
        assert answer is None or answer.status < 400, self.page.locator("main").inner_text()[:800]
        return self

    def button(self, name: str, **where) -> Hand:
        """Send a form by the button of that name."""
        return self.send(self.page.get_by_role("button", name=name, exact=True, **where))

    def type(self, target, text: str) -> Hand:
        """Fill in a field."""
        self.steps += 1
        target.fill(text)
        return self

    def choose(self, target, label: str) -> Hand:
        """Choose from a list."""
        self.steps += 1
        target.select_option(label=label)
        return self

    def bring(self, target, file: dict) -> Hand:
        """Choose a file."""
        self.steps += 1
        target.set_input_files(file)
        return self

    def paste(self, target, text: str) -> Hand:
        """Paste what was copied elsewhere."""
        self.steps += 1
        target.evaluate(PASTE, text)
        return self

    @contextmanager
    def within(self, most: int) -> Iterator[None]:
        """What happens inside takes at most so many acts."""
        before = self.steps
        yield
        assert self.steps - before <= most, f"{self.steps - before} acts, at most {most} are bearable"
