"""`./run check`: is a rulebook sound? Its texts, its citations, its sums, its own cases."""

from __future__ import annotations

import argparse
import sys

from kaohe.cli.frame import DONE, REFUSED, show_problems
from kaohe.cli.inputs import DEFAULT, rulebook_folder
from kaohe.cli.terminal import progress
from kaohe.cli.words import say
from kaohe.engine import check, errors, load_folder, run_cases


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The rulebook is the only argument."""
    help_text = say("arg.rulebook", language, default=DEFAULT)
    parser.add_argument("rulebook", metavar="RULEBOOK", nargs="?", default=DEFAULT, help=help_text)


def run(arguments: argparse.Namespace) -> int:
    """Every problem with its file and line, then one line that sums up. 2 where anything must be mended."""
    language = arguments.language
    loaded = load_folder(rulebook_folder(arguments.rulebook))
    if loaded.rulebook is None:
        show_problems(loaded.problems, language)
        return REFUSED
    rulebook = loaded.rulebook
    with progress(say("running_cases", language)):
        problems = (*loaded.problems, *check(rulebook))
        cases = run_cases(rulebook)
    show_problems(problems, language)
    wrong = errors(problems)
    values = {
        "rules": len(rulebook.rules),
        "clauses": len(rulebook.clauses),
        "readings": len(rulebook.readings),
        "cases": len(cases),
        "passed": sum(case.passed for case in cases),
        "errors": len(wrong),
        "warnings": len(problems) - len(wrong),
    }
    if wrong:
        print(say("unsound", language, **values), file=sys.stderr)
        return REFUSED
    print(say("sound", language, **values))
    return DONE
