"""Bodies of pages, kept as text for as long as nothing that they show has changed.

The key holds everything that a body depends on: the state of the year (`results.boards.state_of`), its stage and dates,
today, the language, and which departments this person may see. So nothing is ever cleared, and nobody is shown a body
that was made for other eyes.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kaohe.people.shelf import Shelf

_bodies: Shelf[Hashable, SafeString] = Shelf(most=160)
_files: Shelf[Hashable, bytes] = Shelf(most=24)


def body(name: str, key: tuple[Hashable, ...], context: Callable[[], Mapping[str, Any]]) -> SafeString:
    """The body `bodies/<name>.html`, made with `context()` the first time. What `context` raises, this raises."""

    def make() -> SafeString:
        # The template engine has escaped whatever people wrote.
        return mark_safe(render_to_string(f"kaohe/bodies/{name}.html", dict(context())))  # noqa: S308

    return _bodies.get((name, *key), make)


def file(name: str, key: tuple[Hashable, ...], make: Callable[[], bytes]) -> bytes:
    """The contents of a download, made the first time. What `make` raises, this raises."""
    return _files.get((name, *key), make)
