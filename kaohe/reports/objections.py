"""Papers of objections: the receipt that says when one arrived, and the decision on it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.cycles.calendar import calendar_of
from kaohe.days.counting import OFFICE_CLOSES, deadline
from kaohe.engine import Board, Exact, Line, Node, read_shown, total
from kaohe.paper.description import Paper
from kaohe.paper.kinds import objections as kinds
from kaohe.reports.source import Choice, Source
from kaohe.results.boards import board_of
from kaohe.results.models import Objection, Outcome

OUTCOMES = {Outcome.UPHELD: kinds.UPHELD, Outcome.PARTLY: kinds.PARTLY, Outcome.REFUSED: kinds.DISMISSED}


def filed(source: Source) -> list[Choice]:
    """Every objection of the year that may be seen, the latest first. One query."""
    return [_choice(source, each) for each in _seen(source)]


def decided(source: Source) -> list[Choice]:
    """Those that were decided on. One query."""
    return [_choice(source, each) for each in _seen(source) if getattr(each, "decision", None)]


def _seen(source: Source) -> list[Objection]:
    rows = Objection.objects.filter(notice__cycle=source.cycle).visible_to(source.officer).with_names()
    return list(
        rows.select_related("notice__snapshot")
        .defer("notice__snapshot__board", "notice__snapshot__facts")
        .order_by("-number")
    )


def _choice(source: Source, objection: Objection) -> Choice:
    words = _("%(number)s 号 · %(department)s") % {
        "number": objection.number,
        "department": source.say(objection.department.title),
    }
    return Choice(str(objection.number), words, objection)


def receipt_paper(source: Source, thing: Objection) -> Paper:
    """The receipt, on the day of arrival. The day by which an answer comes is counted as the measures say."""
    window, until = source.rulebook.review, thing.notice.until
    due = None
    if window and until:
        due = deadline(
            timezone.localtime(until),
            window.days,
            window.unit,
            calendar_of(source.cycle.bureau),
            window.close or OFFICE_CLOSES,
        )
    board = source.with_cycle(thing.notice.snapshot).read_board()
    reviewer = thing.reviewer.name if thing.reviewer else ""
    return kinds.receipt(
        _objection(source, thing, board),
        source.stationery,
        source.issue(thing.filed_at, digest=thing.notice.snapshot.facts_digest),
        reply_by=due.day if due else None,
        reviewer=reviewer,
    )


def decision_paper(source: Source, thing: Objection) -> Paper:
    """The decision, with what it changed of the item and of the total."""
    found = thing.decision
    board = source.with_cycle(thing.notice.snapshot).read_board()
    node, line = _disputed(thing, board)
    before, after = _item(source, thing, node)
    finding = kinds.Finding(
        item=node.label,
        facts=found.reason or thing.finding,
        rule=source.rulebook.clause_label(line.clause if line else node.clause),
        outcome=OUTCOMES[Outcome(found.outcome)],
        before=before,
        after=after,
    )
    decision = kinds.Decision(
        findings=(finding,),
        total_before=_read(found.before),
        total_after=_read(found.after),
        decided_on=timezone.localdate(found.decided_at),
        decided_by=f"考核领导小组（{found.minutes}）" if found.minutes else "考核领导小组",
        reviewers=(thing.reviewer.name,) if thing.reviewer else (),
        corrections=tuple(f"记录{number}" for number in found.entries),
    )
    return kinds.decision(
        _objection(source, thing, board), decision, source.rulebook, source.stationery,
        source.issue(found.decided_at, digest=thing.notice.snapshot.facts_digest),
    )  # fmt: skip


def _item(source: Source, objection: Objection, node: Node) -> tuple[Exact | None, Exact | None]:
    """What the item was worth right before and right after the decision; unknown where that doesn't lead to the recorded totals."""
    found = objection.decision
    numbers = [int(each) for each in found.entries]
    if not numbers:
        return node.points, node.points
    boards = [board_of(source.cycle, up_to=number) for number in (min(numbers) - 1, max(numbers))]
    standings = [each.of(objection.department.code) for each in boards]
    if [each.tree.points for each in standings] != [_read(found.before), _read(found.after)]:
        return None, None
    old, new = (each.tree.find(node.code).points for each in standings)
    return old, new


def _objection(source: Source, objection: Objection, board: Board) -> kinds.Objection:
    node, line = _disputed(objection, board)
    lost = total([node.points, -node.full]) if node.points is not None else None
    goal = f"：{objection.goal.title}" if objection.goal else ""
    disputed = kinds.Disputed(
        item=node.label + goal,
        clause=source.rulebook.clause_label(line.clause if line else node.clause),
        entry=str(objection.entry.number) if objection.entry else "",
        points=line.points if line else lost,
        reason=objection.reason,
    )
    closes = objection.notice.until or objection.filed_at
    extended = source.cycle.objection_deadline
    return kinds.Objection(
        number=str(objection.number),
        department=objection.department.title,
        filed_by=objection.signature,
        filed_at=timezone.localtime(objection.filed_at),
        closes=timezone.localtime(max(closes, extended) if extended else closes),
        year=source.cycle.year,
        lines=(disputed,),
        evidence=tuple(objection.evidence),
    )


def _disputed(objection: Objection, board: Board) -> tuple[Node, Line | None]:
    """The item as it was announced, and the disputed line of it; None where the item as such is disputed."""
    node = board.of(objection.department.code).tree.find(objection.item)
    number = str(objection.entry.number) if objection.entry else ""
    code = objection.goal.code if objection.goal else ""
    for line in (line for each in node.walk() for line in each.lines):
        if any(entry.id == number or (code and entry.goal == code) for entry in line.entries):
            return node, line
    return node, None


def _read(text: str) -> Exact | None:
    return read_shown(text) if text else None
