"""`./run template`: the empty workbook in which a bureau keeps a year's facts."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from kaohe.cli import inputs
from kaohe.cli.frame import DONE
from kaohe.cli.words import say


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """Where to write, and for which rulebook."""
    parser.add_argument("output", metavar="OUT.xlsx", type=Path, help=say("arg.template", language))
    inputs.add_rulebook(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """Write it. Raises Refused where that can't be done."""
    from kaohe.files.template import write_template

    rulebook = inputs.rulebook_named(arguments.rulebook)
    inputs.require_xlsx(arguments.output)
    content = io.BytesIO()
    write_template(content, rulebook)
    inputs.write_file(arguments.output, content.getvalue(), arguments.language)
    return DONE
