"""What is announced and by whom, what is objected to, reviewed and decided, and how a year becomes final."""

from kaohe.results.actions.extending import extend_objections
from kaohe.results.actions.lapsing import lapse_due
from kaohe.results.actions.objecting import Disputed, file_objection, withdraw_objection
from kaohe.results.actions.publishing import (
    finalise_results,
    propose,
    publish_results,
    reopen_year,
    return_proposal,
    withdraw_proposal,
)
from kaohe.results.actions.pulse import feel_pulse
from kaohe.results.actions.quarters import close_quarter, issue_bulletin, open_quarter
from kaohe.results.actions.reviewing import (
    GradeAnew,
    Remedy,
    TakeBack,
    WriteDown,
    assign_reviewer,
    decide_objection,
    review_objection,
)

__all__ = [
    "Disputed", "GradeAnew", "Remedy", "TakeBack", "WriteDown", "assign_reviewer", "close_quarter", "decide_objection",
    "extend_objections", "feel_pulse", "file_objection", "finalise_results", "issue_bulletin", "lapse_due", "open_quarter", "propose",
    "publish_results", "reopen_year", "return_proposal", "review_objection", "withdraw_objection", "withdraw_proposal",
]  # fmt: skip
