"""Where points go, as the overview shows it: the figures of the picture, as a table with links."""

from typing import NamedTuple

from django.urls import reverse

from kaohe.pictures import heat as heating

from .figures import figure
from .known import Known


class HeatRow(NamedTuple):
    """An item and what every department lost or gained in it."""

    label: str
    full: str
    anchor: str
    cells: tuple[tuple[str, str, str], ...]


class Heat(NamedTuple):
    """Departments across, items down."""

    departments: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]


def heat(known: Known) -> Heat:
    """How many points of the final hundred each department lost in each item; deeper the more of the item is gone."""
    figures = heating.heat(known.seen, known.rulebook, known.tongue)
    names = tuple(
        (name, reverse("department", args=[known.board.year, code]) + known.query) for code, name in figures.departments
    )
    rows = tuple(
        HeatRow(
            row.label, figure(row.most), row.clause,
            tuple((cell.shade, cell.words, f"{url}#{row.code}") for cell, (_name, url) in zip(row.cells, names, strict=True)),
        )
        for row in figures.rows
    )  # fmt: skip
    return Heat(names, rows)
