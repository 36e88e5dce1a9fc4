"""The virus scanner of the house, where there is one: a program that reads a file, or the socket of a clamd.

    clamd:/run/clamav/clamd.ctl     a clamd on this machine; clamd:host:3310 one on another
    clamdscan --no-summary -        any program that reads the file from its input and ends with 0 (clean) or 1 (found)

No Django here. A scanner that is named and doesn't answer lets nothing through.
"""

from __future__ import annotations

import shlex
import socket
import subprocess
from pathlib import Path
from typing import Final

from kaohe.files.odd import Odd

PATIENCE: Final = 60
_PIECE: Final = 1 << 16
_LONGEST_NAME: Final = 80


def scan(how: str, data: bytes) -> str:
    """The scanner's name, once it found nothing; "" where none is set. Raises Odd where it found something, or is silent."""
    if not how:
        return ""
    try:
        name, found = _clamd(how.removeprefix("clamd:"), data) if how.startswith("clamd:") else _program(how, data)
    except (OSError, ValueError, subprocess.SubprocessError):
        raise Odd("evidence.scanner_silent") from None
    if found:
        raise Odd("evidence.virus_found", found=found[:_LONGEST_NAME])
    return name


def _program(how: str, data: bytes) -> tuple[str, str]:
    command = shlex.split(how)
    done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE)
    if done.returncode not in (0, 1):
        raise ValueError(done.returncode)
    said = " ".join(done.stdout.decode("utf-8", "replace").split())
    return Path(command[0]).name, (said or "?") if done.returncode else ""


def _clamd(place: str, data: bytes) -> tuple[str, str]:
    """Its own way of talking: the length before each piece, nought at the end, one line as the answer."""
    with _connected(place) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(_PIECE)):
            said += more
    answer = said.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if answer == "OK":
        return "clamd", ""
    if answer.endswith(" FOUND"):
        return "clamd", answer.removesuffix(" FOUND")
    raise ValueError(answer)


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
