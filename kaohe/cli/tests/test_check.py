"""`kaohe check`: a sound rulebook in one line, a broken one with every file, line and clause."""

import shutil

import pytest

from tests.support.founding import FOLDER


@pytest.fixture
def draft(tmp_path):
    """A copy of the founding rulebook to spoil."""
    folder = tmp_path / "draft"
    shutil.copytree(FOLDER, folder)
    return folder


def spoil(folder, old, new):
    path = folder / "rulebook.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_rulebook_is_sound(run):
    done = run("check")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("规则无误：")


def test_it_speaks_english(run):
    assert run("check", "shinan-finance-2005", "--language=en").out.startswith("The rulebook is sound:")


def test_a_dead_citation_is_told_with_its_line(run, draft):
    spoil(draft, "clause: 3.1.1.1", "clause: 9.9")
    done = run("check", draft)
    assert (done.status, done.out) == (2, "")
    assert "rulebook.yaml" in done.err
    assert "9.9" in done.err
    assert "第 " in done.err


def test_a_failing_case_is_told(run, draft):
    spoil(draft, "code: training.absence, label: 无故缺勤, each: 1", "code: training.absence, label: 无故缺勤, each: 2")
    done = run("check", draft)
    assert done.status == 2
    assert "案例" in done.err
    assert "规则有" in done.err


def test_a_folder_without_a_rulebook_is_told(run, tmp_path):
    done = run("check", tmp_path)
    assert done.status == 2
    assert "rulebook.yaml" in done.err


def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    done = run("check", tmp_path / "nowhere", "--language", "en")
    assert done.status == 2
    assert "There is no rulebook" in done.err
