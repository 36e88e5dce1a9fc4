"""Ten seconds to think again: after a deed that another deed undoes, the next page offers that other one as a button.

Nothing is held back meanwhile: the deed is done, and its undoing is an ordinary deed with its own record. The script takes
the button away after ten seconds; without it, the button stays until the next page.
"""

from collections.abc import Mapping
from time import time
from typing import Any, NamedTuple

from django.http import HttpRequest

SECONDS = 10
KEY = "kaohe-undo"


class Undo(NamedTuple):
    """What the bar shows: the words, and the form behind its button."""

    words: str
    url: str
    fields: tuple[tuple[str, str], ...]
    seconds: int


def offer(request: HttpRequest, *, words: str, url: str, fields: Mapping[str, Any] | None = None) -> None:
    """The next page of this person offers to undo what was just done, by posting `fields` to `url`."""
    told = {name: str(value) for name, value in (fields or {}).items()}
    request.session[KEY] = {"words": words, "url": url, "fields": told, "until": time() + SECONDS}


def take(request: HttpRequest) -> Undo | None:
    """What was offered, once; None where nothing was, or the time is over."""
    session = getattr(request, "session", None)
    offered = session.pop(KEY, None) if session is not None and KEY in session else None
    left = round(offered["until"] - time()) if offered else 0
    if not offered or left <= 0:
        return None
    return Undo(offered["words"], offered["url"], tuple(offered["fields"].items()), left)
