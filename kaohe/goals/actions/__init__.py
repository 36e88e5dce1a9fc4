"""What is done to goals: drafting, the way to the meeting, what the meeting decides, and giving goals to persons."""

from kaohe.goals.actions.approving import agree, compile_sheets, open_sheet, propose, remind, return_sheet, withdraw
from kaohe.goals.actions.assigning import Part, assign_goal
from kaohe.goals.actions.attendance import record_meeting
from kaohe.goals.actions.drafting import import_draft_goals, save_draft_goals
from kaohe.goals.actions.fixing import fix_goals, lock_goals
from kaohe.goals.actions.meeting import Ruling, change_fixed_goals, decide_goals, fix_sheets
from kaohe.goals.actions.reporting import (
    TELLING,
    Progress,
    hand_in_progress,
    remind_progress,
    return_progress,
    save_progress,
    submit_progress,
    withdraw_progress,
)
from kaohe.goals.actions.sheets import UNWRITTEN

__all__ = [
    "TELLING",
    "UNWRITTEN",
    "Part",
    "Progress",
    "Ruling",
    "agree",
    "assign_goal",
    "change_fixed_goals",
    "compile_sheets",
    "decide_goals",
    "fix_goals",
    "fix_sheets",
    "hand_in_progress",
    "import_draft_goals",
    "lock_goals",
    "open_sheet",
    "propose",
    "record_meeting",
    "remind",
    "remind_progress",
    "return_progress",
    "return_sheet",
    "save_draft_goals",
    "save_progress",
    "submit_progress",
    "withdraw",
    "withdraw_progress",
]
