"""Compiles the translations (`*.po`) for Django; the tool usually taken for it is no Python package and often missing."""

import sys
from pathlib import Path

import polib


def main() -> int:
    for catalogue in sorted(Path(__file__).resolve().parents[1].glob("kaohe/**/*.po")):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
