"""`./run bulk table`: the look-up table of a rulebook, to be held against its clauses."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from kaohe.bulk.compiling import compiled
from kaohe.bulk.plan import BEST, ONCE, WITHOUT, Plan
from kaohe.cli import inputs
from kaohe.cli.bulk.opened import add_limits, limits_of
from kaohe.cli.frame import DONE
from kaohe.cli.parser import year
from kaohe.cli.terminal import LEFT, RIGHT, screen_width, table
from kaohe.cli.words import say
from kaohe.engine import plainest, signed

_YEAR = 2025


def configure(parser: argparse.ArgumentParser, language: str) -> None:
    """The rulebook, and the limits that exactness is proven for."""
    inputs.add_rulebook(parser, language)
    parser.add_argument("--year", metavar="Y", type=year(language), default=_YEAR, help=say("arg.year", language))
    add_limits(parser, language)
    parser.add_argument("--csv", metavar="OUT", type=Path, help=say("bulk.arg.csv", language))


def run(arguments: argparse.Namespace) -> int:
    """One line a row. Raises Refused where the rulebook can't be kept exact."""
    language = arguments.language
    plan = compiled(inputs.rulebook_named(arguments.rulebook), arguments.year, limits=limits_of(arguments))
    names = ("rule", "clause", "period", "level", "slot", "weight", "how")
    header = [say(f"bulk.{name}", language) for name in names]
    sides = [RIGHT if name == "weight" else LEFT for name in names]
    rows = list(_rows(plan, language))
    if arguments.csv:
        target = io.StringIO()
        csv.writer(target).writerows([header, *([*before, plainest(weight), how] for *before, weight, how in rows)])
        inputs.write_file(arguments.csv, target.getvalue().encode("utf-8-sig"), language)
    else:
        shown = [[*before, signed(plainest(weight)), how] for *before, weight, how in rows]
        print("\n".join(table(header, shown, sides, screen_width())))
    return DONE


def _rows(plan: Plan, language: str) -> Iterator[tuple[str, str, str, str, str, Fraction, str]]:
    """The cells of each row, the weight still a number: people read it with its sign, programs as they read any other."""
    rulebook = plan.rulebook
    share = {share.slot: share.factor for leaf in plan.leaves for share in leaf.shares}
    for row in plan.rows:
        rule = rulebook.rules[row.rule]
        sign = -1 if share.get(row.slot, 1) < 0 else 1
        # An amount counts in units of its own; by the point it is worth as many times more.
        units = 10**plan.limits.amount_places if row.of == "amount" and row.slot in share else 1
        worth = Fraction(sign * row.weight * units, plan.slot[row.slot].unit)
        period = rulebook.in_language(plan.spans[row.period - 1].label, language) if row.period else ""
        how = say(f"bulk.how.{row.way}.{row.of}", language)
        if row.matter == WITHOUT and row.way not in (BEST, ONCE):
            how += f" ({say('bulk.without', language)})"
        yield row.rule, rulebook.in_language(rulebook.clause_label(rule.clause), language), period, row.level, row.slot, worth, how
    for grading in plan.gradings:
        clause = rulebook.in_language(rulebook.clause_label(rulebook.rules[grading.rule].clause), language)
        for grade, coefficient in grading.coefficients.items():
            yield grading.rule, clause, "", grade, grading.points, Fraction(coefficient, grading.finer), say("bulk.how.goal", language)

