"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "progress.draft": ("填报中", "being filled in"),
        "progress.filled": ("待科室负责人审核", "with the head of the department"),
        "progress.submitted": ("待核实", "submitted, to be verified"),
        "progress.verified": ("已核实", "verified"),
        "progress.state": (
            "{department}{period}的完成情况现为“{state}”，此事须在“{expected}”时办理。请刷新页面后再看。",
            "{period} progress of {department} stands at “{state}”; this is done at “{expected}”. Reload the page and look again.",
        ),
        "progress.stale": (
            "{department}{period}的完成情况在您打开之后已被他人改动，您的改动没有保存。请对照现在的内容后再保存。",
            "{period} progress of {department} was changed by somebody else after you opened it; yours was not saved. Compare it with what stands now and save again.",
        ),
        "progress.not_begun": (
            "{period}从 {starts} 开始，现在还不能填报。请到时再填。",
            "{period} begins on {starts}; its progress can't be told yet. Come back then.",
        ),
        "progress.not_over": (
            "{period}到 {ends} 才结束，现在还不能核实。请到时再核实。",
            "{period} ends on {ends}; it can't be verified before. Come back then.",
        ),
        "progress.lacks_met": (
            "目标 {goal}：没有选择是否按计划完成。请选择。",
            "Goal {goal}: whether it was done as planned is not said. Choose one.",
        ),
        "progress.lacks_completion": (
            "目标 {goal}：没有填写完成率。请填写。",
            "Goal {goal}: the completion is missing. Fill it in.",
        ),
        "progress.lacks_sentence": (
            "目标 {goal}：没有说明完成情况。请写一句。",
            "Goal {goal}: how it stands is not said. Write one sentence.",
        ),
        "progress.completion": (
            "目标 {goal}：完成率 {found} 应在 0 到 1000 之间。请核对。",
            "Goal {goal}: the completion {found} must be between 0 and 1000. Check it.",
        ),
        "progress.no_figure": (
            "目标 {goal}：完成率“{found}”不是整数的百分数。请填 0 到 1000 的整数，如 98。",
            "Goal {goal}: the completion “{found}” is no whole percentage. Fill in a whole number from 0 to 1000, such as 98.",
        ),
        "progress.file_foreign": (
            "目标 {goal}：文件“{file}”不是您上传的，也不是本科室用过的，不能引用。请自己上传，或填写文号。",
            "Goal {goal}: the file “{file}” is neither yours nor one that the department used before. Upload it yourself, or give its number.",
        ),
        "progress.too_many_papers": (
            "目标 {goal} 的佐证有 {found} 件，最多 {most} 件。请只留能说明问题的。",
            "Goal {goal} has {found} pieces of evidence; at most {most}. Keep those that prove the point.",
        ),
        "progress.too_long": (
            "目标 {goal}：完成情况超过 {most} 个字。请缩短。",
            "Goal {goal}: the sentence is longer than {most} characters. Shorten it.",
        ),
        "goal_sheet.draft": ("起草", "draft"),
        "goal_sheet.proposed": ("已报分管局长", "with the deputy director"),
        "goal_sheet.agreed": ("分管局长已同意", "agreed"),
        "goal_sheet.compiled": ("已汇总上会", "before the meeting"),
        "goal_sheet.fixed": ("已审定", "fixed"),
        "goals.untitled": ("目标 {goal} 没有名称。请写明目标。", "Goal {goal} has no title. Say what the goal is."),
        "goals.required": ("第 {row} 行缺少“{header}”。请补上。", "Row {row} has no “{header}”. Fill it in."),
        "goals.category_missing": (
            "第 {row} 行没有选择类别。请选重点业务目标或业务目标。",
            "Row {row} has no class. Choose whether it is a key goal or an ordinary one.",
        ),
        "goals.unread": ("第 {row} 行“{header}”：{reason}", "Row {row}, “{header}”: {reason}"),
        "goals.too_long": (
            "第 {row} 行“{header}”超过 {most} 个字。请缩短。",
            "Row {row}, “{header}” is longer than {most} characters. Shorten it.",
        ),
        "goals.too_many": (
            "共有 {found} 行目标，最多 {most} 行。请合并或删减。",
            "There are {found} rows; at most {most} can be kept. Join or drop some.",
        ),
        "goals.state": (
            "{department}的目标现为“{state}”，此事须在“{expected}”时办理。请刷新页面后再看。",
            "{department}'s goals stand at “{state}”; this is done at “{expected}”. Reload the page and look again.",
        ),
        "goals.stale": (
            "{department}的目标在您打开之后已被他人改动，您的改动没有保存。请对照现在的内容后再保存。",
            "{department}'s goals were changed by somebody else after you opened them; yours were not saved. Compare them with what stands now and save again.",
        ),
        "goals.opened": (
            "分管局长已经打开{department}的目标，不能再撤回。请联系分管局长退回。",
            "The deputy director has opened {department}'s goals, so they can't be withdrawn. Ask for them to be returned.",
        ),
        "goals.no_sentence": ("请写一句说明原因。", "Say why, in a sentence."),
        "goals.no_minutes": ("请填写局长办公会的纪要编号。", "Give the number of the meeting's minutes."),
        "goals.minutes_taken": (
            "{minutes}已是另一次局长办公会的纪要编号。请核对编号，或修改那一次的记录。",
            "{minutes} is the number of another director's meeting. Check the number, or change that meeting's record.",
        ),
        "goals.minutes_used": (
            "目标已按{minutes}审定，编号不能再改。其他情况可以改。",
            "Goals were fixed under {minutes}, so the number can't change any more. Everything else can.",
        ),
        "goals.meeting_stale": (
            "{minutes}的会议情况在您打开后被别人改过，您的修改没有保存。请刷新页面后再改。",
            "The record of {minutes} was changed by somebody else after you opened it; yours was not saved. Reload and change it again.",
        ),
        "goals.meeting_same": (
            "{minutes}的会议情况没有变化。如不需要修改，可以直接离开。",
            "The record of {minutes} is as it was. If nothing needs changing, just leave the page.",
        ),
        "goals.nobody_present": ("请至少选一名出席人员。", "Choose at least one person who was present."),
        "goals.there_and_excused": (
            "{names}既在场又请假。请只选一处。",
            "{names} can't be both there and excused. Choose one of the two.",
        ),
        "goals.nothing_to_import": ("没有可导入的目标。请核对文件。", "There is no goal to take in. Check the file."),
        "goals.nothing_to_compile": (
            "没有分管局长已同意的科室目标可汇总。请先请分管局长审阅。",
            "No department's goals are agreed yet, so there is nothing to compile. The deputy directors come first.",
        ),
        "goals.nothing_to_fix": (
            "没有已汇总上会的目标可审定。请先汇总。",
            "No goals are before the meeting, so there is nothing to fix. Compile them first.",
        ),
        "goals.nobody_to_remind": (
            "没有需要催办的科室：都已报出，或今天已经催过。",
            "There is nobody to remind: all have sent theirs, or were reminded today.",
        ),
        "goals.not_on_sheet": (
            "{department}的目标中没有 {goal}。请刷新页面。",
            "{department} has no goal {goal}. Reload the page.",
        ),
        "goals.same_values": (
            "目标 {goal} 选了修改，内容却与申报的相同。请改动内容，或选同意。",
            "Goal {goal} is to be changed, but nothing in it differs. Change something, or approve it.",
        ),
        "goals.undecided": (
            "{department}还有目标没有决定：{goals}。请逐项决定，或对其余全部同意。",
            "{department} still has goals without a decision: {goals}. Decide each, or approve all that are left.",
        ),
        "goals.taken": (
            "{department}已有编号为 {goal} 的目标（包括已取消的）。请换一个编号。",
            "{department} already has a goal {goal}, perhaps a struck one. Use another number.",
        ),
        "goals.none_fixed": (
            "{department}还没有审定的目标可变更。",
            "{department} has no fixed goals that could be changed.",
        ),
        "goals.nothing_changed": (
            "{department}的目标没有任何改动。请先修改内容，再登记会议决定。",
            "Nothing in {department}'s goals differs. Change something before recording the decision.",
        ),
        "goals.in_use": (
            "目标 {goal} 已有考核记录，不能取消。请先冲正相关记录。",
            "Something was recorded on goal {goal}, so it can't be struck. Reverse those entries first.",
        ),
        "goals.struck": ("目标 {goal} 已被取消，不再分解到人。", "Goal {goal} was struck and is given to nobody."),
        "goals.no_member": (
            "目标 {goal}“{part}”：{officer}不是本科室人员。请从本科室人员中选择。",
            "Goal {goal} “{part}”: {officer} doesn't belong to the department. Choose one of its own people.",
        ),
        "goals.no_cover": (
            "目标 {goal}“{part}”没有 B 角。请指定一名替补；只有一人的科室除外。",
            "Goal {goal} “{part}” has nobody who stands in. Name one; only a department of one is exempt.",
        ),
        "goals.own_cover": (
            "目标 {goal}“{part}”：{officer}不能同时任 A 角和 B 角。请另选一人。",
            "Goal {goal} “{part}”: {officer} can't stand in for themselves. Choose somebody else.",
        ),
        "goals.part_twice": (
            "目标 {goal} 的分解事项“{part}”出现了两次。请合并，或改用不同的名称。",
            "Goal {goal} has two parts called “{part}”. Join them or name them apart.",
        ),
        "goals.part_without_person": (
            "目标 {goal} 有一行填了内容却没有选 A 角。请选择负责人。",
            "Goal {goal} has a line without a person. Choose who carries it.",
        ),
        # what people are told by message
        "told.goals_proposed": ("{department}报来 {year} 年度目标，请审阅", "{department} proposes its goals of {year}: agree or return"),
        "told.goals_returned": (
            "{department} {year} 年度目标已退回，请修改后再报",
            "The goals of {year} of {department} came back: mend and propose again",
        ),
        "told.goals_late": ("请尽快报送{department} {year} 年度目标", "Please propose the goals of {year} of {department} soon"),
        "told.goals_wait": (
            "{department} {year} 年度目标还在等您审阅",
            "The goals of {year} of {department} still wait for your agreement",
        ),
        "told.goals_fixed": (
            "{department} {year} 年度目标已审定，请分解到人",
            "The goals of {year} of {department} are fixed: break them down to people",
        ),
        "told.goals_changed": (
            "局长办公会变更了{department} {year} 年度目标",
            "The director's meeting changed the goals of {year} of {department}",
        ),
        "told.report_waits": (
            "{department}{period}完成情况等您审核提交，请尽快办理",
            "{period} progress of {department} waits for you to submit it",
        ),
        "told.report_late": ("请尽快填报{department}{period}完成情况", "{period} progress of {department}: please report it soon"),
        "told.report_returned": (
            "{department}{period}完成情况已退回，请修改后再报",
            "{period} progress of {department} came back: mend and submit again",
        ),
    }
)
