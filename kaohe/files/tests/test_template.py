"""The template: made for any rulebook, filled in by hand, read back; its example row never counts."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kaohe.engine import WARNING, load
from kaohe.files.columns import DEPARTMENTS, SHEETS, YEAR, sheets_for
from kaohe.files.template import write_template
from kaohe.files.tests.workbooks import codes, part, read_facts, repacked, rulebook, told


@pytest.fixture(params=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture
def template(tmp_path, language):
    path = tmp_path / "template.xlsx"
    write_template(path, rulebook(), language=language)
    return path


def cells(path, sheet):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def filled(path, rows):
    """The template with these texts typed into cells: {sheet: {"A5": text}}."""
    names = [sheet.name for sheet in CalamineWorkbook.from_path(path).sheets_metadata]
    changes = {}
    for sheet, texts in rows.items():
        name = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
        text = part(path, name)
        for place, value in texts.items():
            text = re.sub(rf'<c r="{place}"[^>]*?(/>|>.*?</c>)', "", text)
            cell = f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
            number = re.sub(r"\D", "", place)
            if f'<row r="{number}"' in text:
                text = re.sub(rf'(<row r="{number}"[^>]*?)/>', r"\1></row>", text)
                text = re.sub(rf'(<row r="{number}"[^>]*>.*?)</row>', rf"\1{cell}</row>", text, flags=re.DOTALL)
            else:
                text = text.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>')
        changes[name] = text.encode()
    return repacked(path, changes, path.with_name("filled.xlsx"))


def test_an_untouched_template_is_empty_facts_for_the_rulebooks_departments(template):
    read = read_facts(template, rulebook(), year=2026)
    assert told(read) == []
    assert (read.facts.year, read.facts.departments) == (2026, rulebook().departments)
    assert (read.facts.goals, read.facts.entries) == ((), ())


def test_an_untouched_template_asks_for_the_year(template):
    assert codes(read_facts(template, rulebook())) == ["files.year_missing"]


def test_a_template_filled_in_is_read(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, rulebook())
    read = read_facts(
        filled(
            path,
            {
                "年度": {"B3": "2025", "B5": "某区财政局"},
                "目标": {"A5": "Z-1", "B5": "行财科", "C5": "重点业务目标", "E5": "60/7"},
                "划档": {"B5": "行财科", "C5": "Z-1", "D5": "合格", "H5": "2026-01-08"},
                "考核记录": {"B5": "行财科", "D5": "无故缺勤", "E5": "2025-03-12", "F5": "2"},
            },
        ),
        rulebook(),
    )
    assert told(read) == []
    absence, grading = read.facts.entries
    assert (absence.rule, absence.count, absence.occurred_on) == ("training.absence", 2, date(2025, 3, 12))
    assert (grading.rule, grading.level, grading.goal) == ("grade.key", "qualified", "Z-1")
    assert read.facts.bureau == "某区财政局"


def test_an_example_row_that_was_written_over_is_told(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, rulebook())
    read = read_facts(filled(path, {"年度": {"B3": "2025"}, "考核记录": {"L4": "王某缺勤"}}), rulebook())
    assert read.facts.entries == ()
    assert [(problem.code, problem.severity, problem.place.row) for problem in read.problems] == [
        ("files.example_changed", WARNING, 4)
    ]


def test_every_column_of_the_declaration_stands_in_the_template(template, language):
    for sheet in sheets_for(rulebook()):
        rows = cells(template, sheet.title(language))
        headers = [column.title(language) for column in sheet.columns if not column.rare]
        if sheet.code == YEAR:
            assert [row[0] for row in rows[2 : 2 + len(headers)]] == headers
        else:
            assert [cell for cell in rows[2] if cell] == headers
            assert sheet.code == DEPARTMENTS or rows[3][0] in ("示例", "Example")


def test_every_rule_stands_on_the_sheet_of_rules_with_its_clause(template, language):
    rows = cells(template, "规则" if language == "zh" else "Rules")
    by_code = {row[0]: row for row in rows if row}
    for rule in rulebook().rules.values():
        row = by_code[rule.code]
        assert row[1] == rulebook().in_language(rule.label, language)
        assert row[3] == rulebook().in_language(rulebook().clause_label(rule.clause), language)
        assert row[4]
        assert row[5]
    assert "−1" in by_code["training.absence"][5]
    assert "+4" in by_code["brief.adopted"][7]
    assert "e7" in by_code["excellent"][4]


def test_cells_have_drop_downs_and_checks(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, rulebook())
    names = [sheet.name for sheet in CalamineWorkbook.from_path(path).sheets_metadata]
    text = part(path, f"xl/worksheets/sheet{names.index('考核记录') + 1}.xml")
    for kind, reach in (
        ("list", "B4"),
        ("list", "C4"),
        ("list", "D4"),
        ("date", "E4"),
        ("whole", "F4"),
        ("list", "G4"),
        ("date", "N4"),
    ):
        assert re.search(rf'<dataValidation type="{kind}"[^>]*sqref="{reach}:', text), (kind, reach)
    choices = cells(path, "选项")
    lists = {column[0]: [cell for cell in column[1:] if cell] for column in zip(*choices, strict=True)}
    assert lists["rules"] == list(rulebook().rules)
    assert lists["departments"] == [department.name for department in rulebook().departments]
    assert lists["grades"][:2] == ["优秀", "良好"]


def test_a_template_is_the_same_byte_for_byte():
    first, second = io.BytesIO(), io.BytesIO()
    write_template(first, rulebook())
    write_template(second, rulebook())
    assert first.getvalue() == second.getvalue()


def test_another_rulebook_has_a_template_of_its_own(tmp_path):
    loaded = load(
        {"document.md": OTHER_DOCUMENT, "rulebook.yaml": OTHER_RULES, "readings.yaml": "readings: []\ncautions: []\n"}
    )
    assert loaded.rulebook is not None, loaded.problems
    write_template(tmp_path / "other.xlsx", loaded.rulebook)
    read = read_facts(tmp_path / "other.xlsx", loaded.rulebook, year=2026)
    assert told(read) == []
    assert [department.code for department in read.facts.departments] == ["one"]
    assert "迟到" in [row[1] for row in cells(tmp_path / "other.xlsx", "规则") if len(row) > 1]


OTHER_DOCUMENT = "# 某办法\n\n### 1 · A1 · 一 · 总则 · 计分\n\n按时到岗。\n"
OTHER_RULES = """
format: 1
rulebook: other
label: 某办法
bureau: 某局
issued: 2025-01-01
rounding: {places: 2, mode: half_up, at: published, readings: []}
periods: [全年]
goals: []
scales: []
tree:
  item: total
  label: 总分
  clause: "1"
  full: 100
  rules:
    - {kind: deduct, code: late, label: 迟到, each: 1, per: 次, asks: [about]}
rankings:
  - {ranking: total, label: 总排名, clause: "1", of: total, value: published, without: []}
honours: []
departments:
  - {department: one, name: 一科}
unscored: []
"""


def test_the_book_of_the_house_names_every_sheet_and_column():
    page = (Path(__file__).parents[3] / "docs" / "facts-format.md").read_text("utf-8")
    for sheet in SHEETS:
        row = next(line for line in page.splitlines() if line.startswith(f"| {sheet.name} |"))
        missing = [column.header for column in sheet.columns if column.header not in row]
        assert not missing, sheet.name
