"""`./run bulk …`: the same rules over columns. A door with a few rooms behind it, each a file of kaohe/cli/bulk."""

from __future__ import annotations

import argparse
from importlib import import_module

from kaohe.cli.bulk import phrases
from kaohe.cli.parser import Parser, add_language
from kaohe.cli.words import say

#: What can be done over columns, in the order in which people meet it.
ACTS = ("generate", "table", "score", "explain", "what-if", "stats", "follow", "verify")


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """One sub-parser an act."""
    phrases.spoken()
    title = say("commands", language)
    below = parser.add_subparsers(dest="act", metavar=title, title=title, parser_class=Parser, required=True)
    for act in ACTS:
        summary = say(f"bulk.{act}", language)
        sub = below.add_parser(act, help=summary, description=summary)
        _room(act).configure(sub, language)
        add_language(sub, language)


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for."""
    status: int = _room(arguments.act).run(arguments)
    return status


def _room(act: str):
    return import_module(f"kaohe.cli.bulk.{act.replace('-', '_')}")
