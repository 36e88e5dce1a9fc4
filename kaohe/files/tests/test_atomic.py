"""A file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from kaohe.files.atomic import aside, new_file


def test_a_new_file_is_there_when_the_block_ends(tmp_path):
    path = tmp_path / "a"
    with new_file(path) as handle:
        handle.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), new_file(path) as handle:
        handle.write(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_are_those_of_the_old_file_or_of_the_users_mask(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        for path in (old, new):
            with new_file(path) as handle:
                handle.write(b"x")
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with new_file(link) as handle:
        handle.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_what_is_no_ordinary_file_is_written_as_it_comes():
    with new_file(Path(os.devnull)) as handle:
        handle.write(b"gone")
    assert not Path(os.devnull).is_file()


def test_a_pipe_is_never_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path / "link"):
        if path != pipe:
            path.symlink_to(pipe)
        with pytest.raises(OSError, match=path.name), aside(path):
            pass
    assert pipe.is_fifo()
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "link"}


def test_the_path_that_was_asked_for_is_complained_of_before_anything_is_written(tmp_path):
    for path in (tmp_path, tmp_path / "missing" / "file"):
        with pytest.raises(OSError, match="Errno") as wrong, aside(path):
            raise AssertionError
        assert wrong.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []
