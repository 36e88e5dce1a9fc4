"""The sheets beside the facts: how to fill them in, every rule with what it asks for, and the lists behind the drop-downs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from kaohe.engine import Rule, Rulebook, has_phrase, listed, phrase, shown, signed
from kaohe.files import workbook_words
from kaohe.files.columns import ENTRY_SHEET, GRADE_SHEET
from kaohe.files.guard import letters
from kaohe.files.score_workbook.style import DEEP, LINE, MUTED, Styles

#: What a recorder is asked for, as the rules say it → the column that takes it.
_ASKED: Final = {"person": "persons", "grade": "level"}


class Choices:
    """The lists behind the drop-downs, each a column of a hidden sheet."""

    def __init__(self, rulebook: Rulebook, departments: Iterable[str], language: str) -> None:
        self._sheet = phrase("files.sheet.choices", language)

        def said(labels: Iterable[str]) -> list[str]:
            return list(dict.fromkeys(rulebook.in_language(label, language) for label in labels))

        rules = rulebook.rules.values()
        self.lists = {
            "departments": list(departments),
            "categories": said(each.label for each in rulebook.categories.values()),
            "grades": said(grade.label for scale in rulebook.scales.values() for grade in scale.grades.values()),
            "rules": [rule.code for rule in rules],
            "labels": said(rule.label for rule in rules),
            "levels": said(level.label for rule in rules for level in getattr(rule, "levels", ())),
            "yes_no": ["yes", "no"] if language.startswith("en") else ["是", "否"],
        }

    def range(self, name: str) -> str:
        """The cells that hold that list, as a formula names them."""
        column = letters(list(self.lists).index(name) + 1)
        count = len(self.lists[name])
        return f"='{self._sheet}'!${column}$2:${column}${count + 1}"


def write_choices(sheet: Any, choices: Choices) -> None:
    """The hidden sheet."""
    for at, (name, texts) in enumerate(choices.lists.items()):
        for row, text in enumerate([name, *texts]):
            sheet.write_string(row, at, text)
    sheet.hide()


def write_notes(sheet: Any, styles: Styles, rulebook: Rulebook, title: str, note: str, language: str) -> None:
    """What this workbook is, for which rules, and how to fill it in."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 104)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, title, styles.get(font_size=18, bold=True, font_color=DEEP))
    about = " · ".join(rulebook.in_language(text, language) for text in (rulebook.bureau, rulebook.label) if text)
    sheet.write_string(1, 0, about, styles.get(font_color=MUTED))
    row = 2
    if note:
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, note, styles.get(bold=True, font_color="#92400E"))
        row += 1
    row += 1
    sheet.write_string(
        row, 0, phrase("files.guide.heading", language), styles.get(font_size=13, bold=True, font_color=DEEP)
    )
    for number, line in enumerate(workbook_words.GUIDE, 1):
        row += 1
        sheet.set_row(row, 24)
        sheet.write_number(row, 0, number, styles.get(align="center", font_color=MUTED))
        sheet.write_string(row, 1, phrase(f"files.guide.{line}", language), styles.get(text_wrap=True))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def write_rules(sheet: Any, styles: Styles, rulebook: Rulebook, language: str) -> None:
    """Every rule, then every grade with its conditions."""
    names = ("code", "label", "item", "clause", "kind", "amount", "per", "levels", "asks", "raises")
    for at, width in enumerate((26, 24, 20, 20, 24, 30, 8, 40, 36, 18)):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 30)
    sheet.write_string(
        0, 0, phrase("files.sheet.rules", language), styles.get(font_size=15, bold=True, font_color=DEEP)
    )
    row = _row(sheet, styles, 1, [phrase(f"files.rules.{name}", language) for name in names], heading=True)
    for item in rulebook.tree.walk():
        for rule in item.rules:
            texts = [
                rule.code,
                rulebook.in_language(rule.label, language),
                rulebook.in_language(item.label, language),
                rulebook.in_language(rulebook.clause_label(rule.clause), language),
                phrase(f"kind.{rule.name}", language),
                _amount(rule, rulebook, language),
                rulebook.in_language(rule.per, language),
                _levels(rule, rulebook, language),
                _asks(rule, language),
                listed((phrase(f"files.raises.{each}", language) for each in rule.raises), language),
            ]
            row = _row(sheet, styles, row, texts)
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, row - 1, len(names) - 1)
    _grades(sheet, styles, row + 1, rulebook, language)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer(phrase("files.footer", language))


