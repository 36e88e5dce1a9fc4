"""The year's papers as pages show them: the list by what they are of, and one of them with all that must be said beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.paper.fonts import Substitution
from kaohe.reports.batches import ALL
from kaohe.reports.catalogue import GROUPS, KINDS, PaperKind
from kaohe.reports.source import Choice, Source
from kaohe.web.links import Link

#: The parts of a paper that a face sets.
PARTS = {
    "title": gettext_lazy("标题"), "body": gettext_lazy("正文"), "kai": gettext_lazy("二级标题"), "hei": gettext_lazy("一级标题"),
    "song": gettext_lazy("页码"),
}  # fmt: skip


class Listed(NamedTuple):
    """One kind of paper and those of it that may be opened."""

    code: str
    label: str
    links: tuple[Link, ...]


class Group(NamedTuple):
    """Kinds that belong together."""

    code: str
    title: str
    kinds: tuple[Listed, ...]


class Grid(NamedTuple):
    """The papers of departments: a column for each kind, a row for each department."""

    codes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Link, ...], ...]], ...]


def paper_address(year: int, kind: str, of: object) -> str:
    """Where that paper of the year is shown."""
    return f"{reverse('paper', args=[year, kind])}?{urlencode({'of': of})}"


def groups_of(source: Source) -> list[Group]:
    """Every paper that belongs to no single department; kinds of which there is nothing are left out."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for kind in KINDS.values():
        if kind.group != "departments" and (choices := kind.choices(source)):
            found[kind.group].append(Listed(kind.code, str(kind.label), _links(source, kind, choices)))
    return [Group(code, str(label), tuple(found[code])) for code, label in GROUPS.items() if found[code]]


def grid_of(source: Source) -> Grid:
    """The papers of every department that may be seen."""
    kinds = [kind for kind in KINDS.values() if kind.group == "departments"]
    cells: dict[tuple[str, str], list[Choice]] = defaultdict(list)
    for kind in kinds:
        for choice in kind.choices(source):
            if choice.row:
                cells[choice.row.code, kind.code].append(choice)
    rows = tuple(
        (source.say(each.title), tuple(_cell(source, kind, cells[each.code, kind.code]) for kind in kinds))
        for each in source.departments
    )
    return Grid(tuple(kind.code for kind in kinds), tuple(str(kind.label) for kind in kinds), rows)


def _cell(source: Source, kind: PaperKind, choices: list[Choice]) -> tuple[Link, ...]:
    """A single paper is called by its kind, several by what they are of."""
    if len(choices) == 1 and isinstance(choices[0].thing, type(choices[0].row)):
        return (Link(_("打开"), paper_address(source.cycle.year, kind.code, choices[0].of)),)
    return _links(source, kind, choices)


def _links(source: Source, kind: PaperKind, choices: Iterable[Choice]) -> tuple[Link, ...]:
    return tuple(Link(each.words, paper_address(source.cycle.year, kind.code, each.of)) for each in choices)


def in_bulk(groups: Iterable[Group], grid: Grid) -> list[tuple[str, str]]:
    """What can be asked for in bulk: kinds of which there are several, by code and label, and the whole year; nothing for nobody."""
    found = [(kind.code, kind.label) for group in groups for kind in group.kinds if len(kind.links) > 1]
    if len(grid.rows) > 1:
        found = [*zip(grid.codes, grid.columns, strict=True), *found]
    return [*found, (ALL, _("全年公文（空白登记表除外）"))] if found or grid.rows else []


def substituted(found: Iterable[Substitution]) -> list[tuple[str, str, str]]:
    """For each part of a paper: the face that is missing, and what stands in for it."""
    return [(str(PARTS[each.part]), each.wanted, each.used or "—") for each in found]
