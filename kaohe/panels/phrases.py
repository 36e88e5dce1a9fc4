"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "panels.no_finding": (
            "目标 {goal} 还没有核实。请逐项核实。",
            "Goal {goal} has no finding yet. Verify each goal.",
        ),
        "panels.differs_without_why": (
            "目标 {goal}：核实结果与填报不一致，请写明原因。",
            "Goal {goal}: the finding differs from what was told. Say why.",
        ),
        "panels.no_progress_rule": (
            "本年度的考核办法没有规定季度完成情况记到哪条规则。请在规则中写明 progress。",
            "This year's measures don't say which rules a verified quarter goes to. Add “progress” to the rulebook.",
        ),
        "panels.excuse_without_why": (
            "目标 {goal}：请写明客观原因。",
            "Goal {goal}: say what the objective reason is.",
        ),
        "panels.excuse_without_evidence": (
            "目标 {goal}：申请客观原因须附佐证。请补上。",
            "Goal {goal}: an application for an objective reason needs evidence. Add it.",
        ),
        "panels.excuse_open": (
            "目标 {goal} 已有一份申请等待决定。请等候领导小组决定。",
            "Goal {goal} already has an application that awaits its decision. Wait for the leading group.",
        ),
        "panels.excuse_decided": (
            "目标 {goal} 的申请已经决定。请刷新页面。",
            "The application for goal {goal} is decided already. Reload the page.",
        ),
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
