"""`./run verify`: is a bundle what was sealed, and do its facts still give its results, to the last digit?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kaohe.cli.commands.bundle import in_groups
from kaohe.cli.frame import DONE, REFUSED, show_problems
from kaohe.cli.inputs import in_words, require_file
from kaohe.cli.terminal import progress
from kaohe.cli.words import say


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The bundle, and the seal that one has on paper."""
    parser.add_argument("bundle", metavar="BUNDLE", type=Path, help=say("arg.bundle", language))
    parser.add_argument("--seal", metavar="DIGEST", default="", help=say("arg.seal", language))


def run(arguments: argparse.Namespace) -> int:
    """Every finding, then the verdict. 2 where anything is not as it was sealed."""
    from kaohe.files.bundle import verify_bundle

    language = arguments.language
    require_file(arguments.bundle)
    with progress(say("verifying", language)):
        verdict = verify_bundle(arguments.bundle, seal=arguments.seal)
    if verdict.rulebook is None:
        show_problems(verdict.problems, language)
    else:
        show_problems(in_words(verdict.problems, verdict.rulebook, language), language)
    if verdict.digests:
        print(say("sealed", language))
        print(f"  SM3      {in_groups(verdict.digests['seal'])}")
        print(f"  SHA-256  {in_groups(verdict.digests['seal_sha256'])}")
    if not verdict.ok:
        print(say("not_verified", language, count=len(verdict.problems)), file=sys.stderr)
        return REFUSED
    print(say("verified", language))
    print(say("seal_agrees" if arguments.seal else "compare_seal", language))
    return DONE
