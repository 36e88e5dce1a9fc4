"""`kaohe bulk follow`: a new entry is answered at once with what it changes, and nothing is written."""

import io
import json
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaohe.bulk import following
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.engine import Department, Entry, Facts, Goal, score, shown
from tests.support.founding import founding_rulebook

BOOK = founding_rulebook()
YEAR = Facts(
    2025,
    (Department("d0", "预算科", size=9, attributes=dict.fromkeys(BOOK.attributes, Decimal(3))),),
    (Goal("Z-1", "d0", "key"), Goal("O-1", "d0", "ordinary")),
    (
        Entry("1", "d0", "training.absence", date(2025, 3, 3)),
        Entry("2", "d0", "no.such.rule", date(2025, 3, 4)),  # a mistake, which was taken back
        Entry("3", "d0", "no.such.rule", date(2025, 3, 4), count=-1, reverses="2"),
    ),
)


@pytest.fixture
def followed(run, tmp_path, monkeypatch):
    """What is answered to those lines."""
    write_tables(tmp_path / "year", BOOK, YEAR)

    def go(*lines, language="zh"):
        typed = b"".join((line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()) + b"\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        return run("bulk", "follow", tmp_path / "year", "--language", language)

    return go


def entry(number, rule="training.absence", **more):
    return {"id": number, "department": "d0", "rule": rule, "occurred_on": "2025-03-05"} | more


def study(*entries):
    """What study and training comes to in the engine, with those entries too."""
    board = score(BOOK, replace(YEAR, entries=(YEAR.entries[0], *entries)))
    return shown(next(node for node in board.standings[0].tree.walk() if node.label == "学习培训").points)


def test_each_entry_is_answered_with_what_it_changes(followed, tmp_path):
    before = (tmp_path / "year" / "ledger.csv").read_bytes()
    done = followed(entry("4"), entry("5", "training.session"), "", entry("6", reverses="4", count=-1))
    assert done.status == 0
    first, second, third = done.out.splitlines()
    absence = Entry("4", "d0", "training.absence", date(2025, 3, 5))
    assert first.startswith("预算科：")
    assert f"学习培训 {study()} → {study(absence)}" in first
    assert second == "预算科：得分不变"
    assert f"学习培训 {study(absence)} → {study()}" in third
    assert (tmp_path / "year" / "ledger.csv").read_bytes() == before


def test_a_line_that_is_not_utf8_is_told_how_json_is_written_and_the_next_is_answered(followed):
    done = followed('{"id": "科室"}'.encode("gbk"), entry("4"))
    assert done.status == 2
    assert "JSON 请用 UTF-8 书写" in done.err
    assert "CSV" not in done.err
    assert len(done.out.splitlines()) == 1


def test_a_number_may_be_called_as_the_ledger_calls_it(followed):
    number = entry("4")
    as_in_the_ledger = {"entry": number.pop("id")} | number
    done = followed(as_in_the_ledger, entry("5", reverses="4", count=-1), as_in_the_ledger | {"id": "6"})
    first, second = done.out.splitlines()
    assert "学习培训 6 → 5" in first
    assert "学习培训 5 → 6" in second
    assert done.status == 2
    assert "“entry”" in done.err, "two numbers are one too many"


def test_it_is_told_in_english_too(followed):
    done = followed(entry("4"), language="en")
    assert "Study and training" in done.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "JSON"), ("[1]", ""), ({"id": "4"}, "department"), (entry("4", when=1), "when"), (entry("4", "training.absense"), "training.absense"),
        (entry("1"), "记录号 1 重复"), (entry("2"), "记录号 2 重复"), (entry("3"), "记录号 3 重复"), (entry("4", department="d9"), "d9"),
        (entry("4", reverses="9", count=-1), "9"), (entry("4", occurred_on="2024-03-05"), "2024-03-05"), (entry("4", count=0), "0"),
    ],
)  # fmt: skip
def test_a_line_that_no_ledger_takes_is_told_with_its_place_and_the_next_one_is_read(followed, line, said):
    done = followed(entry("7"), line, entry("8"))
    assert done.status == 2
    assert len(done.out.splitlines()) == 2
    assert "第 2 行" in done.err
    assert said in done.err


def test_what_is_taken_back_only_later_stands_on_the_day_in_question(run, tmp_path, monkeypatch):
    rows = (YEAR.entries[0], Entry("4", "d0", "training.absence", date(2025, 9, 1), count=-1, reverses="1"))
    write_tables(tmp_path / "year", BOOK, replace(YEAR, entries=rows))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(entry("9")).encode())))
    done = run("bulk", "follow", tmp_path / "year", "--as-of", "2025-06-30")
    assert "学习培训 6 → 5" in done.out


