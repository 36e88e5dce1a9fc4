"""Chinese and Latin letters line up in the terminal, and nothing in a workbook can steer it."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cli.terminal import LEFT, RIGHT, fill, plain, progress, table, wrapped
from kaohe.wording.widths import width


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("考核", 4), ("60%", 3), ("（甲）", 6), ("e\u0301", 1), ("\u200b", 0)]
)
def test_the_width_of_text(text, columns):
    assert width(text) == columns


def test_text_is_filled_on_either_side():
    assert fill("考核", 6) == "考核  "
    assert fill("考核", 6, RIGHT) == "  考核"
    assert fill("考核", 2) == "考核"


@given(st.text(alphabet="甲乙，。 abc defgh（）1", max_size=120), st.integers(6, 40))
def test_wrapped_text_fits_and_loses_nothing(text, columns):
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # A mark that may not begin a line may stand out by its own width.
    assert all(width(line.rstrip("，。）（")) <= columns for line in lines)


def test_english_breaks_at_spaces():
    assert wrapped("one two three", 8) == ["one two", "three"]


def test_a_table_lines_up():
    lines = table(["名", "分", "备注"], [["甲科", "1.5", "无"], ["b", "20", "x"]], [LEFT, RIGHT, LEFT], 40)
    assert lines == ["名     分  备注", "───────────────", "甲科  1.5  无", "b      20  x"]


def test_a_long_last_column_stands_under_its_row_where_there_is_no_room():
    lines = table(["a", "b", "c"], [["1" * 20, "2" * 20, "word " * 8]], [LEFT, LEFT, LEFT], 50)
    assert lines[-1].strip().startswith("word")
    assert max(width(line) for line in lines) <= 50


def test_control_characters_do_not_reach_the_terminal():
    assert plain("a\x1b[31mb\r\nc\x07") == "a [31mb  c "


def test_progress_is_silent_where_nobody_watches(capsys):
    with progress("reading") as tell:
        tell("1/2")
    assert capsys.readouterr().err == ""


def test_progress_is_told_on_a_terminal_and_wiped_away(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress("正在读取") as tell:
        tell("1/2")
    said = capsys.readouterr().err
    assert said.startswith("\r正在读取 …")
    assert said.endswith("\r")
