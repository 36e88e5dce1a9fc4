"""What is done to the ledger: recording what happened, taking it back in the open, answering, loading a year kept elsewhere."""

from kaohe.ledger.actions.answering import AGREED, answer_entry
from kaohe.ledger.actions.leaves import end_leave, record_leave
from kaohe.ledger.actions.recording import (
    RECORDING,
    drafts_of,
    record_entries,
    record_entry,
    referred_to,
    require_not_graded,
    reversal_of,
    reverse_entry,
)
from kaohe.ledger.actions.rounds import Finding, record_round

__all__ = [
    "AGREED", "RECORDING", "Finding", "answer_entry", "drafts_of", "end_leave", "record_entries", "record_entry",
    "record_leave", "record_round", "referred_to", "require_not_graded", "reversal_of", "reverse_entry",
]  # fmt: skip
