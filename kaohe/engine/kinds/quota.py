"""quota: base points for each period whose count is reached, and more for each one beyond (每季度报送4条，多报加分)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from kaohe.engine.account import Account, Net, Span
from kaohe.engine.columns import (
    NOTHING,
    Columns,
    Condition,
    Figure,
    Leaf,
    Most,
    Not,
    Number,
    Plus,
    Reached,
    Slot,
    Some,
    Tally,
    Times,
    Where,
)
from kaohe.engine.exact import CONTEXT, ZERO, Exact, is_plain
from kaohe.engine.kinds.base import Kind
from kaohe.engine.phrases import register
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields

WORDS: Final = {
    "kind.quota": ("按期完成任务数得基本分，超额加分", "base points for a period's quota, more beyond it"),
    "line.quota_met": (
        "{period}{label}：完成 {count} {per}，任务 {quota} {per}，得基本分",
        "{period}, {label}: {count} done of a quota of {quota}, base points earned",
    ),
    "line.quota_extra": (
        "{period}{label}：超额 {count} {per} × 加 {each} 分",
        "{period}, {label}: {count} beyond the quota × {each}",
    ),
    "line.quota_unmet": (
        "{period}{label}：完成 {count} {per}，未达任务 {quota} {per}，本季基本分为零",
        "{period}, {label}: {count} done, short of the quota of {quota}: no base points",
    ),
    "line.quota_open": (
        "{period}{label}：已完成 {count} {per}，任务 {quota} {per}，本季尚未结束",
        "{period}, {label}: {count} done so far of a quota of {quota}; the period isn't over",
    ),
    "line.quota_unknown": (
        "{period}{label}：任务数未知，暂不能计分",
        "{period}, {label}: the quota is unknown, no score yet",
    ),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Kind):
    """`base` a period, the quota from the department's attribute `quota`, `extra` for each one beyond."""

    name: ClassVar[str] = "quota"
    priced: ClassVar[tuple[str, ...]] = ("base", "extra")

    base: Decimal = ZERO
    quota: str = ""
    extra: Decimal = ZERO

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Settings: `base`, `quota` (an attribute's name), `extra`."""
        base, quota = fields.amount("base"), fields.text("quota")
        return cls(**common, base=base, quota=quota, extra=fields.amount("extra", ZERO))

    def lines(self, account: Account) -> list[Line]:
        """One or two lines for each period of the year."""
        quota = self._quota(account)
        nets = account.of(self.code)
        return [line for span in account.spans for line in self._period(span, span.holds(nets), quota)]

    def _quota(self, account: Account) -> int | None:
        """The department's own number; None, and a problem, where it has none or it is no count."""
        quota = account.department.attributes.get(self.quota)
        found = account.rulebook.attribute_label(self.quota)
        if quota is None:
            account.report("facts.unknown_attribute", self.clause, found=found, rule=self.label)
            return None
        if not is_plain(quota) or quota != int(quota) or quota < 0:
            account.report("facts.bad_attribute", self.clause, found=found, number=quota)
            return None
        return int(quota)

    def grounds(self, lines: list[Line]) -> list[Line]:
        """Only a missed quota of a period that is over raises its consequences."""
        return [line for line in lines if line.what == "quota_unmet"]

    def _period(self, span: Span, nets: list[Net], quota: int | None) -> list[Line]:
        count = sum([net.count for net in nets])
        values: dict[str, object] = {"period": span.label, "count": count, "per": self.per}
        if quota is None:
            return [self._line(None, "quota_unknown", nets, {**values, "at_stake": self.base})]
        values["quota"] = quota
        if count < quota:
            if span.over:
                return [self._line(ZERO, "quota_unmet", nets, values)]
            return [self._line(None, "quota_open", nets, {**values, "at_stake": self.base})]
        more = count - quota
        if not more or not self.extra:
            return [self._line(self.base, "quota_met", nets, values)]
        within, beyond = _split(nets, quota)
        gain = CONTEXT.multiply(self.extra, Decimal(more))
        return [
            self._line(self.base, "quota_met", within, values),
            self._line(gain, "quota_extra", beyond, {**values, "count": more, "each": self.extra}),
        ]

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: each period's count against the department's own number."""
        tallies = tuple(Tally(f"{self.code}#{span.number}", self.code, span.number) for span in leaf.periods)
        quota = Figure(self.quota)
        reached = {tally.period: Reached(Slot(tally.name), quota) for tally in tallies}
        beyond = {
            tally.period: Times(Most(NOTHING, Plus((Slot(tally.name), Times(quota, Decimal(-1))))), self.extra)
            for tally in tallies
        }
        over = [span.number for span in leaf.periods if span.over]
        ahead: list[Condition] = [Not(reached[span.number]) for span in leaf.periods if not span.over]
        earned = (
            Where(reached[number], Plus((Number(self.base), beyond[number])), NOTHING) for number in reached
        )
        return Columns(
            tallies=tallies,
            points=Plus(tuple(earned)),
            open=Some(tuple(ahead)),
            stake=Plus(tuple(Where(each, Number(self.base), NOTHING) for each in ahead)),
            raised=Some(tuple(Not(reached[number]) for number in over)),
        )

    def _line(self, points: Exact | None, what: str, nets: list[Net], values: dict[str, object]) -> Line:
        entries = tuple([entry for net in nets for entry in net.trail])
        return Line(points, what, self.clause, self.code, self.label, entries, True, values)


def _split(nets: list[Net], quota: int) -> tuple[list[Net], list[Net]]:
    """Those that fill the quota in ledger order, and those beyond it."""
    filled, number = 0, 0
    while number < len(nets) and filled < quota:
        filled += nets[number].count
        number += 1
    # An entry that straddles the quota's end stands behind both lines, for it moved both.
    return nets[:number], nets[number - 1 if filled > quota else number :]
