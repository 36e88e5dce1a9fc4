"""Titles are broken by sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.paper.titles import title_lines
from kaohe.wording.widths import width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("", ()),
        ("  \n ", ()),
        ("目标责任书", ("目标责任书",)),
        ("关于2025年度目标绩效考核结果的公示", ("关于2025年度目标绩效考核结果的公示",)),
        ("市南区财政局关于2025年度目标绩效考核结果的通报", ("市南区财政局关于2025年度", "目标绩效考核结果的通报")),
        ("上面\n下面。", ("上面", "下面")),
    ],
)
def test_a_title_has_these_lines(title, lines):
    assert title_lines(title) == lines


def test_a_number_a_name_and_a_word_stay_whole():
    lines = title_lines("关于印发《业务工作目标绩效考核办法（试行）》和《机关建设工作考核办法（试行）》的通知")
    assert len(lines) == 3
    assert all(not line.startswith(("》", "）", "的", "、")) for line in lines)
    assert all(not line.endswith(("《", "（")) for line in lines)


@given(st.text(alphabet="关于示范区财政局2025年度目标考核《》（）、的abc 通报", max_size=80))
def test_no_line_is_too_long_and_nothing_is_lost(title):
    lines = title_lines(title)
    assert all(width(line) <= 38 for line in lines)
    assert "".join("".join(lines).split()) == "".join(title.split()).rstrip("。")
