"""What the parts of the overview are made of, and the few numbers that several of them need."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Board, Exact, Item, Node, Rulebook, Standing, times, total
from kaohe.results.queries import Announced


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


def followed_item(rulebook: Rulebook) -> str:
    """The block whose balance is worth following by the quarter: the first that no grading decides; else the whole."""

    def graded(item: Item) -> bool:
        return any(rule.name == "graded" for each in item.walk() for rule in each.rules)

    return next((item.code for item in rulebook.tree.items if not graded(item)), rulebook.tree.code)


def so_far(standing: Standing) -> Exact:
    """The published figure, or what is settled so far."""
    return standing.published if standing.published is not None else standing.tree.settled


def balance(standing: Standing, code: str) -> Exact:
    """What can still be reached, at most the full points: it only falls by what was really lost."""
    node = standing.tree.find(code)
    return min(reachable(node), node.full) if node.points is None else node.points


def reachable(node: Node) -> Exact:
    """Settled points and those still open."""
    return total([node.settled, node.undecided])


def brought(child: Node) -> Exact:
    return times(child.points if child.points is not None else child.settled, child.weight)


def note_on(standing: Standing) -> str:
    if standing.vetoed:
        return _("一票否决")
    if standing.tree.points is None:
        return _("暂计")
    return _("不得评先") if standing.barred else ""
