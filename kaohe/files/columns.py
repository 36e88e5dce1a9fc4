"""The sheets and columns of a year's facts: one declaration from which every reader, the template and the writers come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kaohe.engine import Rulebook
from kaohe.files.phrases import Told

# Kinds of cell. The first group is understood by itself (cells.py), the second by looking into the rulebook (names.py).
TEXT: Final = "text"
CODE: Final = "code"
DATE: Final = "date"
NUMBER: Final = "number"
WHOLE: Final = "whole"
YES_NO: Final = "yes_no"
LIST: Final = "list"
DEPARTMENT: Final = "department"
CATEGORY: Final = "category"
RULE: Final = "rule"
LEVEL: Final = "level"
GRADE: Final = "grade"
CONDITIONS: Final = "conditions"

#: Sheets by their code.
YEAR: Final = "year"
DEPARTMENTS: Final = "departments"
GOALS: Final = "goals"
GRADES: Final = "grades"
ENTRIES: Final = "entries"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    field     the field of Department, Goal or Entry that it fills
    header    what the template prints; english beside it
    also      other headers under which workbooks know it
    required  a row without it is an error, and so is a sheet without it
    merges    a merged cell fills all its rows; where False it is an error, for one number can't stand for three rows
    rare      read where it is there and written where it is needed, but not part of the template
    hint      what to fill in: Chinese, English
    """

    field: str
    header: str
    english: str
    kind: str = TEXT
    also: tuple[str, ...] = ()
    required: bool = False
    merges: bool = True
    rare: bool = False
    hint: tuple[str, str] = ("", "")
    width: int = 14

    def title(self, language: str) -> str:
        """The header in that language."""
        return self.english if language.startswith("en") else self.header

    def told(self, language: str) -> str:
        """The hint in that language."""
        return self.hint[1] if language.startswith("en") else self.hint[0]

    def hint_said(self) -> Told:
        """The hint as a part of a sentence."""
        return Told(*self.hint)

    def names(self) -> tuple[str, ...]:
        """Every header under which it is known."""
        return (self.header, self.english, self.field, *self.also)


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of records, or (the year) one key and its value a row."""

    code: str
    name: str
    english: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """The sheet's name in that language."""
        return self.english if language.startswith("en") else self.name

    def names(self) -> tuple[str, ...]:
        """Every name under which it is known."""
        return (self.name, self.english, self.code, *self.also)

    def column(self, field: str) -> Column:
        """The column that fills that field. Raises KeyError for none."""
        return self._by_field[field]

    @cached_property
    def required(self) -> frozenset[str]:
        """The fields that every row must fill in."""
        return frozenset(column.field for column in self.columns if column.required)

    @cached_property
    def _by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}


_DEPARTMENT: Final = Column(
    "department", "科室", "Department", DEPARTMENT, ("部门", "单位", "科室名称", "被考核科室", "责任科室", "处室", "股室"), True,
    hint=("科室的名称、简称或代码", "the department's name, short name or code"), width=16,
)  # fmt: skip
_EVIDENCE: Final = Column(
    "evidence", "佐证", "Evidence", LIST, ("佐证材料", "证明材料", "证据", "附件"),
    hint=("佐证材料的名称；多件用顿号或换行隔开", "names of the documents; several apart by 、 or by line breaks"), width=24,
)  # fmt: skip
_REVERSES: Final = Column(
    "reverses", "冲正记录号", "Reverses", CODE, ("冲正", "冲销记录号", "更正记录号", "冲正原记录号"), merges=False,
    hint=("本行更正哪条记录：填那条的记录号", "the number of the entry that this row takes back"), width=12,
)  # fmt: skip

YEAR_SHEET: Final = Sheet(
    YEAR, "年度", "Year",
    (
        Column("year", "考核年度", "Assessment year", WHOLE, ("年度", "年份", "考核年份"), True,
               hint=("四位年份，如 2025", "four digits, such as 2025"), width=16),
        Column("as_of", "截至日期", "As of", DATE, ("截止日期", "数据截至", "统计截至"),
               hint=("只看到这一天为止；留空表示全年", "things are known up to this day; empty means the whole year"), width=16),
        Column("bureau", "单位名称", "Bureau", TEXT, ("单位", "单位全称", "局名", "考核单位"),
               hint=("印在计分表上的单位名称；留空用规则中的", "as it is printed; empty for the rulebook's own"), width=28),
    ),
    ("考核年度", "基本信息"),
)  # fmt: skip

