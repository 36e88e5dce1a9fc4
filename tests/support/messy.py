"""Makes workbooks as they really come: title rows, merged cells, headers in other words, hidden columns, dates in every way.

Each knows what it says (`truth`) and which of its cells are wrong (`faults`), so that a test can tell what was understood.
The same number gives the same workbook.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

PEOPLE, GOALS, ENTRIES = "people", "goals", "entries"
KINDS: Final = (PEOPLE, GOALS, ENTRIES)

#: Departments of the test bureau by code: what they are called in workbooks. The first is their own name.
PLACES: Final = {"budget": ("预算科", "预 算 科", "budget", " 预算科 "), "general": ("综合科", "综　合　科", "general", "综合科\n")}
#: Headers by field: our own, and what others call them.
HEADERS: Final = {
    PEOPLE: {
        "name": ("姓名", "* 姓名", "人员姓名", "姓　名"), "login": ("账号", "登录名", "用户名"), "department": ("科室", "所在科室", "部门", "科室名称（必填）"),
        "title": ("职务", "现任职务"), "roles": ("职责", "考核职责", "角色"), "since": ("起始日期", "任职时间", "到岗日期："),
    },
    GOALS: {
        "code": ("目标编号", "编号"), "department": ("科室", "责任科室", "部门"), "category": ("类别", "目标类别", "类型"),
        "title": ("目标名称", "目标内容", "工作目标"), "base": ("基本分", "分值", "基础分"), "due": ("完成时限", "完成时间", "时限（必填）"),
        "measure": ("衡量标准", "考核标准"),
    },
    ENTRIES: {
        "department": ("科室", "被考核科室", "部门"), "label": ("事项名称", "事项", "考核事项"), "occurred_on": ("发生日期", "日期", "* 时间"),
        "count": ("数量", "次数", "人次"), "persons": ("人员", "当事人", "姓名"), "about": ("事由", "情况说明", "摘要"), "evidence": ("佐证", "佐证材料"),
    },
}  # fmt: skip
SHEETS: Final = {
    PEOPLE: ("人员", "2025年人员表", "花名册", "人员名单"), GOALS: ("目标", "2025年目标", "业务目标", "目标表"),
    ENTRIES: ("考核记录", "考核记录（一季度）", "2025年台账", "记录"),
}  # fmt: skip
#: Fields whose cells people merge downwards.
MERGED: Final = {PEOPLE: ("department",), GOALS: ("department", "category"), ENTRIES: ("department", "occurred_on")}
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚"
RULES: Final = {"training.absence": "无故缺勤", "discipline.absence": "无故离岗"}
CATEGORIES: Final = {"key": ("重点业务目标", "重点"), "ordinary": ("业务目标", "一般目标")}
ROLES: Final = {"officer": ("科室人员",), "clerk": ("科室内勤", "内勤"), "checker": ("科室人员、考核小组", "考核小组，科室人员")}


@dataclass
class Messy:
    """One workbook.

    truth   for each row of data, by its number as people see it: what each cell means, by field
    faults  the cells that are wrong, as (row, field)
    places  the letter of each field's column
    """

    number: int
    kind: str
    content: bytes
    truth: dict[int, dict[str, Any]]
    faults: set[tuple[int, str]]
    places: dict[str, str]


def messy(number: int) -> Messy:
    """The workbook of that number: people, goals and entries in turn."""
    return _Maker(number, KINDS[number % 3]).made()


class _Maker:
    """One workbook being spoilt."""

    def __init__(self, number: int, kind: str) -> None:
        self.random = random.Random(f"messy {number}")
        self.number, self.kind = number, kind
        fields = list(HEADERS[kind])
        if self.likely(0.6):
            self.random.shuffle(fields)
        self.fields = fields
        self.before = self.random.choice([0, 0, 1])  # a column of one's own in front
        self.truth: dict[int, dict[str, Any]] = {}
        self.typed: dict[int, dict[str, Any]] = {}
        self.faults: set[tuple[int, str]] = set()

    def likely(self, chance: float) -> bool:
        """Heads or tails."""
        return self.random.random() < chance

    def made(self) -> Messy:
        """The workbook with everything that was done to it."""
        top = self.random.choice([0, 1, 2, 3])
        header = top + 1  # as people see it
        row = header
        for _ in range(self.random.randint(8, 15)):
            row += 1
            if self.likely(0.08):
                row += 1  # a blank row in between
            self.truth[row], self.typed[row] = self._row(len(self.truth))
        self._merge_values()
        self._spoil()
        places = {field: xl_col_to_name(at + self.before) for at, field in enumerate(self.fields)}
        return Messy(self.number, self.kind, self._written(top, header), self.truth, self.faults, places)

    # --- what the rows say

    def _row(self, index: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a row means, and what somebody typed for it."""
        code = self.random.choice(list(PLACES))
        truth: dict[str, Any] = {"department": code}
        typed: dict[str, Any] = {"department": self.random.choice(PLACES[code])}
        getattr(self, f"_{self.kind}")(index, truth, typed)
        return truth, typed

    def _people(self, index: int, truth: dict[str, Any], typed: dict[str, Any]) -> None:
        name = SURNAMES[index] + self.random.choice(GIVEN) + (self.random.choice(GIVEN) if self.likely(0.6) else "")
        role = self.random.choice(list(ROLES))
        day, written = self._day()
        truth |= {"name": name, "login": f"m{self.number}-{index}", "title": "科员", "since": day}
        truth["roles"] = {"officer", "checker"} if role == "checker" else {role}
        typed |= {"name": self._spread(name), "login": truth["login"], "title": " 科员", "since": written}
        typed["roles"] = self.random.choice(ROLES[role])

    def _goals(self, index: int, truth: dict[str, Any], typed: dict[str, Any]) -> None:
        category = self.random.choice(list(CATEGORIES))
        day, written = self._day()
        base = self.random.choice(["6", "7.5", "60/7"])
        truth |= {"code": f"M-{index + 1}", "category": category, "title": f"完成第{index}项工作", "base": base, "due": day, "measure": f"标准{index}"}
        typed |= {"code": truth["code"], "category": self.random.choice(CATEGORIES[category]), "title": truth["title"], "due": written}
        typed |= {"measure": truth["measure"], "base": self.random.choice([base, f"{base}分"]) if base != "6" else self.random.choice([6, "６", "6 分"])}

    def _entries(self, index: int, truth: dict[str, Any], typed: dict[str, Any]) -> None:
        rule = self.random.choice(list(RULES))
        count, (day, written) = self.random.randint(1, 4), self._day()
        names = [SURNAMES[(index + step) % len(SURNAMES)] + self.random.choice(GIVEN) for step in range(count)]
        truth |= {"label": rule, "occurred_on": day, "count": count, "persons": tuple(names), "about": f"第{index}次检查", "evidence": ("考勤表",)}
        typed |= {"label": self.random.choice([RULES[rule], f" {RULES[rule]}", rule]), "occurred_on": written, "about": truth["about"]}
        typed |= {"count": self.random.choice([count, f"{count}人次", f"{count} 次"]), "evidence": "考勤表"}
        typed["persons"] = self.random.choice(["、", "，", "\n", ";"]).join(map(self._spread, names))

    def _spread(self, name: str) -> str:
        """Names of two characters are often spread over three places."""
        return name[0] + self.random.choice(["", " ", "　"]) + name[1] if len(name) == 2 else name

    def _day(self) -> tuple[date, Any]:
        """A day, and one of the ways in which people write it."""
        day = date(2025, 1, 1) + timedelta(days=self.random.randrange(300))
        written = self.random.choice([
            day, day.isoformat(), f"{day.year}-{day.month}-{day.day}", f"{day.year}.{day.month}.{day.day}", f"{day.year}/{day.month}/{day.day}",
            f"{day.year}年{day.month}月{day.day}日", f"{day.month}月{day.day}日", (day - date(1899, 12, 30)).days, f"{day:%Y%m%d}",
            f"２０２５－{day.month}－{day.day}",
        ])  # fmt: skip
        return day, written

    # --- what is done to them

    def _merge_values(self) -> None:
        """Where cells are merged downwards, the rows below mean what the first says."""
        self.merges: list[tuple[str, int, int]] = []
        rows = sorted(self.truth)
        if not self.likely(0.6):
            return
        field = self.random.choice(MERGED[self.kind])
        first = self.random.randrange(len(rows) - 3)
        run = rows[first : first + self.random.randint(2, 3)]
        if run[-1] - run[0] != len(run) - 1:
            return  # a blank row lies between
        for row in run[1:]:
            self.truth[row][field] = self.truth[run[0]][field]
            self.typed[row][field] = None
        self.merges.append((field, run[0], run[-1]))

    def _spoil(self) -> None:
        """Cells that nobody can understand."""
        wrong: dict[str, dict[str, Any]] = {
            PEOPLE: {"department": "预算科室处", "roles": "打字员", "since": "上个月", "name": None},
            GOALS: {"department": "基建处", "category": "其他", "due": "年底前", "base": "若干"},
            ENTRIES: {"department": "基建处", "label": "迟到早退等", "occurred_on": "2025-02-30", "count": "多次"},
        }
        merged = {(row, field) for field, first, last in self.merges for row in range(first, last + 1)}
        for _ in range(self.random.choice([0, 0, 1, 2, 3])):
            row, field = self.random.choice(sorted(self.truth)), self.random.choice(sorted(wrong[self.kind]))
            if (row, field) not in merged and not any(row == other for other, _field in self.faults):
                self.typed[row][field] = wrong[self.kind][field]
                self.faults.add((row, field))

    # --- how it is written

    def _written(self, top: int, header: int) -> bytes:
        target = io.BytesIO()
        workbook = Workbook(target, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
        workbook.set_properties({"created": datetime(2025, 1, 1)})  # noqa: DTZ001 - so that it is the same every time
        formats = {"day": workbook.add_format({"num_format": self.random.choice(["yyyy-mm-dd", "yyyy年m月d日", "m/d/yy"])})}
        sheet = workbook.add_worksheet(self.random.choice(SHEETS[self.kind]))
        self._titles(sheet, workbook, top)
        self._headers(sheet, header)
        for row, cells in self.typed.items():
            if self.before:
                sheet.write_number(row - 1, 0, row)
            for at, field in enumerate(self.fields):
                self._cell(sheet, row - 1, at + self.before, cells[field], formats)
        for field, first, last in self.merges:
            at, cell = self.fields.index(field) + self.before, self.typed[first][field]
            look = formats["day"] if isinstance(cell, date) else None
            sheet.merge_range(first - 1, at, last - 1, at, datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell, look)  # noqa: DTZ001
        self._after(sheet, max(self.typed) + 1)
        if self.likely(0.5):
            at = self.random.randrange(len(self.fields)) + self.before
            sheet.set_column(at, at, None, None, {"hidden": True})
        if self.likely(0.4):
            sheet.set_row(self.random.choice(sorted(self.typed)) - 1, None, None, {"hidden": True})
        workbook.close()
        return target.getvalue()

    def _titles(self, sheet: Any, workbook: Any, top: int) -> None:
        """A title merged over the whole width, who filled it in, a blank line."""
        lines = ["2025年度考核用表", "填报单位：示范局          填报日期：2025年4月1日", None][:top]
        for row, line in enumerate(lines):
            if row == 0:
                sheet.merge_range(0, 0, 0, len(self.fields), line, workbook.add_format({"bold": True, "align": "center"}))
            elif line:
                sheet.write_string(row, 0, line)

    def _headers(self, sheet: Any, header: int) -> None:
        if self.before:
            sheet.write_string(header - 1, 0, "序号")
        for at, field in enumerate(self.fields):
            sheet.write_string(header - 1, at + self.before, self.random.choice(HEADERS[self.kind][field]))
        if self.likely(0.4):
            sheet.write_string(header - 1, len(self.fields) + self.before, "领导批示")
            sheet.write_string(header, len(self.fields) + self.before, "已阅")

    def _cell(self, sheet: Any, row: int, at: int, cell: Any, formats: dict[str, Any]) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell)
        elif cell is not None:
            sheet.write_string(row, at, cell)

    def _after(self, sheet: Any, row: int) -> None:
        """What stands under a table: a sum, a note, a place to sign."""
        if self.likely(0.4):
            sheet.write_string(row - 1, 0, "合计")
            sheet.write_number(row - 1, 1, len(self.typed))
            row += 1
        if self.likely(0.5):
            sheet.write_string(row, 0, "注：本表一式两份，由科室负责人签字后报考核办。")