def _grades(sheet: Any, styles: Styles, row: int, rulebook: Rulebook, language: str) -> None:
    sheet.write_string(
        row, 0, phrase("files.rules.grades", language), styles.get(font_size=13, bold=True, font_color=DEEP)
    )
    headings = ["grade_code", "grade", "coefficient", "clause", "conditions"]
    row = _row(
        sheet,
        styles,
        row + 1,
        [phrase(f"files.rules.{name}", language) for name in headings],
        heading=True,
        wide_last=True,
    )
    for scale in rulebook.scales.values():
        for grade in scale.grades.values():
            texts = [
                grade.code,
                rulebook.in_language(grade.label, language),
                shown(grade.coefficient),
                rulebook.in_language(rulebook.clause_label(grade.clause), language),
            ]
            conditions = [f"{each.code}  {rulebook.in_language(each.label, language)}" for each in grade.conditions]
            needs = [phrase(f"files.needs.{grade.needs}", language)] if grade.needs else []
            row = _row(sheet, styles, row, [*texts, "\n".join(needs + conditions)], wide_last=True)


def _row(
    sheet: Any, styles: Styles, row: int, texts: list[str], *, heading: bool = False, wide_last: bool = False
) -> int:
    """One row of texts; the last one over all columns that are left where it is long. Returns the next row."""
    look: dict[str, object] = {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "top"}
    if heading:
        look |= {"bold": True, "font_color": "#FFFFFF", "bg_color": DEEP, "valign": "vcenter"}
        sheet.set_row(row, 24)
    style = styles.get(**look)
    lines = max(text.count("\n") + 1 for text in texts)
    if lines > 1:
        sheet.set_row(row, 15 * lines)
    for at, text in enumerate(texts):
        if wide_last and at == len(texts) - 1:
            sheet.merge_range(row, at, row, 9, text, style)
        else:
            sheet.write_string(row, at, text, style)
    return row + 1


def _amount(rule: Any, rulebook: Rulebook, language: str) -> str:
    """What one occurrence is worth, in words."""
    per = rulebook.in_language(rule.per, language)
    if getattr(rule, "levels", ()):
        return phrase("files.amount.levels", language)
    if rule.name == "quota":
        return phrase(
            "files.amount.quota", language, {"base": signed(rule.base), "extra": signed(rule.extra), "per": per}
        )
    if getattr(rule, "each", None) is not None:
        each = -rule.each if rule.loses else rule.each
        return phrase("files.amount.each", language, {"each": signed(each), "per": per})
    worded = f"files.amount.{rule.name}"
    return phrase(worded if has_phrase(worded) else f"kind.{rule.name}", language)


def _levels(rule: Any, rulebook: Rulebook, language: str) -> str:
    sign = -1 if rule.loses else 1
    levels = getattr(rule, "levels", ())
    return "\n".join(f"{rulebook.in_language(each.label, language)} {signed(sign * each.each)}" for each in levels)


def _asks(rule: Rule, language: str) -> str:
    sheet = GRADE_SHEET if hasattr(rule, "scale") else ENTRY_SHEET
    titles = {column.field: column.title(language) for column in sheet.columns}
    fields = [_ASKED.get(ask, ask) for ask in rule.asks]
    return listed((titles[field] for field in fields if field in titles), language)
