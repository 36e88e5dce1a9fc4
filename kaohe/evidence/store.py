"""Where contents lie: each once, in a file named by its own digest. Written so that a power cut leaves all or nothing."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from time import time

from django.conf import settings

from kaohe.engine import sha256_hex

_NEW, _GONE = ".new-", ".gone-"
_FOLDER = 0o700
_FILE = 0o600


def path_of(digest: str) -> Path:
    """Where the content with that digest lies, whether or not it does."""
    return settings.EVIDENCE / digest[:2] / digest[2:]


def keep(content: bytes) -> str:
    """Put the content on disk, unless it lies there, and return its digest. When this returns, a power cut loses nothing."""
    digest = sha256_hex(content)
    path = path_of(digest)
    with suppress(FileNotFoundError):
        os.utime(path)  # it lies there already; touched, so that no sweeper takes it before its row is written
        return digest
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    new = path.parent / f"{_NEW}{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    for folder in (path.parent, settings.EVIDENCE):
        _sync(folder)
    return digest


def content_of(digest: str) -> bytes | None:
    """The content with that digest; None where it is gone or isn't what it was."""
    try:
        content = path_of(digest).read_bytes()
    except OSError:
        return None
    return content if sha256_hex(content) == digest else None


def kept() -> set[str]:
    """The digests of everything that lies here."""
    return {path.parent.name + path.name for path in settings.EVIDENCE.glob("??/*") if not path.name.startswith(".")}


def kept_since(digest: str) -> float:
    """When the content was put here, or brought again, last; now where it is gone."""
    try:
        return path_of(digest).stat().st_mtime
    except FileNotFoundError:
        return time()


def set_aside(digest: str) -> float | None:
    """Put a content out of the way, for the sweeper to look once more whether anybody wants it.

    Returns when it was brought last; None where another sweeper was quicker.
    """
    try:
        path_of(digest).rename(_aside(digest))
        return _aside(digest).stat().st_mtime
    except FileNotFoundError:
        return None


def put_back(digest: str) -> None:
    """Somebody does want it."""
    _aside(digest).replace(path_of(digest))


def drop(digest: str) -> None:
    """Remove a content that was set aside. Only the sweeper has a reason to."""
    _aside(digest).unlink(missing_ok=True)


def tidy(before: float) -> None:
    """After processes that were killed before that moment: what was half written goes, what was set aside lies in its place again."""
    for path in settings.EVIDENCE.glob(f"??/{_NEW}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
    for path in settings.EVIDENCE.glob(f"??/{_GONE}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_ctime < before:  # when it was set aside; its content may be of any age
                path.replace(path.with_name(path.name.removeprefix(_GONE)))


def _aside(digest: str) -> Path:
    path = path_of(digest)
    return path.with_name(f"{_GONE}{path.name}")


def _sync(folder: Path) -> None:
    """A file's name is part of its folder, which must reach the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
