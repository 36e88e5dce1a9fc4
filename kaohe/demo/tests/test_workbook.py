"""The workbook that ships is the demo year, whole, and says of itself that it is invented."""

import pytest

from kaohe.demo import DEMO_BUREAU, demo_year
from kaohe.demo.__main__ import main
from kaohe.demo.tests.founding import RULEBOOK
from kaohe.demo.workbook import NOTE, SHIPPED, write_demo_workbook
from kaohe.files.facts_data import facts_data
from kaohe.files.grids import workbook_grids
from kaohe.files.reading import read_facts


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "fresh.xlsx"
    write_demo_workbook(path, RULEBOOK)
    return path


@pytest.mark.parametrize("shipped", [True, False])
def test_the_workbook_reads_back_as_the_demo_year(fresh, shipped):
    found = read_facts(SHIPPED if shipped else fresh, RULEBOOK)
    assert [str(problem) for problem in found.problems] == []
    assert facts_data(found.facts) == facts_data(demo_year(2025))


def test_the_workbook_that_ships_is_small():
    assert SHIPPED.stat().st_size < 400_000


def test_every_sheet_of_facts_says_that_it_is_a_demonstration():
    sheets = [grid for grid in workbook_grids(SHIPPED.read_bytes(), SHIPPED.name) if not grid.hidden]
    marked = {grid.sheet for grid in sheets if DEMO_BUREAU in str(grid.rows[0]) and NOTE in str(grid.rows[:3])}
    assert {"年度", "目标", "划档", "考核记录", "说明"} <= marked


def test_the_same_facts_give_the_same_bytes(fresh, tmp_path):
    write_demo_workbook(tmp_path / "again.xlsx", RULEBOOK)
    assert (tmp_path / "again.xlsx").read_bytes() == fresh.read_bytes()


def test_the_command_writes_the_workbook_where_it_is_told(fresh, tmp_path, capsys):
    target = tmp_path / "new folder" / "demo.xlsx"
    assert main([str(target)]) == 0
    assert target.read_bytes() == fresh.read_bytes()
    assert str(target) in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["one.xlsx", "two.xlsx"]])
def test_the_command_says_how_it_is_used(arguments, capsys):
    assert main(arguments) == 2
    assert "用法" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path, capsys):
    (tmp_path / "file").write_text("no folder")
    assert main([str(tmp_path / "file" / "demo.xlsx")]) == 2
    assert "无法写入" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
