"""The newcomer's one script: it helps, it serves at the first try, and the second start prepares nothing."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.repository import ROOT, files

COMMANDS = ["./run setup", "./run test", "./run lint", "./run bench", "./run manage", "./run wheelhouse"]
PATIENCE = 120


@pytest.fixture
def house(tmp_path):
    """The environment of a newcomer: a data folder of their own, a free port, none of our settings for tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KAOHE_", "DJANGO_", "PYTEST_"))}
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = str(door.getsockname()[1])
    return own | {"KAOHE_VAR": str(tmp_path / "data of mine"), "KAOHE_PORT": port}


def run(*words, env, cwd="/", script=ROOT / "run"):
    return subprocess.run(
        [script, *words], cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE
    )


@contextmanager
def served(env):
    """The script serving, with what it said on the way; stopped as a person would, with Ctrl+C."""
    with subprocess.Popen(
        [ROOT / "run"], cwd="/", env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.said, process.progress = process.communicate(timeout=PATIENCE)


def page(port, process):
    """The first page as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"no page came{': ' + process.stderr.read() if process.poll() is not None else ''}", pytrace=False)


def beside(pid, gone=False):
    """Whether the chores are running beside that process; waits a little for them to begin, or to be gone."""
    for _ in range(100):
        found = any(_words(path)[-3:-1] == [b"--beside", str(pid).encode()] for path in Path("/proc").glob("[0-9]*/cmdline"))
        if found is not gone:
            break
        time.sleep(0.1)
    return found


def _words(path):
    """The words of a process's command line; none where it has just ended."""
    with suppress(OSError):
        return path.read_bytes().split(b"\0")
    return []


@pytest.mark.parametrize("script", ["run", "tools/setup.sh", "tools/lock.sh"])
def test_the_script_is_plain_shell(script):
    assert subprocess.run(["sh", "-n", ROOT / script], capture_output=True).returncode == 0


def test_help_names_every_command(house):
    answer = run("--help", env=house)
    assert answer.returncode == 0
    assert not [command for command in COMMANDS if command not in answer.stdout]


def test_the_script_works_from_a_folder_with_spaces(house, tmp_path):
    copy = tmp_path / "考 核 of mine"
    for path in files():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, copy / path)
    answer = run("help", env=house, cwd=tmp_path, script=copy / "run")
    assert (answer.returncode, answer.stderr) == (0, "")


def interpreter(folder, name, *, version="3.11", makes_environments=True):
    """A program that answers like a Python of that version."""
    program = folder / name
    program.parent.mkdir(parents=True, exist_ok=True)
    lacking = "" if makes_environments else "case $2 in *ensurepip*) exit 1 ;; esac\n"
    program.write_text(f"#!/bin/sh\n{lacking}exit {int(version < '3.11')}\n")
    program.chmod(0o755)
    return program


def taken(env, *, instead_of_the_systems):
    """Which interpreter the set-up takes, where that one is the system's own; else what it says."""
    steps = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8").replace("/usr/bin/python3", str(instead_of_the_systems))
    words = f"root={ROOT} started=0\n{steps}\nfind_python\necho $python"
    done = subprocess.run(["/bin/sh", "-c", words], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else done.stderr


def test_the_systems_own_python_is_taken_before_others_unless_it_cannot_make_an_environment(house, tmp_path):
    other = interpreter(tmp_path, "path/python3")
    env = house | {"PATH": f"{other.parent}:{house['PATH']}"}
    assert taken(env, instead_of_the_systems=(own := interpreter(tmp_path, "own"))) == str(own)
    assert taken(env, instead_of_the_systems=interpreter(tmp_path, "bare", makes_environments=False)) == "python3"
    assert taken(env, instead_of_the_systems=interpreter(tmp_path, "old", version="3.10")) == "python3"


def test_a_python_that_is_named_is_the_only_one(house, tmp_path):
    own = interpreter(tmp_path, "own")
    named = {"KAOHE_PYTHON": str(interpreter(tmp_path, "a name with spaces", makes_environments=False))}
    assert taken(house | named, instead_of_the_systems=own) == named["KAOHE_PYTHON"]
    old = {"KAOHE_PYTHON": str(interpreter(tmp_path, "old", version="3.10"))}
    assert f"KAOHE_PYTHON names “{tmp_path / 'old'}”" in taken(house | old, instead_of_the_systems=own)


def test_a_word_that_is_no_command_is_refused(house):
    answer = run("no-such-command", env=house)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_a_newcomer_is_served_and_the_second_start_prepares_nothing(house):
    with served(house) as first:
        assert "csrf" in page(house["KAOHE_PORT"], first), "the first page asks who comes in"
        assert beside(first.pid), "the chores run beside the server"
        refused = run(env=house)
    assert not beside(first.pid, gone=True), "and end with it"
    assert "loading the demo bureau" in first.progress
    assert f"http://127.0.0.1:{house['KAOHE_PORT']}/" in first.said
    accounts = first.said.split("/", 3)[3].split("Ctrl+C")[0].strip()
    assert accounts, "the demo accounts are printed"

    assert refused.returncode == 2
    assert f"KAOHE_PORT={int(house['KAOHE_PORT']) + 1}" in refused.stderr

    with served(house) as second:
        page(house["KAOHE_PORT"], second)
    assert accounts in second.said
    assert len(second.progress.splitlines()) == 1, second.progress
