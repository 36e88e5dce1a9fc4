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
        "panels.unknown_grade": (
            "目标 {goal}：请选择档次。可用：{expected}。",
            "Goal {goal}: choose a grade. Known ones: {expected}.",
        ),
        "panels.reason_missing": (
            "{department}目标 {goal} 划为{grade}，须写明理由。请补上。",
            "{department}'s goal {goal} is graded “{grade}”, which needs a reason in words. Add it.",
        ),
        "panels.not_excused": (
            "{department}目标 {goal} 没有客观原因的申请，不能划为{grade}。请科室先提出申请，或另选档次。",
            "{department}'s goal {goal} has no application for an objective reason and can't be graded “{grade}”. "
            "Have the department apply, or choose another grade.",
        ),
        "panels.excuse_waits": (
            "{department}目标 {goal} 的客观原因申请还没有决定，不能划为{grade}。请先决定申请。",
            "The application for {department}'s goal {goal} is not decided yet; it can't be graded “{grade}”. Decide it first.",
        ),
        "panels.opinion_stale": (
            "目标 {goal} 的意见刚被改过：现为“{now}”（{by}），您填的是“{yours}”，没有保存。请看清后再填一次。",
            "The opinion on goal {goal} has just been changed: it is “{now}” ({by}), yours was “{yours}” and is not saved. "
            "Look at it, then enter yours again.",
        ),
        "panels.ruling_stale": (
            "目标 {goal} 的集体决定刚被改过：现为“{now}”{by}，您填的是“{yours}”，没有保存。请看清后再填一次。",
            "What is written down for goal {goal} has just been changed: it is “{now}”{by}, yours was “{yours}” and is not saved. "
            "Look at it, then enter yours again.",
        ),
        "panels.nobody_sits": (
            "还没有开始划档会，不能记集体决定。请先填写纪要编号和到会成员。",
            "No grading meeting sits, so nothing can be written down. Give the number of the minutes and who is there first.",
        ),
        "panels.nothing_written": ("（没有记下）", "(nothing written down)"),
        "panels.ruled_already": (
            "目标 {goal} 已记下集体决定，个人意见不再改动。",
            "The group has ruled on goal {goal}; opinions are no longer changed.",
        ),
        "panels.not_ruled": (
            "目标 {goal} 还没有记下集体决定，没有可撤回的。请刷新页面。",
            "Nothing is written down for goal {goal} that could be taken back. Reload the page.",
        ),
        "panels.nothing_agreed": (
            "没有全体意见一致、又与系统建议相同的目标。请逐项记下决定。",
            "There is no goal on which all agree with the suggestion. Write the decisions down one by one.",
        ),
        "panels.nothing_ruled": (
            "还没有记下任何一项决定。请先记下决定。",
            "No decision is written down yet. Write down what was decided first.",
        ),
        "panels.meeting_sits": (
            "划档会（{minutes}）还没有结束，不能另开一次。请先形成决定。",
            "The grading meeting ({minutes}) still sits; no other can be opened. Conclude it first.",
        ),
        "panels.meeting_closed": (
            "划档会（{minutes}）已经结束，不能再改。需要改划的，请另开一次会。",
            "The grading meeting ({minutes}) is concluded and can't be changed. To grade anew, open another one.",
        ),
        "panels.meeting_stale": (
            "划档会（{minutes}）的情况刚被别人改过，没有保存。请看清后再办。",
            "The grading meeting ({minutes}) has just been changed by somebody else; nothing was saved. Look at it, then try again.",
        ),
        "panels.no_minutes": (
            "请填写会议纪要编号：决定记入台账时以它为依据。",
            "Give the number of the minutes: decisions stand in the ledger on its strength.",
        ),
        "panels.minutes_taken": (
            "纪要编号“{minutes}”已用于另一次划档会。请核对编号。",
            "“{minutes}” is the number of another grading meeting's minutes. Check it.",
        ),
        "panels.nobody_present": (
            "没有勾选到会的成员。请至少勾选一人。",
            "Nobody is marked as present. Mark at least one.",
        ),
        "panels.no_member": (
            "{officer}不是现任领导小组成员，不能列为到会成员。请去掉。",
            "{officer} is no member of the leading group now and can't be listed as present. Leave them out.",
        ),
        "panels.ruled_by_recused": (
            "目标 {goal} 的决定由{officer}记下，而{officer}须回避{department}。请由其他人重新记下。",
            "The decision on goal {goal} was written down by {officer}, who is recused from {department}. Have somebody else write it down.",
        ),
        "panels.goal_struck": (
            "目标 {goal} 已被取消，不再划档。请撤回这项决定。",
            "Goal {goal} was struck and is graded no more. Take this decision back.",
        ),
        "panels.as_ruled": ("领导小组划档会（{minutes}）决定", "Decided at the grading meeting ({minutes})"),
        "panels.remark_recused": (
            "按本单位的设置，分管领导对{department}的划档须回避，不能提意见。",
            "By the bureau's choice, who supervises {department} is recused from its grading and doesn't comment.",
        ),
        "panels.bears_on_nothing": (
            "记录 #{entry} 与划档的条件无关，不必指明目标。",
            "Entry #{entry} speaks for no condition of a grade; no goal needs naming.",
        ),
        "panels.entry_reversed": (
            "记录 #{entry} 已冲正，不再影响划档。",
            "Entry #{entry} was taken back and bears on no grade.",
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
        # what people are told by message
        "told.excuse_decided": (
            "{department}目标 {goal} 的客观原因申请已有决定",
            "The objective reason for goal {goal} of {department} was decided",
        ),
    }
)
