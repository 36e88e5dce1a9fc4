"""Every static check, and the whole suite once more on PostgreSQL, as tests: one summary tells all."""

import os
import subprocess
import sys

import pytest

from tests.support.repository import ROOT
from tools.lint import GATES, closed_because


@pytest.mark.postgres
def test_the_same_suite_passes_on_postgresql():
    # Pages in a browser are the same whatever lies below them; they are driven once, on SQLite, to keep the run short.
    command = [sys.executable, "-m", "pytest", "--database=postgres", "--ignore=tests/browser"]
    command += ["--color=no", "--no-header", "--tb=short"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=_environment())
    if done.returncode:
        pytest.fail(f"on PostgreSQL:\n{done.stdout}{done.stderr}", pytrace=False)


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_is_open(gate):
    if reason := closed_because(gate):
        pytest.fail(f"`./run lint` says of {gate}:\n{reason}", pytrace=False)


def _environment():
    """Ours, without what this very session told its own workers: with Django's settings named, they are read before the server runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_") and name != "DJANGO_SETTINGS_MODULE"}
