"""What was announced, what somebody objected to in it, and what was decided then."""

from kaohe.results.models.half import Answer, FirstHalf, HalfQuerySet, answered_by_a_hand, first_half, one_open_a_year
from kaohe.results.models.notice import Ask, Notice, Proposal
from kaohe.results.models.objection import MOVES, Decision, Objection, Outcome, State
from kaohe.results.models.outage import LONG, Outage, Pulse
from kaohe.results.models.snapshot import Kind, Snapshot

__all__ = [
    "LONG", "MOVES", "Answer", "Ask", "Decision", "FirstHalf", "HalfQuerySet", "Kind", "Notice", "Objection", "Outage", "Outcome", "Proposal",
    "Pulse", "Snapshot", "State", "answered_by_a_hand", "first_half", "one_open_a_year",
]  # fmt: skip
