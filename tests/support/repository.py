"""The repository seen from outside: which files belong to it, whether or not git is at hand."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What is made while running (.gitignore); needed where the project was unpacked from an archive and there is no git.
MADE_HERE = {".git", ".venv", "var", "__pycache__", ".hypothesis", ".ruff_cache", ".mypy_cache", "node_modules", "htmlcov"}


@cache
def files(pattern: str = "*") -> tuple[Path, ...]:
    """The files of the repository whose name fits, as paths from its root."""
    return tuple(path for path in _all() if path.match(pattern))


def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def _all() -> tuple[Path, ...]:
    if shutil.which("git") and (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout
        return tuple(sorted(Path(name) for name in listing.split("\0") if name and (ROOT / name).exists()))
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE_HERE]
        found += [(Path(folder) / name).relative_to(ROOT) for name in names if not name.endswith((".pyc", ".sqlite3"))]
    return tuple(sorted(found))
