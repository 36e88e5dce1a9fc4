"""The gates every change passes before its tests are looked at: style, types, floors, templates, migrations.

`./run lint` runs them all and ends with status 1 if one is closed; the suite runs the same table.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
#: The checks find our rooms whoever calls them, and from wherever.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}

GATES = {
    "style": [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise", "."],
    "types": [PYTHON, "-m", "mypy", "--no-error-summary"],
    "floors": [str(Path(PYTHON).with_name("lint-imports")), "--no-cache"],
    "templates": [PYTHON, "-m", "djlint", "--lint", "--quiet", "kaohe"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def closed_because(gate: str) -> str:
    """What the gate has against the tree; empty when it is open."""
    done = subprocess.run(GATES[gate], cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return f"{done.stdout}{done.stderr}".strip() or "no reason given" if done.returncode else ""


def main() -> int:
    status = 0
    for gate in GATES:
        reason = closed_because(gate)
        print(f"{gate:<12}{'✗' if reason else '✓'}", flush=True)
        if reason:
            print(reason)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
