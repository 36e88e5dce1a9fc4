"""Has a file looked through in a process of its own: what goes wrong there ends that process and nothing else."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.files.odd import Odd

#: The child may compute for ten seconds; a machine under load needs longer for it.
PATIENCE: Final = 60
CHILD: Final = Path(__file__).with_name("child.py")

log = logging.getLogger("kaohe.evidence")


class Kept(NamedTuple):
    """The bytes to keep, and the most memory that looking cost."""

    content: bytes
    peak: int


def look(ending: str, data: bytes) -> Kept:
    """Look a file through. Raises Odd with the reason, also where it costs more than the child may use."""
    try:
        # Isolated: no folder of this process, none of its environment; and not a word from it but on these pipes.
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), ending], input=data, capture_output=True, timeout=PATIENCE, env={}
        )
    except subprocess.TimeoutExpired:
        raise Odd("evidence.too_heavy") from None
    if done.stderr:
        log.warning("looking through a file: %s", done.stderr[-500:].decode("utf-8", "replace").strip())
    told, content = _read(done.stdout)
    if told is None:
        log.warning("looking through a file ended with status %s", done.returncode)
        raise Odd("evidence.too_heavy")
    if "code" in told:
        raise Odd(told["code"], **told["values"])
    return Kept(data if told["same"] else content, told["peak"])


def _read(said: bytes) -> tuple[dict[str, Any] | None, bytes]:
    """The child's answer; None where it came to no end."""
    size = int.from_bytes(said[:4], "big")
    if len(said) < 4 + size or not size:
        return None, b""
    told: dict[str, Any] = json.loads(said[4 : 4 + size])
    content = said[4 + size :]
    return (told, content) if "code" in told or told["same"] or len(content) == told["kept"] else (None, b"")
