"""The exported workbook gives the engine's numbers: as stored, as recalculated, and after somebody changes a count."""

import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from kaohe.engine import Entry, Exact, Facts, rounded, score
from kaohe.files.score_workbook import write_score_workbook
from kaohe.files.score_workbook.department import HEADER_ROW, lay_out
from kaohe.files.score_workbook.formulas import rounded_formula
from kaohe.files.score_workbook.plan import cells_of
from tests.support.founding import founding_rulebook
from tests.support.libreoffice import NoLibreOffice, recalculated
from tests.support.small import small_facts, small_rulebook
from tests.support.years import random_year

PENDING = {"zh": "待定", "en": "pending"}
POINTS = 6  # the column of points, from 0


@pytest.fixture(scope="module")
def calculator(tmp_path_factory):
    """Workbooks recalculated by LibreOffice; fails loudly where there is none."""

    def of(*workbooks):
        try:
            return recalculated(workbooks, tmp_path_factory.mktemp("recalculated"))
        except NoLibreOffice as missing:
            pytest.fail(str(missing), pytrace=False)

    return of


def year(seed, **settings):
    return random_year(random.Random(seed), founding_rulebook(), **settings)


def board_of(facts):
    return score(founding_rulebook(), facts)


def sheets(path_or_file):
    book = CalamineWorkbook.from_path(path_or_file)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def assert_equals(found, board, language="zh"):
    """Every total, rank and item on the sheets is the engine's."""
    rulebook = founding_rulebook()
    summary = next(iter(found.values()))[HEADER_ROW:]
    for row, standing in zip(summary, board.ranked(), strict=True):
        assert row[1] == rulebook.in_language(standing.department.name, language)
        assert_cell(row[6], standing.published, language, f"{row[1]}: total")
        expected = standing.rank if standing.rank is not None else "—" if standing.vetoed else PENDING[language]
        assert row[0] == expected, f"{row[1]}: rank"
    for standing in board.standings:
        rows = found[rulebook.in_language(standing.department.title, language)]
        for each in lay_out(standing, rulebook).walk():
            assert_cell(
                rows[each.row - 1][POINTS], each.node.points, language, f"{standing.department.code} {each.node.code}"
            )
            for at, line in each.lines:
                if line.counted and line.what != "flag":
                    where = f"{standing.department.code} {each.node.code} {line.what}"
                    assert_cell(rows[at - 1][POINTS], line.points, language, where)
    placings = board.rankings["information"]
    for row, placing in zip(list(found.values())[1][HEADER_ROW:], placings, strict=True):
        assert_cell(row[2], placing.value, language, f"information of {placing.department}")
        unranked = "—" if placing.why == "veto" else PENDING[language]
        assert row[0] == (placing.rank if placing.rank is not None else unranked)


def assert_cell(found, expected, language, where):
    if expected is None:
        assert found == PENDING[language], where
    else:
        assert abs(Fraction(found) - Fraction(expected)) < Fraction(1, 10**9), where


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_stored_values_are_the_engines(tmp_path, language):
    board = board_of(year(3))
    path = tmp_path / "score.xlsx"
    write_score_workbook(path, founding_rulebook(), board, language=language)
    book = sheets(path)
    if language == "zh":
        assert_equals(book, board)
    assert next(iter(book)) == {"zh": "汇总", "en": "Summary"}[language]
    assert list(book)[-1] == {"zh": "说明", "en": "Notes"}[language]


@pytest.mark.libreoffice
def test_recalculated_by_libreoffice_it_equals_the_engine_on_random_years(tmp_path, calculator):
    """Totals, ranks, every item and every line; the stored values are wiped before."""
    boards = {}
    for seed in range(12):
        path = tmp_path / f"year{seed}.xlsx"
        boards[path] = board_of(year(seed, complete=seed % 3 != 0))
        write_score_workbook(path, founding_rulebook(), boards[path])
    results = calculator(*boards)
    for path, board in boards.items():
        assert_equals(sheets(results[path.name]), board)
    assert any(standing.vetoed for board in boards.values() for standing in board.standings)
    assert any(standing.published is None for board in boards.values() for standing in board.standings)


@pytest.mark.libreoffice
def test_a_changed_count_moves_the_total(tmp_path, calculator):
    """Someone types 9 for 2 absences: the item is used up, and the total is what the engine would give."""
    facts = replace(year(2, complete=True), entries=())
    before = [*year(2, complete=True).entries, _absence(facts, 2)]
    after = [*year(2, complete=True).entries, _absence(facts, 9)]
    path = tmp_path / "before.xlsx"
    write_score_workbook(path, founding_rulebook(), board_of(replace(facts, entries=tuple(before))))
    board = board_of(replace(facts, entries=tuple(after)))
    standing = board.of(facts.departments[0].code)
    found = sheets(calculator(_typed(path, tmp_path / "after.xlsx", standing))["after.xlsx"])
    row = next(row for row in found["汇总"] if row[1] == standing.department.name)
    assert_cell(row[6], standing.published, "zh", "total")


def _absence(facts, count):
    return Entry("new", facts.departments[0].code, "training.absence", date(2025, 6, 1), count)


def _typed(source, target, standing):
    """The workbook after a person typed 9 into the count of the entry."""
    layout = lay_out(standing, founding_rulebook())
    training = layout.find("training")
    row = next(at for at, line in training.lines if line.entries and line.entries[0].id == "new")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet") and f'r="E{row}"'.encode() in content:
                content = re.sub(rf'(<c r="E{row}" s="\d+"><v>)2(</v>)'.encode(), rb"\g<1>9\2", content)
            new.writestr(name, content)
    return target


