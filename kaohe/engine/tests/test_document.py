"""document.md: every clause with its anchor, and what makes a heading no clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.document import read_document
from kaohe.engine.problems import Place

TEXT = """\
# 某办法

引言不是条款。

### 1 · - · 第一条 · 总则

第一段。

第二段。

## 第二章

章下的话也不属于条款。

### 1.2 · O1 · 附件3 一(一)1 · 学习培训 · 计分
缺勤扣分。
"""


def test_a_clause_has_its_anchor_number_label_title_and_summary():
    clauses, problems = read_document(TEXT)
    assert problems == []
    assert list(clauses) == ["1", "1.2"]
    first, second = clauses.values()
    assert (first.id, first.label, first.title, first.scores) == ("", "第一条", "总则", False)
    assert first.summary == "第一段。\n\n第二段。"
    assert (second.id, second.label, second.title, second.scores) == ("O1", "附件3 一(一)1", "学习培训", True)
    assert second.summary == "缺勤扣分。"


def test_a_clause_knows_where_it_stands():
    clauses, _ = read_document(TEXT)
    assert [clause.place for clause in clauses.values()] == [Place("document.md", 5), Place("document.md", 15)]


@pytest.mark.parametrize(
    "heading",
    ["一 · - · 第一条 · 总则", "1 · - · 第一条", "1 - 第一条 总则", "1. · - · 第一条 · 总则", "1 · - · 甲 · 乙 · 丙", "1 · - · 甲 · 乙 · 计分 · 丁"],
)  # fmt: skip
def test_a_heading_of_another_form_is_told_with_its_line(heading):
    clauses, problems = read_document(f"# 某办法\n\n### {heading}\n\n### 2 · - · 第二条 · 其他\n")
    assert list(clauses) == ["2"]
    assert [(each.code, each.place, each.values) for each in problems] == [
        ("document.heading", Place("document.md", 3), {"found": heading})
    ]


def test_an_anchor_may_stand_once():
    _, problems = read_document("### 1 · - · 甲 · 乙\n### 1 · - · 丙 · 丁\n")
    assert [(each.code, each.place.line) for each in problems] == [("rulebook.duplicate", 2)]


@given(st.text(alphabet=st.sampled_from("# ·\n1.a甲-\x0b\u2028")))
def test_no_text_whatever_raises(text):
    clauses, problems = read_document(text)
    assert len(clauses) + len(problems) >= text.startswith("### ")
