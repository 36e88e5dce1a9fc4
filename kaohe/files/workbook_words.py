"""The words that the facts workbook and its template print."""

from __future__ import annotations

from typing import Final

from kaohe.engine import register

#: The lines of the sheet of notes, in order.
GUIDE: Final = ("sheets", "tinted", "example", "choose", "dates", "matter", "reversal", "extra", "score")

register(
    {
        "files.sheet.notes": ("说明", "Notes"),
        "files.sheet.rules": ("规则", "Rules"),
        "files.sheet.choices": ("选项", "Choices"),
        "files.template.title": ("考核事实填报表", "Workbook for a year's facts"),
        "files.footer": ("&C第 &P 页，共 &N 页&R&A", "&CPage &P of &N&R&A"),
        "files.hint": ("{header}（{needed}）\n{hint}", "{header} ({needed})\n{hint}"),
        "files.hint.needed": ("必填", "required"),
        "files.hint.one_of": ("规则代码与事项名称填一项", "rule code or matter, one of them"),
        "files.hint.optional": ("可不填", "optional"),
        "files.remark.year": ("先填考核年度。", "State the assessment year first."),
        "files.remark.departments": (
            "参加本年考核的科室；与规则不同的请直接改。",
            "The departments assessed this year; change what differs.",
        ),
        "files.remark.goals": (
            "局长办公会审定的目标，一行一项。橙色列必填。",
            "The goals that the director's meeting fixed, one a row. Orange columns are required.",
        ),
        "files.remark.grades": (
            "考核小组对每项目标的划档，一行一项。橙色列必填。",
            "The grade of each goal, one a row. Orange columns are required.",
        ),
        "files.remark.entries": (
            "台账：一行一件事，只记发生了什么，不写得几分。橙色列必填；规则代码与事项名称填一项。",
            "The ledger: one event a row, never what it is worth. Orange columns are required, and the rule code or the matter.",
        ),
        "files.guide.heading": ("怎么填", "How to fill it in"),
        "files.guide.sheets": (
            "依次填“年度”“科室”“目标”“划档”“考核记录”五张表；“规则”表供查阅，不必改动。",
            "Fill in Year, Departments, Goals, Grades and Entries; the sheet of rules is for looking things up.",
        ),
        "files.guide.tinted": (
            "橙色表头的列必填，其余可不填；鼠标移到表头上可看填写说明。",
            "Columns with an orange heading are required, the others aren't; hover over a heading for what goes there.",
        ),
        "files.guide.example": (
            "标有“示例”的灰色行只供参考，读入时自动略过，可删可留。",
            "The grey row marked as an example is skipped when the file is read; delete it or leave it.",
        ),
        "files.guide.choose": (
            "科室、类别、档次、层级、事项从下拉表中选；科室也可写简称或别名。",
            "Choose department, class, grade, level and matter from the lists; a department may be named by its short name too.",
        ),
        "files.guide.dates": (
            "日期写成 2025-03-12；数量为整数，留空算 1；除不尽的基本分写成分数，如 60/7。",
            "Write dates like 2025-03-12; counts are whole numbers, empty is 1; write points without an end as a fraction, such as 60/7.",
        ),
        "files.guide.matter": (
            "同一件事、同一篇稿件用同一“事项编号”，按最高的一次计分。",
            "Give one matter or one article the same number everywhere; its highest counts.",
        ),
        "files.guide.reversal": (
            "登记有误不要删改：另加一行，在“冲正记录号”填原记录号，其余可留空；再加一行正确的。",
            "Don't change or delete what was recorded wrongly: add a row that names the entry under Reverses, then add the right one.",
        ),
        "files.guide.extra": (
            "可以加标题行、调换列序、合并科室单元格、加自己的列；认不出的列会提示，不会读入。",
            "You may add title rows, move columns, merge cells of departments and add columns; unknown ones are told and not read.",
        ),
        "files.guide.score": (
            "填好后运行：./run score 本文件。有问题会指出表、行、列和改法。",
            "Then run ./run score with this file. Whatever is wrong is told with sheet, row, column and what to do.",
        ),
        "files.rules.grades": ("档次与依据条件", "Grades and their conditions"),
        "files.rules.code": ("规则代码", "Rule code"),
        "files.rules.label": ("事项名称", "Matter"),
        "files.rules.item": ("考核项目", "Item"),
        "files.rules.clause": ("条款", "Clause"),
        "files.rules.kind": ("计分方式", "How it scores"),
        "files.rules.amount": ("分值", "Points"),
        "files.rules.per": ("单位", "Unit"),
        "files.rules.levels": ("层级", "Levels"),
        "files.rules.asks": ("需填写", "What to fill in"),
        "files.rules.raises": ("后果", "Consequences"),
        "files.rules.grade_code": ("档次代码", "Grade code"),
        "files.rules.grade": ("档次", "Grade"),
        "files.rules.coefficient": ("系数", "Coefficient"),
        "files.rules.conditions": ("依据条件（代码 内容）", "Conditions (code, content)"),
        "files.amount.each": ("每{per} {each}", "{each} for each {per}"),
        "files.amount.levels": ("按层级", "by level"),
        "files.amount.quota": (
            "每季达到任务 {base}，超出每{per} {extra}",
            "{base} a quarter when the quota is met, {extra} for each {per} beyond",
        ),
        "files.amount.graded": ("基本分 × 档次系数", "base points × coefficient of the grade"),
        "files.amount.judged": ("考核小组评定", "as the panel decides"),
        "files.amount.void": ("该项不得分", "the item is worth nothing"),
        "files.amount.flag": ("不计分", "no points"),
        "files.raises.veto": ("一票否决", "veto"),
        "files.raises.bar": ("不得列入先进", "no honours"),
        "files.raises.refer": ("追究责任", "handed on"),
        "files.needs.condition": ("须写明依据条件", "must name the condition relied on"),
        "files.needs.evidence": ("须附佐证", "needs evidence"),
    }
)
