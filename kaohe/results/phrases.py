"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "results.period_running": (
            "{period}到 {ends} 才结束，现在不能通报。请在季度结束后办理。",
            "{period} ends on {ends} and can't be announced yet. Wait until it is over.",
        ),
        "results.period_before_open": (
            "{before}尚未通报，不能先通报{period}。请按季度顺序办理。",
            "{before} hasn't been announced, so {period} can't be. Take the quarters in order.",
        ),
        "results.deadline_provisional": (
            "异议截止日算到 {day}，而那一年的工作日历尚未导入，截止时间不能确定。请先在“工作日历”中导入，再公示。",
            "Objections would close on {day}, in a year whose working days aren't loaded, so the deadline is uncertain. Load them into the calendar first.",
        ),
        "results.objections_open": (
            "异议期到 {deadline:%Y-%m-%d %H:%M} 才届满，现在不能定案。请届满后办理。",
            "Objections may be filed until {deadline:%Y-%m-%d %H:%M}; the results can't be final before. Wait until then.",
        ),
    }
)
