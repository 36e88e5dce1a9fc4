"""One page's tables, and the workbook of them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.web.shapes.figures import language

Cell = str | int | date | None


class Listing(NamedTuple):
    """One table: its name, its heads, its rows as the page writes them, and what is to be said below it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


class Listings(NamedTuple):
    """The tables of a page under its title."""

    title: str
    tables: tuple[Listing, ...]


def listing(name: str, header: Iterable[str], rows: Iterable[Iterable[Cell]], note: str = "") -> Listing:
    """A table whose rows may be made one by one."""
    return Listing(name, tuple(header), tuple(tuple(row) for row in rows), note)


def workbook(listings: Listings, *, bureau: str, demonstration: bool, day: date) -> bytes:
    """A sheet for each table. Under its title stands whose it is and of which day: a list goes on and paper doesn't."""
    from kaohe.files.ready_tables import ready_sheet  # the library behind it is slow to import
    from kaohe.files.table_workbook import write_table_workbook

    about = " · ".join([bureau, *([_("演示数据")] if demonstration else []), _("%s 导出") % day.isoformat()])
    sheets = [
        ready_sheet(
            each.name, each.name if each.name == listings.title else f"{listings.title} · {each.name}",
            each.header, [tuple(_text(cell) for cell in row) for row in each.rows], about=about, note=each.note,
        )
        for each in listings.tables
    ]  # fmt: skip
    target = io.BytesIO()
    write_table_workbook(target, sheets, year=day.year, language=language())
    return target.getvalue()


def _text(cell: Cell) -> str:
    """The cell as the page writes it: "—" for none is the page's own affair."""
    return "" if cell is None else str(cell)


def day_of(moment: object) -> str:
    """The day of a moment, as pages write it; "" for none."""
    return timezone.localtime(moment).date().isoformat() if moment else ""  # type: ignore[arg-type]
