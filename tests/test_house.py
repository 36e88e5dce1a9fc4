"""The rules of the house, which no reviewer should have to remember."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.repository import ROOT, files, text

PYTHON = files("*.py")
LOCKS = [path for path in files() if re.search(r"requirements[^/]*\.txt$|lock\.json$|\.lock$", path.name)]

# Spelled in parts, so that this file does not name them itself.
MACHINE_PATHS = re.compile("/(?:" + "|".join(["ho" + "me", "ro" + "ot", "wo" + "rk", "Use" + "rs"]) + r")/[\w.]+/?")
ADDRESS = re.compile(r"https?://|git\+|index-url|find-links|file:", re.IGNORECASE)
OPEN_ENDS = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")


def test_the_repository_is_seen():
    assert {Path("run"), Path("pyproject.toml"), Path("tests/test_house.py")} <= set(files())


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_a_lock_file_holds_no_address(path):
    assert not ADDRESS.search(text(path)), f"{path}: write it with tools/lock.sh, which leaves addresses out"


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_a_lock_file_says_how_it_was_made_and_hashes_everything(path):
    content = text(path)
    assert "sh tools/lock.sh" in content.splitlines()[1]
    unhashed = [line for line in content.splitlines() if "==" in line and not line.endswith("\\")]
    assert not unhashed, f"{path}: no hash for {unhashed}"


@pytest.mark.parametrize(("smaller", "larger"), list(pairwise(("run", "bulk", "spark", "test"))))
def test_every_lock_holds_all_of_the_one_before(smaller, larger):
    """What is tested must be what runs; and whoever sets up columns first can start the pages afterwards."""
    one, other = (
        set(re.findall(r"^\S+==\S+", text(Path(f"requirements-{name}.txt")), re.MULTILINE)) for name in (smaller, larger)
    )
    assert one <= other, f"differ: {sorted(one - other)}; sh tools/lock.sh makes them anew"


def test_no_file_is_over_a_megabyte():
    large = [str(path) for path in files() if (ROOT / path).stat().st_size > 1_000_000]
    assert not large, f"a repository keeps what people write; make or fetch these instead: {large}"


def test_nothing_of_others_is_kept_here():
    others = [str(p) for p in files() if re.search(r"\.min\.(js|css)$|\.(ttf|otf|woff2?)$|(^|/)(vendor|node_modules)/", str(p))]
    assert not others, f"fetched files belong into tools/assets.txt, not into the repository: {others}"


def test_no_file_names_a_folder_of_one_machine():
    found = [f"{path}: {hit.group()}" for path in files() if (hit := MACHINE_PATHS.search(_readable(path)))]
    assert not found, f"the project runs from any folder: {found}"


def test_every_python_file_says_what_it_is_for():
    silent = [str(path) for path in PYTHON if text(path).strip() and not ast.get_docstring(ast.parse(text(path)))]
    assert not silent, f"the first line of each file says what it is for: {silent}"


def test_no_python_file_needs_a_table_of_contents():
    long = [f"{path} ({len(text(path).splitlines())} lines)" for path in PYTHON if len(text(path).splitlines()) > 500]
    assert not long, f"these want to be folders: {long}"


def test_nothing_is_left_open():
    found = [f"{path}: {hit.group()}" for path in PYTHON if (hit := OPEN_ENDS.search(text(path)))]
    assert not found, f"finish it, or write an issue: {found}"


def _readable(path):
    try:
        return text(path)
    except UnicodeDecodeError:
        return ""
