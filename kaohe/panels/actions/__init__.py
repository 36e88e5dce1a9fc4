"""What groups decide: grades, what is true of a told quarter, and whether a reason was objective."""

from kaohe.panels.actions.excusing import ask_excuse, decide_excuse
from kaohe.panels.actions.grading import grade_goal, grade_goals
from kaohe.panels.actions.verifying import Finding, verify_progress

__all__ = ["Finding", "ask_excuse", "decide_excuse", "grade_goal", "grade_goals", "verify_progress"]
