"""`./run bundle`: edition, facts, results and digests in one file that anybody can recompute."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from kaohe.cli import inputs
from kaohe.cli.frame import DONE
from kaohe.cli.terminal import progress
from kaohe.cli.words import say


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The facts, and where to write."""
    inputs.add_facts(parser, language)
    parser.add_argument("output", metavar="OUT", type=Path, help=say("arg.bundle_out", language))


def run(arguments: argparse.Namespace) -> int:
    """Write the bundle and print its seal. Raises Refused over unsound facts, and writes nothing."""
    from kaohe.files.bundle import write_bundle

    language = arguments.language
    rulebook = inputs.rulebook_named(arguments.rulebook)
    inputs.refuse_overwriting([arguments.output], [arguments.facts])
    facts = inputs.facts_at(arguments.facts, rulebook, language, year=arguments.year, as_of=arguments.as_of)
    content = io.BytesIO()
    inputs.scored(rulebook, facts, language)  # what is wrong with them is said in the reader's words
    with progress(say("sealing", language)):
        digests = write_bundle(content, rulebook, facts)
    inputs.write_file(arguments.output, content.getvalue(), language)
    print(say("bundle_sealed", language))
    print(in_groups(digests["seal"]))
    return DONE


def in_groups(digest: str) -> str:
    """A digest as people copy and compare it: in groups of eight."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