DEPARTMENT_SHEET: Final = Sheet(
    DEPARTMENTS, "科室", "Departments",
    (
        Column("code", "代码", "Code", CODE, ("科室代码", "部门代码", "编码"), merges=False,
               hint=("规则中的代码；新科室自定一个英文代码", "the rulebook's code; give a new department one"), width=16),
        Column("name", "科室", "Department", TEXT, ("科室名称", "部门", "部门名称", "单位", "名称"), True, merges=False,
               hint=("全称", "the full name"), width=22),
        Column("short", "简称", "Short name", TEXT, ("科室简称",), merges=False,
               hint=("计分表上印的名称", "the name that the score sheet prints")),
        Column("aliases", "别名", "Also called", LIST, ("曾用名", "其他名称"), merges=False,
               hint=("其他叫法，用顿号隔开", "other names, apart by 、"), width=28),
        Column("size", "人数", "Officers", WHOLE, ("在编人数", "科室人数", "编制人数"), merges=False,
               hint=("工作人员数；留空表示不详", "number of officers; empty means unknown"), width=8),
        Column("front_office", "窗口科室", "Front office", YES_NO, ("窗口", "是否窗口", "是否窗口科室"),
               hint=("是 或 否", "yes or no"), width=10),
    ),
    ("部门", "科室表", "科室名单", "科室信息"),
)  # fmt: skip

GOAL_SHEET: Final = Sheet(
    GOALS, "目标", "Goals",
    (
        Column("code", "目标编号", "Goal no.", CODE, ("编号", "目标代码", "目标号"), True, merges=False,
               hint=("本科室内不重复的编号", "a number of its own within the department"), width=12),
        _DEPARTMENT,
        Column("category", "类别", "Class", CATEGORY, ("目标类别", "目标类型", "类型"), True,
               hint=("重点业务目标 或 业务目标", "key goal or ordinary goal"), width=14),
        Column("title", "目标名称", "Goal", TEXT, ("目标", "目标内容", "工作目标", "名称"), width=36, merges=False,
               hint=("目标的名称", "what the goal is")),
        Column("base", "基本分", "Base points", NUMBER, ("分值", "基础分", "标准分"), merges=False,
               hint=("如 12 或 60/7；留空则与同类目标均分", "such as 12 or 60/7; empty for an equal share"), width=10),
        Column("origin", "来源", "Source", TEXT, ("目标来源", "依据"), width=22, hint=("由哪份文件或会议确定", "which paper or meeting set it")),
        Column("measure", "衡量标准", "Measure", TEXT, ("考核标准", "完成标准"), width=28, hint=("怎样算完成", "what counts as done")),
        Column("target", "目标值", "Target", TEXT, ("指标值", "年度目标值"), width=16, hint=("要达到的数或状态", "the figure or state to reach")),
        Column("due", "完成时限", "Due", DATE, ("完成时间", "时限", "截止时间", "完成期限"), width=14,
               hint=("日期，如 2025-12-31", "a date such as 2025-12-31")),
        Column("key_work", "实事或重点工作", "Key work", YES_NO, ("重点工作", "实事", "是否重点工作", "是否实事或重点工作"), width=14,
               hint=("是 或 否", "yes or no")),
    ),
    ("业务目标", "目标表", "目标责任"),
)  # fmt: skip

