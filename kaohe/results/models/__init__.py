"""What was announced, what somebody objected to in it, and what was decided then."""

from kaohe.results.models.notice import Answer, Ask, Notice, Proposal
from kaohe.results.models.objection import MOVES, Decision, Objection, Outcome, State
from kaohe.results.models.snapshot import Kind, Snapshot

__all__ = [
    "MOVES", "Answer", "Ask", "Decision", "Kind", "Notice", "Objection", "Outcome", "Proposal", "Snapshot", "State",
]  # fmt: skip
