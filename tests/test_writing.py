"""Nothing is written outside an action: one place decides who may, when, and what the audit trail says."""

import ast
from pathlib import Path

import pytest

from tests.support.repository import files, text

WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "aupdate", "adelete",
}
# These names belong to dictionaries, sets, hashes and queues as well; on those they write no row.
ALSO_ELSEWHERE = {"update"}

# Neither is a door: the actions call them, inside their own transaction and after they have asked.
HANDS_OF_ACTIONS = {
    Path("kaohe/audit/recording.py"): "signs for every action",
    Path("kaohe/cycles/models.py"): "moves the year's stage only from the stage it believes to be in",
    Path("kaohe/ledger/posting.py"): "numbers and seals entries, for its own actions and the panels'",
}

PLACES = [
    path
    for path in files("*.py")
    if path.parts[0] == "kaohe" and not {"tests", "migrations", "engine", "bulk", "files", "looks", "paper", "pictures", "wording"} & set(path.parts)
]


def _may_write(path: Path) -> bool:
    """`actions.py`, a folder `actions/`, and the few files that write on their behalf."""
    return any(part.startswith("actions") for part in path.parts) or path in HANDS_OF_ACTIONS


def _is_a_query(node: ast.expr) -> bool:
    """Whether what the method is called on looks like rows: `….objects…`, a filter, or `self` of a row."""
    rows = {"objects", "filter", "exclude", "all", "select_for_update", "_base_manager", "_default_manager"}
    return any(isinstance(part, ast.Attribute) and part.attr in rows for part in ast.walk(node))


def written(source: str) -> list[tuple[int, str]]:
    """Line and call of everything in the source that writes a row."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return sorted(
        (call.lineno, ast.unparse(call.func))
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and (call.func.attr not in ALSO_ELSEWHERE or _is_a_query(call.func.value))
    )


def test_every_hand_of_the_actions_is_there_and_writes():
    assert all(written(text(path)) for path in HANDS_OF_ACTIONS)


@pytest.mark.parametrize(
    "line", ["entry.save()", "Entry.objects.create(count=1)", "Entry.objects.filter(pk=1).update(count=2)", "goal.delete()"]
)
def test_a_write_is_recognised(line):
    assert written(line)


@pytest.mark.parametrize("line", ["hashlib.sha256().update(b'')", "seen.update(more)", "facts.entries()"])
def test_what_writes_no_row_is_left_alone(line):
    assert not written(line)


def test_only_actions_write():
    found = [f"{path}:{line} {call}(…)" for path in PLACES if not _may_write(path) for line, call in written(text(path))]
    assert not found, (
        f"{found}: every write is one action in an actions.py, in one transaction: may they, is it the time, write, audit."
        " A write anywhere else would leave no trace and ask nobody's leave."
    )