GRADE_SHEET: Final = Sheet(
    GRADES, "划档", "Grades",
    (
        Column("id", "记录号", "Entry no.", CODE, ("序列号", "流水号"), merges=False,
               hint=("不重复的编号；留空则按行号生成", "a number of its own; made from the row where empty"), width=12),
        _DEPARTMENT,
        Column("goal", "目标编号", "Goal no.", CODE, ("编号", "目标代码", "目标号", "目标"), True, merges=False,
               hint=("目标表中的编号", "the number in the sheet of goals"), width=12),
        Column("level", "档次", "Grade", GRADE, ("等次", "划档", "等级"), True, merges=False, width=12,
               hint=("从下拉表中选", "choose from the list")),
        Column("conditions", "依据条件", "Conditions", CONDITIONS, ("条件", "依据", "符合条件"), merges=False,
               hint=("所依据条件的代码（见规则表），多项用顿号隔开", "codes of the conditions relied on (see the rules), apart by 、"), width=16),
        Column("about", "理由", "Reason", TEXT, ("划档理由", "说明"), width=32, hint=("为什么划这一档", "why this grade")),
        _EVIDENCE,
        Column("occurred_on", "划档日期", "Graded on", DATE, ("日期", "评定日期"), True, width=12,
               hint=("考核小组划档的日子", "the day of the grading")),
        Column("recorded_by", "划档人", "Graded by", TEXT, ("评定人", "登记人"), hint=("谁划的档", "who graded it")),
        _REVERSES,
        Column("recorded_on", "登记日期", "Recorded on", DATE, ("登记时间",), rare=True, hint=("写入台账的日子", "the day it was written down")),
    ),
    ("划档表", "划档结果", "目标划档"),
)  # fmt: skip

ENTRY_SHEET: Final = Sheet(
    ENTRIES, "考核记录", "Entries",
    (
        Column("id", "记录号", "Entry no.", CODE, ("流水号", "台账号", "记录编号"), merges=False,
               hint=("不重复的编号；留空则按行号生成", "a number of its own; made from the row where empty"), width=12),
        _DEPARTMENT,
        Column("rule", "规则代码", "Rule code", RULE, ("规则", "代码", "事项代码"),
               hint=("见规则表；与事项名称填一项即可", "see the sheet of rules; this or the name is enough"), width=20),
        Column("label", "事项名称", "Matter", RULE, ("事项", "考核事项", "规则名称", "考核内容", "扣分事项", "加分事项"),
               hint=("从下拉表中选；与规则代码填一项即可", "choose from the list; this or the code is enough"), width=22),
        Column("occurred_on", "发生日期", "Occurred on", DATE, ("日期", "发生时间", "时间"), True,
               hint=("事情发生的日子，如 2025-03-12", "the day it happened, such as 2025-03-12"), width=12),
        Column("count", "数量", "Count", WHOLE, ("次数", "人次", "件数", "篇数"), merges=False,
               hint=("整数；留空算 1", "a whole number; empty is 1"), width=8),
        Column("level", "层级", "Level", LEVEL, ("级别", "采用层级", "表彰层级"),
               hint=("分层级计分的事项必填，见规则表", "needed where the rule has levels; see the sheet of rules"), width=16),
        Column("matter", "事项编号", "Matter no.", CODE, ("同一事项编号", "稿件编号", "信息编号"),
               hint=("同一件事、同一篇稿件用同一编号，只计一次", "one number for one matter or article, which counts once"), width=14),
        Column("goal", "目标编号", "Goal no.", CODE, ("相关目标", "目标"), hint=("与某目标有关时填", "where it concerns a goal"), width=12),
        Column("amount", "分值", "Points", NUMBER, ("评定分值", "扣分值", "评分"), merges=False,
               hint=("只有评定类事项由考核小组填分值", "only for judged rules: the points that the panel gives"), width=8),
        Column("persons", "人员", "Persons", LIST, ("当事人", "姓名", "涉及人员", "相关人员", "作者"),
               hint=("姓名，多人用顿号隔开", "names, apart by 、"), width=16),
        Column("about", "事由", "About", TEXT, ("情况说明", "说明", "摘要", "内容", "事项说明"), width=36, hint=("发生了什么", "what happened")),
        _EVIDENCE,
        Column("recorded_on", "登记日期", "Recorded on", DATE, ("登记时间", "录入日期"), width=12,
               hint=("写入台账的日子", "the day it was written down")),
        Column("recorded_by", "登记人", "Recorded by", TEXT, ("记录人", "录入人", "经办人"), hint=("谁登记的", "who wrote it down"), width=10),
        _REVERSES,
        Column("conditions", "依据条件", "Conditions", CONDITIONS, ("条件",), rare=True, merges=False,
               hint=("划档类记录所依据条件的代码", "codes of the conditions that a grading relies on")),
        Column("until", "至", "Until", DATE, ("止期", "截止日期", "结束日期", "至日期"), rare=True,
               hint=("请假等连续几天的，填最后一天", "the last day of what lasts several, such as leave")),
    ),
    ("记录", "考核台账", "台账", "考核记录表", "事项记录"),
)  # fmt: skip

