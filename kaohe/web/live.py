"""Pages that run along with the ledger: they ask every few seconds whether anything changed, and are told what.

A page carries the address to ask and the mark of the state it was made from. While that is the state, the answer is empty
and costs as much as the question; else it is the page's body anew, and what moved in words. Without scripts a page is as
true as the moment it was opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kaohe.engine import sha256_hex
from kaohe.people.shelf import Shelf
from kaohe.results.boards import State, kept_in
from kaohe.web.desk import Desk
from kaohe.web.shapes.live import changes

#: States that pages were told of, by their marks. One that has fallen off is answered without words.
_told: Final[Shelf[str, State]] = Shelf(most=64)


class Running:
    """What a page needs to run along: where to ask, and the state it shows. A year that is over stands still."""

    def __init__(self, desk: Desk, url: str) -> None:
        self.url = "" if desk.cycle.published else url + desk.query
        self.since = mark(desk.state)


def mark(state: State) -> str:
    """The state's name for pages; it says nothing about what is in it."""
    found = sha256_hex(repr(state).encode())[:24]
    _told.put(found, state)
    return found


def answer(desk: Desk, made: Callable[[], str], department: str = "") -> HttpResponse:
    """Nothing (204), or the body, its mark, and what moved since; of one department where one is named."""
    since = _since(desk.request)
    now = mark(desk.state)
    if since == now:
        return HttpResponse(status=204)
    return JsonResponse({"since": now, "body": made(), "told": _moved(desk, _told.peek(since), department)})


def _moved(desk: Desk, before: State | None, department: str) -> list[str]:
    """What moved, of those departments alone whose details this person may see; that it can't be said where too much has happened since."""
    if before is None or before.cycle != desk.cycle.pk:
        return []
    board = kept_in(before)
    if board is None:
        return [_("您离开期间记录较多，不再逐项列出；本页已是最新。")]
    return changes(desk.only_seen(board), desk.only_seen(desk.board), desk, department)


def _since(request: HttpRequest) -> str:
    return request.GET.get("since", "")[:64]
