"""The score workbook's own words, Chinese first and English beside it."""

from __future__ import annotations

from kaohe.engine import phrase, register


def say(code: str, language: str, /, **values: object) -> str:
    """The workbook's word of that name, filled."""
    return phrase(f"workbook.{code}", language, values)


register(
    {
        "workbook.summary": ("汇总", "Summary"),
        "workbook.notes": ("说明", "Notes"),
        "workbook.title": ("{bureau}{year}年度{label}结果", "{bureau}: {label}, results of {year}"),
        "workbook.sheet_title": ("{department} · {year} 年度考核计分表", "{department}: score sheet, {year}"),
        "workbook.as_of": ("截至 {day}", "as of {day}"),
        "workbook.whole_year": ("全年", "whole year"),
        "workbook.rank": ("名次", "Rank"),
        "workbook.department": ("科室", "Department"),
        "workbook.total": ("总分", "Total"),
        "workbook.takes_part": ("参加排名", "Ranked"),
        "workbook.remarks": ("备注", "Remarks"),
        "workbook.yes": ("是", "yes"),
        "workbook.no": ("否", "no"),
        "workbook.outside": ("—", "–"),
        "workbook.pending": ("待定", "pending"),
        "workbook.value": ("分数", "Points"),
        "workbook.item": ("项目与事项", "Item and matter"),
        "workbook.clause": ("条款", "Clause"),
        "workbook.full": ("满分/任务", "Full / quota"),
        "workbook.weight": ("权重", "Weight"),
        "workbook.count": ("数量/基本分", "Count / base"),
        "workbook.each": ("单价/系数", "Each / coefficient"),
        "workbook.points": ("得分", "Points"),
        "workbook.not_counted": ("不计", "Not counted"),
        "workbook.basis": ("依据", "On what"),
        "workbook.published": ("公布分", "Published"),
        "workbook.entries": ("记录 {count} 条：{ids}", "{count} entries: {ids}"),
        "workbook.and_more": (" 等", " …"),
        "workbook.note.how": ("怎样核对", "How to follow the sum"),
        "workbook.note.how_1": (
            "每个科室一张表，按考核办法的项目自上而下展开；每一行写明条款、数量、单价和得分，得分都是公式，不是填上去的数。",
            "Each department has a sheet that follows the rulebook's items; each row names its clause, count, worth and points. "
            "Points are formulas, not typed numbers.",
        ),
        "workbook.note.how_2": (
            "蓝色的数是输入：改动数量、系数或评定分，项目分、总分和名次随之变化。",
            "Blue numbers are inputs: change a count, a coefficient or a judged amount, and item, total and rank follow.",
        ),
        "workbook.note.how_3": (
            "“扣完为止”“封顶”自成一行；“不计”栏里的数只供查看，不进入合计；“待定”不是零，补上之前没有总分。",
            "“Used up” and “limit” are rows of their own; numbers under “not counted” are shown and not added; “pending” is no "
            "zero: there is no total until it is known.",
        ),
        "workbook.note.how_4": (
            "中间不取舍，只在公布分取 {places} 位小数（{mode}）。内层 ROUND(…,9) 只为消除电子表格二进制小数的尾差。",
            "Nothing is rounded on the way; only the published figure has {places} places ({mode}). The inner ROUND(…,9) only "
            "removes the spreadsheet's binary remainders.",
        ),
        "workbook.note.how_5": (
            "本表供核对和试算，改动它不会改动台账；正式结果以系统和存证包为准。",
            "This workbook is for checking and trying; changing it changes no ledger. The system and the bundle hold the result.",
        ),
        "workbook.note.bureau": ("单位", "Bureau"),
        "workbook.note.label": ("考核办法", "Rulebook"),
        "workbook.note.code": ("规则代码", "Code"),
        "workbook.note.issued": ("印发日期", "Issued"),
        "workbook.note.sha256": ("SHA-256", "SHA-256"),
        "workbook.note.sm3": ("SM3", "SM3"),
        "workbook.note.year": ("考核年度", "Year"),
        "workbook.note.as_of": ("截止日期", "As of"),
        "workbook.note.engine": ("引擎版本", "Engine"),
        "workbook.note.problems": ("待定与提示", "Pending and notes"),
        "workbook.note.none": ("无", "None"),
        "workbook.mode.half_up": ("四舍五入", "half up"),
        "workbook.mode.half_even": ("四舍六入五成双", "half to even"),
        "workbook.mode.down": ("舍去", "down"),
        "workbook.mode.up": ("进位", "up"),
        "workbook.page": ("第 &P 页，共 &N 页", "Page &P of &N"),
    }
)