SHEETS: Final = (YEAR_SHEET, DEPARTMENT_SHEET, GOAL_SHEET, GRADE_SHEET, ENTRY_SHEET)


def attributes_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The attributes of departments that this rulebook knows: those it names, and those its departments have."""
    had = (name for department in rulebook.departments for name in department.attributes)
    return tuple(dict.fromkeys((*rulebook.attributes, *had)))


def attribute_column(name: str, rulebook: Rulebook) -> Column:
    """The column of the sheet of departments that holds this attribute; its field is "attribute." and the name."""
    label = rulebook.attribute_label(name)
    english = rulebook.in_language(label, "en")
    also = (name, re.sub("^每[年季月]", "", label))
    hint = ("数；留空表示不详", "a number; empty means unknown")
    return Column(f"attribute.{name}", label, english, NUMBER, also, merges=False, hint=hint, width=16)


def sheets_for(rulebook: Rulebook) -> tuple[Sheet, ...]:
    """All sheets, the one of the departments with a column for each attribute that this rulebook knows."""
    more = tuple(attribute_column(name, rulebook) for name in attributes_of(rulebook))
    departments = Sheet(
        DEPARTMENTS,
        DEPARTMENT_SHEET.name,
        DEPARTMENT_SHEET.english,
        DEPARTMENT_SHEET.columns + more,
        DEPARTMENT_SHEET.also,
    )
    return tuple(departments if sheet.code == DEPARTMENTS else sheet for sheet in SHEETS)


def example_of(sheet: Sheet, rulebook: Rulebook, language: str = "zh") -> dict[str, str]:
    """What the template's example row shows, by field. The readers know it again by these very texts."""
    return dict(_examples(sheet.code, rulebook, language))


def _examples(sheet: str, rulebook: Rulebook, language: str) -> Iterator[tuple[str, str]]:
    mark = EXAMPLE[1] if language.startswith("en") else EXAMPLE[0]
    department = next((rulebook.in_language(each.name, language) for each in rulebook.departments), "")
    if sheet == GOALS:
        yield "code", mark
        yield "department", department
        yield (
            "category",
            next((rulebook.in_language(each.label, language) for each in rulebook.categories.values()), ""),
        )
        yield "title", _say(language, "完成年度预算编制", "Draw up the yearly budget")
        yield "due", f"{EXAMPLE_YEAR}-12-31"
    elif sheet == GRADES:
        yield "id", mark
        yield "department", department
        yield "goal", "Z-1"
        scale = next(iter(rulebook.scales.values()), None)
        yield (
            "level",
            next((rulebook.in_language(grade.label, language) for grade in scale.grades.values()), "") if scale else "",
        )
        yield "about", _say(language, "年度指标完成并获表彰", "The year's figures were met and commended")
        yield "occurred_on", f"{EXAMPLE_YEAR + 1}-01-08"
    elif sheet == ENTRIES:
        rule = next((rule for rule in rulebook.rules.values() if getattr(rule, "loses", False)), None)
        yield "id", mark
        yield "department", department
        if rule is not None:
            yield "rule", rule.code
            yield "label", rulebook.in_language(rule.label, language)
        yield "occurred_on", f"{EXAMPLE_YEAR}-03-12"
        yield "count", "1"
        yield "about", _say(language, "写明发生了什么", "Say what happened")


def _say(language: str, chinese: str, english: str) -> str:
    return english if language.startswith("en") else chinese


#: The word that marks the template's example row.
EXAMPLE: Final = ("示例", "Example")
#: The year of its dates; people type their own.
EXAMPLE_YEAR: Final = 2025
