"""Where contents lie: each once, in a file named by its own digest. Written so that a power cut leaves all or nothing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from kaohe.engine import sha256_hex

_FOLDER = 0o700
_FILE = 0o600


def path_of(digest: str) -> Path:
    """Where the content with that digest lies, whether or not it does."""
    return settings.EVIDENCE / digest[:2] / digest[2:]


def keep(content: bytes) -> str:
    """Put the content on disk, unless it lies there, and return its digest. When this returns, a power cut loses nothing."""
    digest = sha256_hex(content)
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    new = path.parent / f".new-{secrets.token_hex(8)}"
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


def drop(digest: str) -> None:
    """Remove a content that no row names. Only the sweeper has a reason to."""
    path_of(digest).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """A file's name is part of its folder, which must reach the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
