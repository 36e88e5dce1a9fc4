"""`./run rules`: the rules of a rulebook with their codes, kinds and clauses, as a recorder needs them at hand."""

from __future__ import annotations

import argparse

from kaohe.cli import inputs
from kaohe.cli.frame import DONE
from kaohe.cli.terminal import LEFT, screen_width, table
from kaohe.cli.words import say
from kaohe.engine import Problem, Refused, Rule, Rulebook, phrase


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """A word to look for, and the rulebook."""
    parser.add_argument("word", metavar="WORD", nargs="?", default="", help=say("arg.word", language))
    inputs.add_rulebook(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """The table of rules. Raises Refused where none has the word."""
    language = arguments.language
    rulebook = inputs.rulebook_named(arguments.rulebook)
    rows = [_row(rule, rulebook, language) for rule in rulebook.rules.values()]
    rows = [row for row in rows if arguments.word.lower() in " ".join(row).lower()]
    if not rows:
        raise Refused([Problem("cli.no_rules", {"found": arguments.word})])
    header = [say(f"rules.{name}", language) for name in ("code", "clause", "matter")]
    print("\n".join(table(header, rows, [LEFT] * len(header), screen_width())))
    return DONE


def _row(rule: Rule, rulebook: Rulebook, language: str) -> list[str]:
    clause = rulebook.in_language(rulebook.clause_label(rule.clause), language)
    kind = phrase(f"kind.{type(rule).name}", language)  # type: ignore[attr-defined]
    return [rule.code, clause, f"{rulebook.in_language(rule.label, language)} · {kind}"]
