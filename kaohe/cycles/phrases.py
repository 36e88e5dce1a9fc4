"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "stage.setting": ("制定目标", "setting goals"),
        "stage.running": ("日常考核", "running"),
        "stage.closing": ("年终考核", "closing"),
        "stage.noticed": ("公示", "public notice"),
        "stage.reviewing": ("复核", "review"),
        "stage.final": ("定案", "final"),
        "cycles.stage": (
            "{year}年度现处于“{stage}”阶段，此事须在“{expected}”阶段办理。",
            "The year {year} is at the stage “{stage}”; this is done at “{expected}”.",
        ),
        "cycles.outside_year": (
            "日期 {found} 不在 {year} 年度内。请核对日期，或登记到相应年度。",
            "{found} is not in the year {year}. Check the date, or use the year it belongs to.",
        ),
        "cycles.not_yet": (
            "日期 {found} 晚于今天（{today}）。请在事实发生后再登记。",
            "{found} is later than today ({today}). Record it once it has happened.",
        ),
        "cycles.move": (
            "{year}年度不能从“{stage}”直接进入“{to}”。请按阶段顺序办理。",
            "The year {year} can't go from “{stage}” to “{to}”. Take the stages in order.",
        ),
        "cycles.moved_already": (
            "{year}年度的阶段刚刚已被他人推进。请刷新页面后再看。",
            "Someone else has just moved the year {year} on. Reload the page and look again.",
        ),
        "cycles.edition_changed": (
            "数据库中的考核办法全文与采用时不符（现为 {found}，应为 {expected}）。请停止使用并恢复备份。",
            "The measures in the database are not those that were adopted ({found}, not {expected}). Stop and restore a backup.",
        ),
        "cycles.amendment_empty": (
            "修订建议没有改动任何数。请先改一个参数再保存。",
            "The amendment changes no number. Change one before saving it.",
        ),
        "cycles.amendment_unnamed": ("修订建议没有名称。请写一个大家认得出的名称。", "The amendment has no name. Give it one that people recognise."),
        "cycles.amendment_label_long": (
            "修订建议的名称有 {found} 字，至多 {most} 字。请缩短。",
            "The amendment's name has {found} characters; {most} at most. Shorten it.",
        ),
        "cycles.amendment_reason_long": (
            "修订建议的理由有 {found} 字，至多 {most} 字。请缩短。",
            "The amendment's reason has {found} characters; {most} at most. Shorten it.",
        ),
        "cycles.amendment_twice": (
            "本年度已有名称、参数都相同的修订建议“{label}”。不必再存。",
            "There is an amendment “{label}” with these very numbers already. It needn't be saved again.",
        ),
        "cycles.amendment_of_another": (
            "修订建议“{label}”是{who}提出的，只能由{who}撤回。请与其商量。",
            "The amendment “{label}” was proposed by {who}, and only {who} can withdraw it. Ask them.",
        ),
        "cycles.amendment_withdrawn": (
            "修订建议“{label}”已经撤回，不必再撤。",
            "The amendment “{label}” is withdrawn already. It needn't be withdrawn again.",
        ),
        "cycles.edition_taken": (
            "本单位已采用过代码为“{code}”或内容相同的考核办法。请换一个代码，或直接使用已有的。",
            "This bureau has already adopted an edition with the code “{code}” or the same text. Use that one, or another code.",
        ),
        "cycles.edition_foreign": (
            "“{edition}”是其他单位采用的考核办法。{bureau}须先自行采用，再开启年度。",
            "“{edition}” was adopted by another bureau. {bureau} must adopt it before opening a year under it.",
        ),
        "cycles.year_taken": (
            "{year}年度已经开启。请直接进入该年度。",
            "The year {year} is already open. Go to it instead.",
        ),
        "cycles.own_action": (
            "进入“{to}”有自己的办理事项（审定目标、公示或定案），请在那里办理。",
            "Going to “{to}” has a deed of its own (fixing goals, publishing, finalising). Use that.",
        ),
        "milestone.goals": ("目标审定", "goals fixed"),
        "milestone.progress": ("完成情况报送", "progress reports"),
        "milestone.bulletin": ("季度通报", "bulletin"),
        "milestone.grading": ("年终划档", "grading"),
        "milestone.notice": ("结果公示", "public notice"),
        "milestone.objection": ("异议截止", "objections close"),
        "milestone.final": ("结果定案", "final results"),
        "milestone.numbered": ("第{number}期{name}", "{name} of period {number}"),
        "cycles.date_missing": (
            "“{what}”没有日期。请填写。",
            "“{what}” has no date. Fill it in.",
        ),
        "cycles.date_rest": (
            "“{what}”的日期 {found} 是休息日。请改为工作日，如 {next}。",
            "“{what}”: {found} is a day of rest. Take a working day, such as {next}.",
        ),
        "cycles.date_order": (
            "“{what}”（{found}）早于“{other}”（{before}）。请调整先后。",
            "“{what}” ({found}) comes before “{other}” ({before}). Put them in order.",
        ),
        "cycles.date_too_early": (
            "“{what}”的日期 {found} 不晚于该期最后一天 {end}。请推迟。",
            "“{what}”: {found} is not after the period's last day, {end}. Take a later day.",
        ),
        "cycles.date_far": (
            "“{what}”的日期 {found} 不在 {year} 年或次年内。请核对。",
            "“{what}”: {found} is neither in {year} nor in the year after. Check it.",
        ),
        "cycles.date_provisional": (
            "“{what}”的日期 {found} 是暂定的：那一年的工作日历尚未导入。请先在“工作日历”中导入。",
            "“{what}”: {found} is provisional, because that year's working days aren't loaded. Load them into the calendar first.",
        ),
        "cycles.day_unsourced": (
            "{day} 没有写明依据。请写明由哪份文件规定。",
            "{day} has no source. Name the paper that says so.",
        ),
        "cycles.day_not_set": (
            "本单位没有对 {day} 另作规定，不必撤销。",
            "This bureau has said nothing of {day}; nothing needs taking back.",
        ),
        "cycles.day_outside": (
            "{day} 不属于 {year} 年（含上年十二月）。请核对日期，或另按年份导入。",
            "{day} doesn't belong to {year} (or the December before). Check it, or load it with its own year.",
        ),
        "cycles.year_unsourced": (
            "{year} 年工作日历没有写明依据。请写明国务院办公厅通知的文号。",
            "The calendar of {year} has no source. Name the number of the State Council's notice.",
        ),
        "cycles.year_empty": (
            "{year} 年工作日历里一天也没有。请检查文件是否选对。",
            "The calendar of {year} holds not a single day. Check whether it is the right file.",
        ),
            "cycles.no_files": (
            "没有选择文件。请选择考核办法的压缩包，或其中的各个文件。",
            "No file was chosen. Choose the rulebook's zip, or its files.",
        ),
        "cycles.check_stale": (
            "这次检查已过期。请重新上传并检查。",
            "This check is too old. Upload the files and check them again.",
        ),
    }
)
