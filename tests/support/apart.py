"""Looks through many files quickly: one process like the real child, which forks for each file instead of starting anew."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Forking:
    """Stands in for `apart.look`: the same limits, the same answers, a quarter of the time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}
        )

    def look(self, ending: str, data: bytes) -> Any:
        """As the real one."""
        from kaohe.evidence.apart import Kept
        from kaohe.files.odd import Odd

        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(struct.pack(">10sI", ending.encode(), len(data)) + data)
        self.process.stdin.flush()
        told_size, size = struct.unpack(">II", self.process.stdout.read(8))
        told = json.loads(self.process.stdout.read(told_size))
        content = self.process.stdout.read(size)
        if "code" in told:
            raise Odd(told["code"], **told["values"])
        return Kept(data if told["same"] else content, told["peak"])

    def close(self) -> None:
        """There is no more to look at."""
        self.process.communicate()


def serve() -> None:
    from kaohe.evidence import child
    from kaohe.evidence.looks import table  # noqa: F401 - loaded once, for all that follow

    while head := sys.stdin.buffer.read(14):
        ending, size = struct.unpack(">10sI", head)
        data = sys.stdin.buffer.read(size)
        number = os.fork()
        if not number:
            child.limit()
            told, content = child.answer(ending.rstrip(b"\0").decode(), data)
            said = json.dumps(told).encode()
            sys.stdout.buffer.write(struct.pack(">II", len(said), len(content)) + said + content)
            sys.stdout.buffer.flush()
            os._exit(0)
        _, status = os.waitpid(number, 0)
        if status:
            said = json.dumps({"code": "evidence.too_heavy", "values": {}}).encode()
            sys.stdout.buffer.write(struct.pack(">II", len(said), 0) + said)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    serve()
