"""Every deed is played by one of the machines, or stands here with the reason why not and the tests that go through it."""

import ast
from collections.abc import Iterator

from tests.support.repository import ROOT

MACHINES = ("test_deeds_machine", "test_daily_machine", "test_grading_machine", "test_ending_machine")
#: They are no deeds of office: what one types, reads, brings or chooses for oneself.
OWN = {"save_draft", "drop_draft", "answered", "claim", "mark_read", "mark_all_read", "store_file", "set_mail", "change_password", "begin_acting"}
#: They load what was decided elsewhere, many rows in one record; test_all_or_nothing.py fails the database under them.
LOADING = {"load_calendar", "import_draft_goals", "fix_goals", "record_entries", "grade_goals", "hand_in", "carry_out", "set_departments", "take_in_progress"}
#: Part of another deed, which is played.
PARTS = {"grade_all"}
#: The frame in which a year is played; the tests of their rooms go through each refusal.
FRAME = {
    "set_day", "clear_day", "adopt_edition", "open_cycle", "set_dates", "set_channel", "close_channel", "choose_settings", "remind",
    "add_officer", "name_officer", "issue_secrets", "put_in_charge", "create_department", "change_department", "order_departments",
    "retire_department", "draw_checkers", "unlock_account", "end_sessions", "take_on", "leave", "confirm_nominations", "decline_nominations",
    "extend_objections", "record_meeting",
}  # fmt: skip
#: They come after the year: test_uses_at_once.py and test_allotting.py.
AFTERWARDS = {"propose_allotment", "withdraw_scheme", "return_scheme", "fix_allotment"}

#: They change nothing of the year: papers made of what is there, and other numbers put forward for a later edition.
BESIDE = {"ask_batch", "cancel_batch", "write_amendment", "withdraw_amendment"}


def deeds() -> Iterator[str]:
    """The name of every action: a public function of a room's `actions` that asks who does it."""
    for path in (*ROOT.glob("kaohe/*/actions.py"), *ROOT.glob("kaohe/*/actions/*.py")):
        for each in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(each, ast.FunctionDef) or each.name.startswith("_"):
                continue
            if any(arg.arg == "officer" for arg in each.args.kwonlyargs):
                yield each.name


def played() -> set[str]:
    """Every name that a machine imports from a room's actions."""
    found = set()
    for name in MACHINES:
        for each in ast.walk(ast.parse((ROOT / "tests" / f"{name}.py").read_text("utf-8"))):
            if isinstance(each, ast.ImportFrom) and each.module and ".actions" in each.module:
                found |= {alias.name for alias in each.names}
    return found


def test_every_deed_is_played_or_its_absence_has_a_reason():
    excused = OWN | LOADING | PARTS | FRAME | AFTERWARDS | BESIDE
    known = set(deeds())
    assert known - played() - excused == set(), "a new deed joins a machine, or this list with its reason"
    assert excused - known == set(), "gone or renamed"
    assert excused & played() == set(), "played by now: take it off the list"
