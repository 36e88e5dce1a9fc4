"""A board as it stands, kept open: one department's books can be touched, and only what hangs on the touch is scored anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import NamedTuple

from kaohe.engine.account import Account, Net
from kaohe.engine.books import Opening, mark_beaten
from kaohe.engine.exact import CONTEXT, rounded
from kaohe.engine.facts import Department, Facts
from kaohe.engine.items import score_again, score_item
from kaohe.engine.ranking import taken_out, value_of
from kaohe.engine.rulebook import Ranking, Rulebook
from kaohe.engine.tree import Node, Standing


class Place(NamedTuple):
    """What a ranking knows of a department: its value (None while pending), and whether it stands outside."""

    value: Decimal | None
    outside: bool


class Present:
    """All departments' books, opened once, with their trees."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook = rulebook
        with localcontext(CONTEXT):
            books = Opening(rulebook, facts).books
            self.accounts: dict[str, Account] = {code: each.account for code, each in books.items()}
            self.trees: dict[str, Node] = {
                code: score_item(rulebook.tree, account) for code, account in self.accounts.items()
            }

    def standings(self) -> list[Standing]:
        """Every department as it stands, before any ranking."""
        return [self.stand(code, tree) for code, tree in self.trees.items()]

    def stand(self, code: str, tree: Node) -> Standing:
        """A department as it would stand with that tree, before any ranking."""
        department: Department = self.accounts[code].department
        rounding = self.rulebook.rounding
        published = None if tree.points is None else rounded(tree.points, rounding.places, rounding.mode)
        return Standing(department, tree, tree.all_raised(), published=published)

    def with_nets(self, code: str, rule: str, nets: Sequence[Net], matter: str | None = None) -> Node:
        """The department's tree with other entries under one rule. `matter`: the one that they all are of, if known."""
        account = self.accounts[code]
        changed = _touchable(account, self.rulebook)
        changed.nets[rule] = list(nets)
        return self._anew(code, changed, rule, matter)

    def with_rule(self, code: str, rulebook: Rulebook, rule: str) -> Node:
        """The department's tree under a rulebook that differs in that one rule."""
        return self._anew(code, _touchable(self.accounts[code], rulebook), rule, None)

    def _anew(self, code: str, changed: Account, rule: str, matter: str | None) -> Node:
        rulebook = changed.rulebook
        touched = {rulebook.item_of_rule[rule].code}
        if rulebook.rules[rule].loses and matter != "":
            touched |= _weighed_anew(changed, self.accounts[code], matter)
        with localcontext(CONTEXT):
            return score_again(rulebook.tree, changed, self.trees[code], touched)

    def place(self, ranking: Ranking, standing: Standing) -> Place:
        """Where the ranking would look for that department."""
        return Place(value_of(self.rulebook, ranking, standing), bool(taken_out(standing, ranking.without)))


def _touchable(account: Account, rulebook: Rulebook) -> Account:
    """The same books, which may be written in without touching the others."""
    return replace(account, rulebook=rulebook, nets=defaultdict(list, account.nets), problems=[])


def _weighed_anew(changed: Account, account: Account, matter: str | None) -> set[str]:
    """Look anew which entries lose to another of the same matter; the items in which that made a difference."""
    others = {} if matter is None else {
        entry: winner for entry, winner in account.beaten.items() if winner.entry.matter != matter
    }  # fmt: skip
    changed.beaten = others
    mark_beaten(changed, matter)
    before, after = ({entry: winner.entry.id for entry, winner in each.beaten.items()} for each in (account, changed))
    moved = {entry for entry in {*before, *after} if before.get(entry) != after.get(entry)}
    if not moved:
        return set()
    nets = [(rule, net) for each in (account, changed) for rule, held in each.nets.items() for net in held]
    return {account.rulebook.item_of_rule[rule].code for rule, net in nets if net.entry.id in moved}
