"""The house's virus scanner: asked where one is named, obeyed, and missed loudly; without one, files say that nobody has scanned them."""

import socket
import sys
import threading

import pytest

from kaohe.evidence import phrases  # noqa: F401 - the sentences of what is refused
from kaohe.evidence.scanner import scan
from kaohe.files.odd import Odd

#: Spelled so that the file itself is no virus. The scanner knows another mark than our own checks do.
MARK = b"a worm of " + b"the house"
SCANNER = """
import sys
data = sys.stdin.buffer.read()
if b"a worm of " + b"the house" in data:
    print("stream: House.Worm-1 FOUND")
    sys.exit(1)
"""


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "house scanner.py"
    path.write_text(SCANNER, "utf-8")
    return f"{sys.executable} '{path}'"


@pytest.fixture
def clamd(tmp_path):
    """A scanner behind a socket that speaks as clamd does."""
    place, heard = tmp_path / "clamd.ctl", []
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place))
    listening.listen()

    def serve():
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as talk:
                assert talk.read(10) == b"zINSTREAM\0"
                data = b""
                while size := int.from_bytes(talk.read(4), "big"):
                    data += talk.read(size)
                heard.append(data)
                verdict = b"House.Worm-1 FOUND" if MARK in data else b"INSTREAM size limit exceeded. ERROR" if b"vast" in data else b"OK"
                talk.write(b"stream: " + verdict + b"\0")
                talk.flush()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"clamd:{place}", heard
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


def test_without_a_scanner_nothing_is_scanned():
    assert scan("", MARK) == ""


def test_a_program_finds_nothing_and_signs(program):
    assert scan(program, b"a clean file") == "python" + sys.executable.rpartition("python")[2]


def test_what_a_program_finds_is_refused_by_its_name(program):
    with pytest.raises(Odd) as caught:
        scan(program, b"x" * 100_000 + MARK)
    assert caught.value.code == "evidence.virus_found"
    assert "House.Worm-1" in str(caught.value.values["found"])


def test_a_socket_is_given_the_whole_file_and_finds_nothing(clamd):
    place, heard = clamd
    assert scan(place, b"x" * 200_000) == "clamd"
    assert heard == [b"x" * 200_000]


def test_what_a_socket_finds_is_refused_by_its_name(clamd):
    with pytest.raises(Odd) as caught:
        scan(clamd[0], MARK)
    assert caught.value.values == {"found": "House.Worm-1"}


@pytest.mark.parametrize(
    "how", ["/no/such/scanner", f"{sys.executable} -c 'raise SystemExit(2)'", "clamd:/no/such/socket", "clamd:localhost:no-port", "'"]
)
def test_a_scanner_that_is_named_and_silent_lets_nothing_through(how):
    with pytest.raises(Odd, match=r"evidence\.scanner_silent"):
        scan(how, b"a clean file")


def test_a_socket_that_says_anything_else_lets_nothing_through(clamd):
    with pytest.raises(Odd, match=r"evidence\.scanner_silent"):
        scan(clamd[0], b"a vast file")
