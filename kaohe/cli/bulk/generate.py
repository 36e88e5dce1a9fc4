"""`./run bulk generate`: a year of any size, drawn from a rulebook's own rules; the same seed gives the same rows."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from kaohe.bulk.generating import MIXES, Recipe, Size, generate
from kaohe.cli import inputs
from kaohe.cli.bulk.opened import require_free, room_told
from kaohe.cli.frame import DONE
from kaohe.cli.parser import whole, year
from kaohe.cli.terminal import progress
from kaohe.cli.words import say

_DEPARTMENTS, _ENTRIES, _BUREAU, _YEAR = 1000, 200, 10, 2025
_MOST = 10**9


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The folder, and how large the year is to be."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=say("bulk.arg.folder", language))
    inputs.add_rulebook(parser, language)
    parser.add_argument("--year", metavar="Y", type=year(language), default=_YEAR, help=say("arg.year", language))
    for name, default in (("departments", _DEPARTMENTS), ("entries", _ENTRIES), ("bureau", _BUREAU)):
        parser.add_argument(f"--{name}", metavar="N", type=whole(language, 1, _MOST), default=default, help=say(f"bulk.arg.{name}", language, default=default))
    parser.add_argument("--parts", metavar="N", type=int, default=1, help=say("bulk.arg.parts", language))
    parser.add_argument("--mix", choices=sorted(MIXES), default="natural", help=say("bulk.arg.mix", language))
    parser.add_argument("--seed", metavar="N", type=whole(language, 0, _MOST), default=1, help=say("bulk.arg.seed", language))


def run(arguments: argparse.Namespace) -> int:
    """Write the folder under its own name when it is whole. Raises Refused where something stands there already."""
    language = arguments.language
    require_free(arguments.folder)
    rulebook = inputs.rulebook_named(arguments.rulebook)
    recipe = Recipe(rulebook, arguments.year, arguments.mix, arguments.seed)
    size = Size(arguments.departments, arguments.entries, arguments.bureau, arguments.parts)
    draft = arguments.folder.with_name(f".{arguments.folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)  # what a stopped run left is of another year
    try:
        with progress(say("bulk.generating", language)) as tell, room_told(arguments.folder):
            entries = generate(draft, recipe, size, lambda at, of: tell(f"{at + 1}/{of}"))
        draft.rename(arguments.folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    print(say("bulk.generated", language, entries=entries, departments=size.departments, folder=arguments.folder))
    return DONE
