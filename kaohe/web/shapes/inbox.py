"""The inbox: to-dos by deadline, and what somebody set going with what came of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.audit.models import Record
from kaohe.audit.sentences import sentence
from kaohe.web.once import ONWARD
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.todo import Todo
from kaohe.web.shapes.trail import moment

SOON = 7
#: The last part of a tag that sets something going which others finish.
STARTS = ("proposed", "submitted", "applied", "asked", "filed", "given", "answered", "imported")


class Owed(NamedTuple):
    """A to-do as the inbox shows it. `url` leads on to the next to-do when its deed is done."""

    todo: Todo
    url: str
    due: str
    left: str
    late: bool


class Group(NamedTuple):
    """To-dos that are due in the same stretch of time."""

    label: str
    tone: str
    items: tuple[Owed, ...]


def groups(todos: Sequence[Todo], today: date) -> tuple[Group, ...]:
    """Overdue, due within a week, later, and without a deadline; empty ones left out."""
    stretches: dict[str, list[Todo]] = {"late": [], "soon": [], "later": [], "open": []}
    for todo in todos:
        stretches[_stretch(todo.until, today)].append(todo)
    labels = {"late": _("已逾期"), "soon": _("一周之内"), "later": _("以后"), "open": _("没有期限")}
    return tuple(
        Group(labels[code], "seal" if code == "late" else "", tuple(_owed(todo, today) for todo in found))
        for code, found in stretches.items()
        if found
    )


def _stretch(until: date | None, today: date) -> str:
    if until is None:
        return "open"
    left = (until - today).days
    return "late" if left < 0 else "soon" if left <= SOON else "later"


def _owed(todo: Todo, today: date) -> Owed:
    url = with_next(todo.url)
    if todo.until is None:
        return Owed(todo, url, "", "", False)
    left = (todo.until - today).days
    due = date_format(todo.until, _("n 月 j 日") if todo.until.year == today.year else _("Y 年 n 月 j 日"))
    return Owed(todo, url, due, _left(left), left < 0)


def _left(days: int) -> str:
    if days < 0:
        return ngettext("已逾期 %s 天", "已逾期 %s 天", -days) % -days
    return ngettext("还有 %s 天", "还有 %s 天", days) % days if days else _("今天截止")


def with_next(url: str) -> str:
    """The to-do's address, with the way on to the next one when what is done there is done."""
    place, mark, anchor = url.partition("#")
    target = f"{reverse('inbox-next')}?{urlencode({'after': url})}"
    return f"{place}{'&' if '?' in place else '?'}{urlencode({ONWARD: target})}{mark}{anchor}"


def after(todos: Sequence[Todo], url: str) -> Todo | None:
    """The to-do behind the one with that address; the first where that one is done; None where nothing else is left."""
    others = [todo for todo in todos if todo.url != url]
    at = next((number for number, todo in enumerate(todos) if todo.url == url), -1)
    following = [todo for todo in todos[at + 1 :] if todo.url != url]
    return next(iter(following or others), None)


def started(mine: Sequence[Record], about_them: Sequence[Record]) -> dict[int, tuple[str, str]]:
    """For each record of mine, by its number: what others did last to the same object since, and when."""
    tongue, found = language(), {}
    for record in mine:
        since = [
            each
            for each in about_them
            if (each.subject_kind, each.subject_id) == (record.subject_kind, record.subject_id)
            and each.sequence > record.sequence
            and each.officer_login != record.officer_login
        ]
        if since:
            latest = max(since, key=lambda each: each.sequence)
            found[record.sequence] = (sentence(latest, tongue), moment(latest.at))
    return found
