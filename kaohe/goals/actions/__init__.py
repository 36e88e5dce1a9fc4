"""What is done to goals: drafting, the way to the meeting, what the meeting decides, and giving goals to persons."""

from kaohe.goals.actions.fixing import fix_goals, lock_goals

__all__ = ["fix_goals", "lock_goals"]
