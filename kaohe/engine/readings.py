"""Reads readings.yaml: how each gap of the document is read (口径), and the compliance notes (cautions)."""

from __future__ import annotations

from typing import Final

from kaohe.engine.problems import Problem
from kaohe.engine.rulebook import Caution, Reading
from kaohe.engine.yaml_text import Fields, read_yaml

FILE: Final = "readings.yaml"


def read_readings(text: str) -> tuple[dict[str, Reading], dict[str, Caution], list[Problem]]:
    """Readings and cautions by their codes, and everything that is wrong."""
    table, problems = read_yaml(text, FILE)
    readings: dict[str, Reading] = {}
    cautions: dict[str, Caution] = {}
    if problems:
        return readings, cautions, problems
    fields = Fields(table, file=FILE, where=FILE, problems=problems)
    for each in fields.many("readings", "reading", once=True):
        reading = _reading(each)
        readings[reading.code] = reading
    for each in fields.many("cautions", "caution", once=True):
        caution = Caution(each.text("caution"), each.text("title"), each.text("text"))
        each.done()
        cautions[caution.code] = caution
    fields.done()
    return readings, cautions, problems


def _reading(fields: Fields) -> Reading:
    reading = Reading(
        code=fields.text("reading"),
        clauses=fields.texts("clauses"),
        gap=fields.text("gap"),
        default=fields.text("default"),
        why=fields.text("why", ""),
        also=fields.texts("also"),
        important=fields.yes("important", False),
        confirmed_by=fields.text("confirmed_by", ""),
        place=fields.place,
    )
    fields.done()
    return reading
