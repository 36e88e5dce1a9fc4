"""What the command line's tests share: a year's facts in a file, and a way to run a command and see all it did."""

from __future__ import annotations

import json
import random
from typing import NamedTuple

import pytest

from kaohe.cli.frame import main
from kaohe.files.facts_data import facts_data
from tests.support.founding import founding_rulebook
from tests.support.years import random_year


class Done(NamedTuple):
    """What a command left: its exit status and what it said on either stream."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command as a reader with no language set, which means Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def go(*words):
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Done(status, said.out, said.err)

    return go


def as_file(path, seed, **settings):
    """A random year as a JSON file."""
    facts = random_year(random.Random(seed), founding_rulebook(), **settings)
    path.write_text(json.dumps(facts_data(facts), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def facts(tmp_path):
    """A year in which every department has a total; 综合科 is vetoed."""
    return as_file(tmp_path / "year.json", 1350, complete=True)


@pytest.fixture
def open_facts(tmp_path):
    """A year in which some goals have no grade yet."""
    return as_file(tmp_path / "open.json", 3)


@pytest.fixture
def bad_facts(tmp_path, facts):
    """The same year with three mistakes in it."""
    data = json.loads(facts.read_text(encoding="utf-8"))
    data["entries"][0]["occurred_on"] = "2025-02-30"
    data["entries"][1]["count"] = "many"
    data["entries"][2]["nonsense"] = 1
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A drawn year of sixty departments in three files."""
    folder = tmp_path_factory.mktemp("bulk") / "year"
    assert main(["bulk", "generate", str(folder), "--departments", "60", "--entries", "80", "--parts", "3"]) == 0
    return folder