@pytest.mark.parametrize("at_hand", [0, 1, following.MOST_AT_HAND])
def test_a_number_stands_once_in_a_bureau_whichever_department_it_is_of(at_hand, run, tmp_path, monkeypatch):
    monkeypatch.setattr(following, "MOST_AT_HAND", at_hand)
    other = replace(YEAR.departments[0], code="d1", name="国库科")
    write_tables(tmp_path / "year", BOOK, replace(YEAR, departments=(*YEAR.departments, other), bureau="甲局"))
    lines = [entry("1", department="d1"), entry("9"), entry("9", department="d1"), entry("10", department="d1")]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(map(json.dumps, lines)).encode())))
    done = run("bulk", "follow", tmp_path / "year")
    assert done.status == 2
    assert len(done.out.splitlines()) == 2
    assert "记录号 1 重复" in done.err
    assert "记录号 9 重复" in done.err


def test_the_ledger_is_asked_no_more_often_for_many_entries_than_for_one(followed, monkeypatch):
    asked, rows = [], Duck.rows
    monkeypatch.setattr(Duck, "rows", lambda duck, query: asked.append(query) or rows(duck, query))
    assert followed(entry("4")).status == 0
    for_one = len(asked)
    assert followed(*map(entry, "456789")).status == 0
    assert len(asked) == 2 * for_one


def test_a_number_of_another_bureau_is_free(run, tmp_path, monkeypatch):
    other = replace(YEAR.departments[0], code="d1", name="国库科")
    write_tables(tmp_path / "year", BOOK, replace(YEAR, departments=(*YEAR.departments, other)))
    told = (tmp_path / "year" / "departments.csv").read_text("utf-8-sig").splitlines()
    named = [told[0], told[1].replace("d0,", "d0,甲局", 1), told[2].replace("d1,", "d1,乙局", 1)]
    (tmp_path / "year" / "departments.csv").write_text("\n".join(named), "utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(entry("1", department="d1")).encode())))
    assert run("bulk", "follow", tmp_path / "year").status == 0


@pytest.mark.parametrize(
    ("lines", "chinese", "english"),
    [
        (
            [entry("6", "no.such.rule", occurred_on="2025-03-04", count=-1, reverses="2")],
            "记录 2 已全部冲正，不必再冲正。", "Entry 2 has been reversed in full already.",
        ),
        (
            [entry("6", reverses="1", count=-1, occurred_on="2025-03-03"), entry("7", reverses="1", count=-1, occurred_on="2025-03-03")],
            "记录 1 已全部冲正，不必再冲正。", "Entry 1 has been reversed in full already.",
        ),
        (
            [entry("6", reverses="1", count=-3, occurred_on="2025-03-03")],
            "记录 1 尚有 1，不能冲正 3。请核对数量。", "Of entry 1, 1 still stand; 3 can't be reversed. Check the count.",
        ),
    ],
)  # fmt: skip
def test_who_takes_back_more_than_is_left_learns_what_is_left(followed, lines, chinese, english):
    for language, said in (("zh", chinese), ("en", english)):
        done = followed(*lines, language=language)
        assert done.status == 2
        assert said in done.err


GRADE = entry("6", "grade.key", goal="Z-1", level="good", conditions=["g1"])


@pytest.mark.parametrize(
    ("second", "chinese", "english"),
    [
        (
            GRADE | {"id": "7"}, "第 2 行: 记录 7：目标 Z-1 已有档次（记录 6）。要改划，请先冲正原来的记录。",
            "Entry 7: the goal Z-1 has a grade already (entry 6). To grade it anew, reverse that entry first.",
        ),
        (GRADE | {"id": "7", "level": "moon"}, "moon", "moon"),
        (GRADE | {"id": "7", "occurred_on": "2024-12-31"}, "2024-12-31", "2024-12-31"),
    ],
)  # fmt: skip
def test_a_second_grade_is_told_what_is_wrong_with_it_or_that_the_first_one_stands(followed, second, chinese, english):
    for language, said in (("zh", chinese), ("en", english)):
        done = followed(GRADE, second, language=language)
        assert (done.status, len(done.out.splitlines())) == (2, 1)
        assert said in done.err
        assert "多个有效档次" not in done.err


@pytest.mark.parametrize(
    ("line", "chinese", "english"),
    [
        (entry("4", counts=3), "输入 › 第 2 行: 最外层有不认识的键“counts”", "input › line 2: the whole has the unknown key “counts”"),
        ("[1]", "输入 › 第 2 行: 最外层应为键值表", "input › line 2: the whole must be a table of keys"),
        (entry("4", evidence={}), "输入 › 第 2 行 › evidence: evidence应为文字的列表", "input › line 2 › evidence: evidence must be a list of texts"),
        (entry("4", occurred_on="2025-13-01"), "输入 › 第 2 行 › occurred_on: ", "input › line 2 › occurred_on: "),
        ('{"id": 1,', "输入 › 第 2 行: JSON 格式有误：第 2 行第 10 列", "input › line 2: The JSON is malformed at line 2, column 10"),
        (entry("4", "no.such"), "输入 › 第 2 行: 记录 4：规则“no.such”不存在", "input › line 2: Entry 4: there is no rule"),
    ],
)
def test_a_mistake_is_told_by_the_line_of_the_input_and_the_key_that_was_written(followed, line, chinese, english):
    for language, said in (("zh", chinese), ("en", english)):
        told = followed(entry("7"), line, language=language).err
        assert said in told
        assert "entries[" not in told
