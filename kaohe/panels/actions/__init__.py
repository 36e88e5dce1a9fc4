"""What groups decide: grades, what is true of a told quarter, whether a reason was objective; and the meeting that grades."""

from kaohe.panels.actions.bearing import name_goal
from kaohe.panels.actions.excusing import ask_excuse, decide_excuse
from kaohe.panels.actions.grading import grade_goal, grade_goals
from kaohe.panels.actions.meeting import amend_meeting, conclude_meeting, open_meeting
from kaohe.panels.actions.opinions import enter_opinion, remark
from kaohe.panels.actions.ruling import rule_agreed, rule_goal, withdraw_ruling
from kaohe.panels.actions.taking_in import take_in_progress
from kaohe.panels.actions.verifying import Finding, verify_progress

__all__ = [
    "Finding", "amend_meeting", "ask_excuse", "conclude_meeting", "decide_excuse", "enter_opinion", "grade_goal", "grade_goals",
    "name_goal", "open_meeting", "remark", "rule_agreed", "rule_goal", "take_in_progress", "verify_progress", "withdraw_ruling",
]  # fmt: skip
