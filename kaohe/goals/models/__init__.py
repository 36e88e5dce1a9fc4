"""Goals as they are fixed, the way of a department's sheet to there, what the meeting changed, and who carries each goal."""

from kaohe.goals.models.assignment import Assignment
from kaohe.goals.models.goal import Goal
from kaohe.goals.models.meeting import DirectorsMeeting, Meeting
from kaohe.goals.models.progress import ProgressLine, ProgressReport, ProgressStep, ReportStep, Told
from kaohe.goals.models.sheet import GoalSheet, GoalStep, State, Step
from kaohe.goals.models.version import Decision, GoalVersion

__all__ = [
    "Assignment", "Decision", "DirectorsMeeting", "Goal", "GoalSheet", "GoalStep", "GoalVersion", "Meeting", "ProgressLine", "ProgressReport",
    "ProgressStep", "ReportStep", "State", "Step", "Told",
]  # fmt: skip
