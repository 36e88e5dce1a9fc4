"""What is written reads back as the same facts: from a workbook, from CSV files, from JSON; and the same twice over."""

import io
import json
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.engine import Department, Entry, Facts, Refused
from kaohe.files.facts_data import canonical_facts, facts_data, facts_from_data
from kaohe.files.facts_folder import write_facts_folder
from kaohe.files.facts_workbook import write_facts_workbook
from kaohe.files.tests.random_facts import TRICKS, facts, texts
from kaohe.files.tests.workbooks import part, read_facts, rulebook, told

slow = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
fast = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def same(read, expected):
    """The facts agree, apart from the order of rows and the places where they stood."""
    assert read.facts is not None, told(read)
    assert canonical_facts(read.facts) == canonical_facts(expected)


@slow
@given(facts(), st.sampled_from(["zh", "en"]), st.sampled_from(["", "某局（演示）"]))
def test_a_workbook_reads_back_as_the_same_facts(expected, language, title):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.xlsx"
        write_facts_workbook(path, rulebook(), expected, title=title, note="全部虚构。", language=language)
        same(read_facts(path, rulebook()), expected)


@slow
@given(facts(), st.sampled_from(["zh", "en"]))
def test_a_folder_of_csv_files_reads_back_as_the_same_facts(expected, language):
    with tempfile.TemporaryDirectory() as folder:
        write_facts_folder(Path(folder) / "facts", rulebook(), expected, language=language)
        same(read_facts(Path(folder) / "facts", rulebook()), expected)


@fast
@given(facts())
def test_json_reads_back_as_the_same_facts(expected):
    text = json.dumps(facts_data(expected), ensure_ascii=False, sort_keys=True)
    same(facts_from_data(json.loads(text), rulebook()), expected)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.json"
        path.write_text(text, "utf-8")
        same(read_facts(path, rulebook()), expected)


@fast
@given(facts(), st.randoms())
def test_the_order_of_rows_never_shows_in_the_data(expected, chance):
    goals, entries = list(expected.goals), list(expected.entries)
    chance.shuffle(goals)
    chance.shuffle(entries)
    shuffled = Facts(expected.year, expected.departments, tuple(goals), tuple(entries), expected.as_of, expected.bureau)
    assert facts_data(shuffled) == facts_data(expected)


def _facts(about="", departments=()):
    from datetime import date

    entry = Entry("1", "budget", "training.absence", date(2025, 3, 12), about=about)
    return Facts(2025, departments, (), (entry,))


def test_the_same_facts_give_the_same_workbook_byte_for_byte(tmp_path):
    import time

    first, second = io.BytesIO(), io.BytesIO()
    write_facts_workbook(first, rulebook(), _facts("x"))
    time.sleep(2.1)  # a zip keeps times to two seconds
    write_facts_workbook(second, rulebook(), _facts("x"))
    assert first.getvalue() == second.getvalue()
    write_facts_workbook(tmp_path / "facts.xlsx", rulebook(), _facts("x"))
    assert (tmp_path / "facts.xlsx").read_bytes() == first.getvalue()


@fast
@given(st.lists(st.one_of(st.sampled_from(TRICKS), texts()), min_size=1, max_size=5))
def test_no_text_ever_becomes_a_formula(found):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.xlsx"
        write_facts_workbook(path, rulebook(), _facts("\n".join(found)))
        for number in range(1, 6):
            assert "<f>" not in part(path, f"xl/worksheets/sheet{number}.xml")
        write_facts_folder(Path(folder), rulebook(), _facts(found[0]))
        row = (Path(folder) / "考核记录.csv").read_text("utf-8-sig").split("\n")[1]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", '"=', '"+', '"-', '"@')) for cell in row.split(","))


def test_a_text_that_no_cell_can_hold_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(Refused) as refusal:
        write_facts_workbook(tmp_path / "facts.xlsx", rulebook(), _facts("长" * 40_000))
    assert [problem.code for problem in refusal.value.problems] == ["files.text_too_long"]
    assert list(tmp_path.iterdir()) == []


def test_an_attribute_without_a_column_is_refused(tmp_path):
    unit = Department("budget", "预算科", attributes={"windows": Decimal(3)})
    with pytest.raises(Refused) as refusal:
        write_facts_workbook(tmp_path / "facts.xlsx", rulebook(), _facts(departments=(unit,)))
    assert "windows" in refusal.value.message()
    same(facts_from_data(facts_data(_facts(departments=(unit,))), rulebook()), _facts(departments=(unit,)))


def test_json_understands_labels_and_leaves_the_unknown_to_the_engine():
    data = {
        "year": 2025,
        "entries": [
            {"id": "1", "department": "行财科", "rule": "无故缺勤", "occurred_on": "2025-03-12"},
            {"id": "2", "department": "某科", "rule": "某事", "occurred_on": "2025-03-12"},
        ],
    }
    read = facts_from_data(data, rulebook()).facts
    assert read is not None
    first, second = read.entries
    assert (first.department, first.rule, first.count) == ("administration", "training.absence", 1)
    assert (second.department, second.rule) == ("某科", "某事")