@pytest.mark.libreoffice
def test_every_way_of_rounding_is_the_engines(tmp_path, calculator):
    """Halves, near halves and thirds, by all four modes, where binary fractions would go astray."""
    from xlsxwriter import Workbook

    numbers: list[Exact] = [
        Decimal(text) for text in ("82.125", "82.135", "1.005", "2.675", "0.125", "86.1249999", "0", "99.995")
    ]
    numbers += [Fraction(60, 7), Fraction(1, 3)]
    modes = ["half_up", "half_even", "down", "up"]
    path = tmp_path / "rounding.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, number in enumerate(numbers):
            text = f"({number})" if isinstance(number, Fraction) else f"{number}"
            for column, mode in enumerate(modes):
                sheet.write_formula(row, column, f"={rounded_formula(text, 2, mode)}", None, 0)
    (rows,) = sheets(calculator(path)["rounding.xlsx"]).values()
    for row, number in zip(rows, numbers, strict=True):
        assert row[:4] == [float(rounded(number, 2, mode)) for mode in modes], number


def test_points_are_formulas_and_not_typed_numbers(tmp_path):
    """Only a judged amount is typed; everything else says how it came about."""
    for seed in range(6):
        for standing in board_of(year(seed)).standings:
            for each in lay_out(standing, founding_rulebook()).walk():
                for row, line in each.lines:
                    cell = cells_of(each, row, line, founding_rulebook(), "待定").points
                    if cell is not None and line.points is not None:
                        assert cell.formula or line.what == "judged", line


def test_the_same_board_gives_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        write_score_workbook(target, small_rulebook(), score(small_rulebook(), small_facts()))
    assert first.getvalue() == second.getvalue()


def test_what_people_wrote_is_never_a_formula_or_a_link(tmp_path):
    """Names and events that look like formulas stay the text that they are."""
    nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "=HYPERLINK(A1)", "\t=1", "mailto:a@b"]
    facts = small_facts()
    entries = [
        replace(facts.entries[0], id=str(number), about=text, persons=(text,), count=1)
        for number, text in enumerate(nasty)
    ]
    department = replace(small_rulebook().departments[0], name="=1+1", short="[=2*3]:'x'/")
    board = score(small_rulebook(), Facts(2025, (department,), entries=tuple(entries)))
    path = tmp_path / "score.xlsx"
    write_score_workbook(path, small_rulebook(), board)
    with zipfile.ZipFile(path) as book:
        content = {name: book.read(name).decode() for name in book.namelist()}
    formulas = [text for name in content for text in re.findall(r"<f>(.*?)</f>", content[name])]
    assert formulas
    assert not [
        formula for formula in formulas if any(text.strip("=") in formula for text in ("1+1", "HYPERLINK", "SUM(A1)"))
    ]
    assert not [name for name in content if "<hyperlink " in content[name] or "hyperlink" in name]
    for text in nasty:
        assert text.strip() in content["xl/sharedStrings.xml"]


def test_who_sees_one_department_finds_the_rank_that_was_announced(tmp_path):
    """A formula would find one department on the sheet, and call it the first."""
    board = board_of(year(3, complete=True))
    second = next(each for each in board.standings if each.rank == 2)
    code = second.department.code
    own = {name: tuple(each for each in places if each.department == code) for name, places in board.rankings.items()}
    path = tmp_path / "own.xlsx"
    write_score_workbook(path, founding_rulebook(), replace(board, standings=(second,), rankings=own))
    assert [row[0] for row in sheets(path)["汇总"][HEADER_ROW:]] == ["2"]
    with zipfile.ZipFile(path) as parts:
        summary = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f'r="A{HEADER_ROW + 1}"' in summary
    assert "SUMPRODUCT" not in summary


def test_departments_with_the_same_name_have_sheets_of_their_own(tmp_path):
    first = replace(small_rulebook().departments[0], name="甲" * 40)
    second = replace(first, code="b")
    third = replace(first, code="c", name="汇总")
    board = score(small_rulebook(), Facts(2025, (first, second, third)))
    path = tmp_path / "score.xlsx"
    write_score_workbook(path, small_rulebook(), board)
    names = list(sheets(path))
    assert len({name.lower() for name in names}) == len(names) == 5
    assert all(len(name) <= 31 for name in names)


def test_an_unfinished_year_shows_what_is_pending_and_no_number(tmp_path):
    facts = replace(year(1), as_of=date(2025, 8, 1))
    board = board_of(facts)
    path = tmp_path / "score.xlsx"
    write_score_workbook(path, founding_rulebook(), board)
    found = sheets(path)
    assert_equals(found, board)
    assert {row[6] for row in found["汇总"][HEADER_ROW:]} == {"待定"}
    assert "暂计" in found["汇总"][HEADER_ROW][8]


@pytest.mark.libreoffice
def test_an_unfinished_year_recalculates_to_pending(tmp_path, calculator):
    boards = {}
    for seed, day in ((1, date(2025, 8, 1)), (4, date(2025, 12, 31)), (5, date(2025, 1, 2))):
        path = tmp_path / f"as-of-{seed}.xlsx"
        boards[path] = board_of(replace(year(seed), as_of=day))
        write_score_workbook(path, founding_rulebook(), boards[path])
    results = calculator(*boards)
    for path, board in boards.items():
        assert_equals(sheets(results[path.name]), board)


def test_a_missing_libreoffice_is_said_loudly(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoLibreOffice, match="apt-get install"):
        recalculated([], tmp_path)
