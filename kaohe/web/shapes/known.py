"""What the parts of the overview are made of, and the few numbers that several of them need."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Board, Rulebook, Standing
from kaohe.pictures.values import balance, brought, followed_item, reachable, so_far
from kaohe.results.queries import Announced

__all__ = ["Known", "balance", "brought", "followed_item", "note_on", "reachable", "so_far"]


class Known(NamedTuple):
    """What the page is made of.

    board  what may be ranked here; `seen` only those whose details may be opened, `everyone` whether the two are all
    due    True once grades are due, which is from the closing of the year on
    """

    board: Board
    seen: Board
    rulebook: Rulebook
    tongue: str
    counts: Any
    before: Mapping[str, Announced]
    trend: tuple[Board, ...]
    everyone: bool
    due: bool
    query: str
    period: str

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""
        return self.rulebook.in_language(text, self.tongue)

    def title(self, standing: Standing) -> str:
        """A department's name as people say it."""
        return self.say(standing.department.title)


def note_on(standing: Standing) -> str:
    if standing.vetoed:
        return _("一票否决")
    if standing.tree.points is None:
        return _("暂计")
    return _("不得评先") if standing.barred else ""
