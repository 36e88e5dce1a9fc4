"""`kaohe compare`: two states of the facts, or two editions of the rules, line by line."""

import json
import shutil

import pytest

from tests.support.founding import FOLDER


@pytest.fixture
def changed(facts, tmp_path):
    """The year with one more absence in 企财科."""
    data = json.loads(facts.read_text(encoding="utf-8"))
    data["entries"].append(
        {"id": "x", "department": "enterprise", "rule": "training.absence", "occurred_on": "2025-05-05", "count": 2}
    )
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def stricter(tmp_path):
    """An edition in which an absence costs two points."""
    folder = tmp_path / "stricter"
    shutil.copytree(FOLDER, folder)
    text = (folder / "rulebook.yaml").read_text(encoding="utf-8")
    line = "code: training.absence, label: 无故缺勤, each: "
    assert f"{line}1" in text
    (folder / "rulebook.yaml").write_text(text.replace(f"{line}1", f"{line}2"), encoding="utf-8")
    return folder


def test_two_states_of_the_facts_are_compared(run, facts, changed):
    done = run("compare", facts, changed)
    assert done.status == 0
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[0] == "企财科"
    assert "学习培训：7 → 5 (−2)" in lines
    assert "新增：无故缺勤 −2" in lines
    assert "年度总分：≈83.6839 (46863/560) → ≈82.8839 (9283/112) (−0.8)" in lines


def test_two_editions_are_compared(run, changed, stricter):
    done = run("compare", changed, "--with-rulebook", stricter)
    assert done.status == 0
    assert "没有了：无故缺勤 −2" in done.out
    assert "新增：无故缺勤 −4" in done.out


def test_it_speaks_english(run, facts, changed):
    done = run("compare", facts, changed, "--language", "en")
    assert "Enterprise Finance" in done.out
    assert not [letter for letter in done.out if "\u4e00" <= letter <= "\u9fff"]


def test_the_same_facts_do_not_differ(run, facts):
    assert run("compare", facts, facts).out == "两者得分完全相同。\n"


def test_one_thing_cannot_be_compared(run, facts):
    done = run("compare", facts)
    assert (done.status, done.out) == (2, "")
    assert "--with-rulebook" in done.err


def test_bad_facts_are_refused(run, facts, bad_facts):
    done = run("compare", facts, bad_facts)
    assert (done.status, done.out) == (2, "")
    assert "2025-02-30" in done.err
