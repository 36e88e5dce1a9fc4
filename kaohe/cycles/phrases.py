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
    }
)
