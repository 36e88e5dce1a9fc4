"""The public notice of a year's results: the same page before it is published and after, so that nobody signs something else."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.engine import Board, Rulebook, Standing, compare

from .figures import change, figure, fixed
from .known import note_on

if TYPE_CHECKING:
    from kaohe.cycles.models import Cycle
    from kaohe.results.models import Notice
    from kaohe.web.shapes.lines import Sheet


class Reader(Protocol):
    """Who reads a notice: a desk of the bureau itself, or a superior who sees no department's details."""

    cycle: Cycle
    rulebook: Rulebook

    @property
    def seen(self) -> Set[str]:
        """Codes of the departments whose details may be opened."""

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""

    def sheet(self) -> Sheet:
        """Turns lines of this year into rows."""


class Row(NamedTuple):
    """One department: place, name, blocks, total; `moved` against the notice before; `url` where its details may be seen."""

    rank: str
    name: str
    blocks: tuple[str, ...]
    total: str
    moved: str
    note: str
    url: str


class Changed(NamedTuple):
    """What a review changed in one department: items with their points before and after, and lines that went or came."""

    name: str
    items: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


class NoticePage(NamedTuple):
    """Everything that the notice says."""

    title: str
    bureau: str
    basis: str
    period: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    moved: bool
    changes: tuple[Changed, ...]
    until: str
    rule: str
    answer: str
    published: str
    digest: str
    code: str
    final: bool = False


def notice_page(
    desk: Reader, board: Board, *, until: datetime | None, published: datetime | None, digest: str, number: int,
    before: Board | None = None, linked: bool = True,
) -> NoticePage:  # fmt: skip
    """The notice of that board.

    before  the board of the notice before it, to show what a review changed
    linked  True where each department's part of the notice has its page: once it is published
    """
    window = desk.rulebook.objection
    old = {each.department.code: each for each in before.standings} if before else {}
    again = _("（复核后）") if number > 1 else ""
    return NoticePage(
        title=_("关于%(year)s年度目标绩效考核结果的公示") % {"year": board.year} + again,
        bureau=desk.cycle.bureau.name,
        basis=desk.say(desk.rulebook.label),
        period=_("%(year)s年1月1日至12月31日") % {"year": board.year},
        columns=tuple(desk.say(item.label) for item in desk.rulebook.tree.items),
        rows=tuple(_row(desk, each, old.get(each.department.code), number if linked else 0) for each in board.ranked()),
        moved=before is not None,
        changes=tuple(_changes(desk, before, board)) if before else (),
        until=_moment(until) if until else "",
        rule=_("公示次日起 %s 个工作日，到最后一日下班时止") % window.days if window and window.unit == "working" else "",
        answer=_answered(desk),
        published=_moment(published) if published else "",
        digest=digest,
        code=" ".join(digest[at : at + 4] for at in range(0, 24, 4)),
    )


def _changes(desk: Reader, before: Board, board: Board) -> Iterator[Changed]:
    """Department by department; what a line says only where that department's details may be seen."""
    sheet = desk.sheet()
    found = [each for each in compare(before, board) if each.what in ("points", "line_gone", "line_new")]
    for standing in board.standings:
        code = standing.department.code
        own = [each for each in found if each.department == code]
        items = tuple((desk.say(each.label), figure(each.old), figure(each.new)) for each in own if each.what == "points")  # type: ignore[arg-type]
        lines = {
            what: tuple(sheet.row(each.line).sentence for each in own if each.what == what and each.line and code in desk.seen)
            for what in ("line_gone", "line_new")
        }
        if items:
            yield Changed(desk.say(standing.department.title), items, lines["line_gone"], lines["line_new"])


def _row(desk: Reader, standing: Standing, before: Standing | None, number: int) -> Row:
    code = standing.department.code
    moved = ""
    if before is not None and before.published is not None and standing.published is not None:
        moved = change(standing.published - before.published) if standing.published != before.published else ""
    return Row(
        rank=str(standing.rank or "—"),
        name=desk.say(standing.department.name),
        blocks=tuple(fixed(child.points) for child in standing.tree.children),
        total=fixed(standing.published),
        moved=moved,
        note=note_on(standing),
        url=notice_part(desk, code, number),
    )


def notice_part(desk: Reader, code: str, number: int) -> str:
    """Where a department's part of the notice stands, for whom it concerns; before it is published, its page of now."""
    if code not in desk.seen:
        return ""
    year = desk.cycle.year
    return reverse("notice-department", args=[year, number, code]) if number else reverse("department", args=[year, code])


def of_notice(desk: Reader, notice: Notice) -> NoticePage:
    """A notice as it was published."""
    snapshot = notice.snapshot
    before = snapshot.previous
    announced = before is not None and before.kind == "notice" and before.round == snapshot.round
    return notice_page(
        desk, snapshot.read_board(), until=notice.until, published=notice.published_at, digest=snapshot.facts_digest,
        number=notice.number, before=before.read_board() if announced and before else None,
    )  # fmt: skip


def _answered(desk: Reader) -> str:
    """How soon who objects is answered, as the measures promise it (口径 R18)."""
    window = desk.rulebook.review
    if window is None:
        return ""
    if window.unit == "working":
        return _("复核决定在异议截止后 %s 个工作日内作出，并通知提出异议的科室。") % window.days
    return _("复核决定在异议截止后 %s 日内作出，并通知提出异议的科室。") % window.days


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
