"""The child process in which a file is looked through: little time, little memory, nothing it could write to.

It is run by its path: `child.py ENDING`, with the file on its standard input. It answers with the length of a JSON object
in four bytes, the object, and the bytes to keep where they differ from those that came.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 10
MEMORY: Final = 512 * 1024 * 1024
HANDLES: Final = 64


def limit() -> None:
    """From here on, more than this ends the process."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (HANDLES, HANDLES))


def answer(ending: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What there is to say of the file, and the bytes to keep where they are others than these."""
    from kaohe.evidence.looks.table import look
    from kaohe.files.odd import Odd

    content = b""
    told: dict[str, Any]
    try:
        kept = look(ending, data)
        content = b"" if kept is data else kept
        told = {"kept": len(kept), "same": kept is data}
    except Odd as odd:
        told = {"code": odd.code, "values": odd.values}
    except (MemoryError, RecursionError):
        told = {"code": "evidence.too_heavy", "values": {}}
    except Exception as stumble:  # a parser fell over it: whatever it is, people can't read it either
        sys.stderr.write(f"{ending}: {type(stumble).__name__}: {stumble}\n")
        told = {"code": "evidence.damaged", "values": {}}
    return {**told, "peak": peak()}, content


def peak() -> int:
    """The most memory that this process has had at once, in bytes."""
    for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Look through what comes in and say what was found."""
    limit()
    told, content = answer(sys.argv[1], sys.stdin.buffer.read())
    header = json.dumps(told, ensure_ascii=True).encode()
    sys.stdout.buffer.write(len(header).to_bytes(4, "big") + header + content)


if __name__ == "__main__":
    # Started alone, apart from this process's environment and folder, it must be told where the rooms are.
    sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
    main()
