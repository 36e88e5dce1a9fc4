"""Writing a file whole or not at all: nobody ever meets half a file, and a failure leaves the old one as it was."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A handle whose bytes become the file at `path` when the block ends well. Raises OSError.

    What is no ordinary file (a pipe, a terminal) can't be replaced and is written as it comes.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as handle:
            yield handle
        return
    with aside(path) as draft, draft.open("wb") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A draft beside `path`, for those who write by name; it becomes the file there when the block ends well.

    Raises OSError, which names `path` and never the draft. A failure leaves neither the draft nor a change.

    What is no ordinary file would be lost if a file took its place, and those who write by name can't write into it.
    """
    target = path.resolve()
    if path.exists() and not path.is_file():
        raise _complaint(errno.EISDIR if path.is_dir() else errno.ESPIPE, path)
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    except OSError as wrong:
        raise _complaint(wrong.errno, path) from wrong
    os.close(number)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(_mode_of(target))
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _complaint(number: int | None, path: Path) -> OSError:
    """What the system says, of the path that was asked for."""
    number = number or errno.EIO
    return OSError(number, os.strerror(number), str(path))


def _mode_of(target: Path) -> int:
    """Permissions of the file that is replaced, else what the user's mask leaves of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
