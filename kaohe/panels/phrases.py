"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "panels.same_grade": (
            "目标 {goal} 已是该档次，不必重划。",
            "Goal {goal} has that grade already; nothing needs doing.",
        ),
        "panels.regrade_without_why": (
            "目标 {goal} 已划档，改划须写明原因。请补上。",
            "Goal {goal} is graded already; deciding anew needs a reason. Add it.",
        ),
        "panels.no_rule": (
            "考核办法中没有适用于目标 {goal} 的划档规则。请核对目标类别。",
            "The measures have no rule that grades goal {goal}. Check its category.",
        ),
        "panels.no_grading": (
            "记录 {entry} 的规则“{rule}”不是划档规则。请在台账中登记。",
            "Entry {entry}: “{rule}” is no grading. Record it in the ledger.",
        ),
    }
)
