"""`./run bulk follow`: new entries, one JSON object a line, each answered at once with what it changes; nothing is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from kaohe.bulk.duck import Duck
from kaohe.bulk.following import Answer, Following
from kaohe.bulk.plan import Plan
from kaohe.cli import inputs
from kaohe.cli.bulk import opened as given
from kaohe.cli.frame import DONE, REFUSED, show_problems
from kaohe.cli.terminal import plain
from kaohe.cli.words import say
from kaohe.engine import Place, Refused
from kaohe.files.facts_data import entry_from_line


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The year so far."""
    given.add_data(parser, language)


def run(arguments: argparse.Namespace) -> int:
    """One line of words for each line of the input. Raises Refused for a mistake in the data; a mistake in a line is told, and the next one read."""
    language, refused = arguments.language, False
    with given.opened(arguments) as year, year.run(Duck) as duck:
        with given.told(language) as tell:
            duck.look_through(year.tables, tell)
        following = Following(duck)
        for number, line in enumerate(sys.stdin.buffer if sys.stdin else (), 1):
            if not line.strip():
                continue
            try:
                answer = following.answer(entry_from_line(line, Place(say("bulk.input", language), line=number), year.rulebook))
            except Refused as refusal:
                refused = True
                show_problems(inputs.in_words(refusal.problems, year.rulebook, language), language)
            else:
                print(plain(_words(answer, year.plan, language)), flush=True)
    return REFUSED if refused else DONE


def _words(answer: Answer, plan: Plan, language: str) -> str:
    changes = ("; " if language == "en" else "；").join(_changed(answer, plan, language))
    return say("bulk.followed", language, department=answer.department.title, changes=changes or say("bulk.unmoved", language))


def _changed(answer: Answer, plan: Plan, language: str) -> Iterator[str]:
    for change in answer.changes:
        yield str(change._replace(label=plan.rulebook.in_language(change.label, language)))
