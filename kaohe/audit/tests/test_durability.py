"""The program doesn't run on a database that may forget what it acknowledged."""

import pytest
from django.db import connection

from kaohe.audit import durability, guard
from kaohe.engine import Refused


class Answers:
    """A database that answers questions about its settings."""

    def __init__(self, vendor, **answers):
        self.vendor, self.answers = vendor, answers

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def execute(self, question):
        self.asked = question.split()[1]

    def fetchone(self):
        return (self.answers[self.asked],)


SAFE_SQLITE = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
SAFE_POSTGRES = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@pytest.fixture
def in_earnest(settings):
    settings.TESTING = False


def test_safe_settings_are_accepted(in_earnest):
    assert durability.problems(Answers("sqlite", **SAFE_SQLITE)) == []
    assert durability.problems(Answers("postgresql", **SAFE_POSTGRES)) == []


@pytest.mark.parametrize(("setting", "found"), [("synchronous", 1), ("journal_mode", "memory"), ("foreign_keys", 0)])
def test_an_unsafe_sqlite_is_refused(in_earnest, setting, found):
    problem = durability.problems(Answers("sqlite", **{**SAFE_SQLITE, setting: found}))[0]
    assert problem.values["setting"] == setting
    assert setting in problem.message("zh")


@pytest.mark.parametrize("setting", SAFE_POSTGRES)
def test_an_unsafe_postgres_is_refused(in_earnest, setting):
    problem = durability.problems(Answers("postgresql", **{**SAFE_POSTGRES, setting: "off"}))[0]
    assert problem.values["found"] == "off"


def test_what_our_own_settings_say_to_sqlite_is_safe(monkeypatch, tmp_path):
    import subprocess
    import sys

    from django.conf import settings

    code = (
        "import django; django.setup()\n"
        "from kaohe.audit import durability\n"
        "print([str(each) for each in durability.problems()])"
    )
    safe = {"KAOHE_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kaohe.settings", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.ROOT, env=safe, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_database_itself_is_asked(db, in_earnest):
    """The tests' own database is careless on purpose, and says so; a server that someone named may be careful."""
    careless = {"sqlite": {"synchronous"}, "postgresql": {"fsync", "full_page_writes"}}[connection.vendor]
    assert {problem.values["setting"] for problem in durability.problems()} in (careless, set())


def test_a_lost_guard_keeps_the_program_from_starting(db):
    durability.require()
    guard.take_down(connection, "audit_record")
    with pytest.raises(Refused, match="audit_record"):
        durability.require()
    guard.put_up(connection, "audit_record")


def test_debugging_is_for_this_machine_only(tmp_path):
    import subprocess
    import sys

    from django.conf import settings

    risky = {"KAOHE_VAR": str(tmp_path), "KAOHE_DEBUG": "1", "KAOHE_HOST": "0.0.0.0", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "import kaohe.settings"], cwd=settings.ROOT, env=risky, capture_output=True, text=True
    )
    assert done.returncode
    assert "KAOHE_DEBUG" in done.stderr
