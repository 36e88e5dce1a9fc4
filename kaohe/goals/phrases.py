"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "goals.untitled": ("目标 {goal} 没有名称。请写明目标。", "Goal {goal} has no title. Say what the goal is."),
    }
)
