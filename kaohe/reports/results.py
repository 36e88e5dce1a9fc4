"""Papers of what was announced: bulletins, notices, the final result. Every figure is the snapshot's, none is computed anew."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.engine import Board
from kaohe.paper.description import Paper
from kaohe.paper.kinds.bulletin import KeyWork, Quarter, bulletin
from kaohe.paper.kinds.meetings import Signer, signature_page
from kaohe.paper.kinds.results import Handled, Window, final_result, publication
from kaohe.people.groups import groups
from kaohe.people.roles import Role
from kaohe.reports.source import Choice, Source
from kaohe.results.models import Kind, Notice, Objection, Outcome, Snapshot, State

#: Who announces and concludes.
GROUP = "局考核领导小组"


def bulletins(source: Source) -> list[Choice]:
    """Every bulletin that was issued, the latest first. One query."""
    rows = Snapshot.objects.filter(cycle=source.cycle, kind=Kind.BULLETIN).light().select_related("period")
    return [
        Choice(str(each.pk), f"{source.say(_quarter(each))} · {timezone.localdate(each.made_at)}", each)
        for each in rows.order_by("-pk")
    ]


def bulletin_paper(source: Source, thing: Snapshot) -> Paper:
    """The bulletin of a quarter: its own board, and those of the quarters before as they were last announced."""
    assert thing.period is not None
    earlier = Snapshot.objects.filter(
        cycle=source.cycle, kind=Kind.BULLETIN, pk__lt=thing.pk, period__number__lt=thing.period.number
    )
    last = {each.period.number: each for each in earlier.select_related("period").order_by("pk") if each.period}
    own = source.with_cycle(Snapshot.objects.select_related("period").get(pk=thing.pk))
    boards = {_quarter(each): source.with_cycle(each).read_board() for _number, each in sorted(last.items())}
    boards[_quarter(own)] = own.read_board()
    names = {each.department.code: each.department.title for each in boards[_quarter(own)].standings}
    quarter = Quarter(
        _quarter(own), source.cycle.year, boards, own.read_facts(),
        goals=tuple(
            KeyWork(names.get(row["department"], row["department"]), row["title"], row["completion"], row["met"], row["sentence"])
            for row in own.details.get("goals", ())
        ),
        missing=tuple(names.get(code, code) for code in own.details.get("missing", ())),
    )  # fmt: skip
    return bulletin(quarter, source.rulebook, source.stationery, source.issue(own.made_at, digest=own.facts_digest))


def _quarter(snapshot: Snapshot) -> str:
    return snapshot.period.label if snapshot.period else ""


def notices(source: Source) -> list[Choice]:
    """Every public notice of the year, the latest first. One query."""
    rows = Notice.objects.filter(cycle=source.cycle).order_by("-number")
    return [Choice(str(each.number), _("第 %s 次公示") % each.number, each) for each in rows]


def publication_paper(source: Source, thing: Notice) -> Paper:
    """The notice as it was published, with its deadline."""
    snapshot = source.with_cycle(Snapshot.objects.get(pk=thing.snapshot_id))
    window = window_of(source, thing)
    return publication(
        snapshot.read_board(), source.rulebook, source.stationery, source.issue(thing.published_at, digest=snapshot.facts_digest),
        window, decided_on=timezone.localdate(thing.published_at), decided_by=GROUP,
    )  # fmt: skip


def window_of(source: Source, notice: Notice) -> Window | None:
    """When objections to that notice could be raised; None where it opened no time for any."""
    rule = source.rulebook.objection
    if notice.until is None or rule is None:
        return None
    review = source.rulebook.review
    return Window(
        opens=timezone.localdate(notice.published_at),
        closes=timezone.localtime(notice.until),
        days=rule.days,
        working=rule.unit == "working",
        calendar=notice.calendar,
        reply_days=review.days if review else None,
    )


def finals(source: Source) -> list[Choice]:
    """The final result, and those of earlier rounds where the year was reopened. One query."""
    rows = Snapshot.objects.filter(cycle=source.cycle, kind=Kind.FINAL).light().order_by("-round")
    return [
        Choice(str(each.round), _("第 %s 轮定案") % each.round if each.round > 1 else _("定案"), each) for each in rows
    ]


def final_paper(source: Source, thing: Snapshot) -> Paper:
    """The result as it stands for good. Four queries."""
    snapshot = source.with_cycle(Snapshot.objects.get(pk=thing.pk))
    first = Notice.objects.filter(cycle=source.cycle, snapshot__round=snapshot.round).order_by("number").first()
    day = timezone.localdate(snapshot.made_at)
    return final_result(
        snapshot.read_board(), source.rulebook, source.stationery, source.issue(day, digest=snapshot.facts_digest),
        handled=_handled(source, snapshot), published_on=timezone.localdate(first.published_at) if first else day, decided_on=day,
        decided_by=GROUP,
    )  # fmt: skip


def _handled(source: Source, snapshot: Snapshot) -> Handled:
    """How the objections of that round ended."""
    rows = Objection.objects.filter(notice__cycle=source.cycle, notice__snapshot__round=snapshot.round)
    states = Counter(
        State.WITHDRAWN if state == State.WITHDRAWN else outcome
        for state, outcome in rows.values_list("state", "decision__outcome")
    )
    return Handled(
        filed=states.total(), upheld=states[Outcome.UPHELD], partly=states[Outcome.PARTLY], dismissed=states[Outcome.REFUSED],
        withdrawn=states[State.WITHDRAWN],
    )  # fmt: skip


def signatures_paper(source: Source, thing: Snapshot) -> Paper:
    """The page that the leading group signs under the final result."""
    day = timezone.localdate(thing.made_at)
    members = next(each.members for each in groups(source.cycle.bureau, day) if each.role == Role.LEADING_GROUP)
    signers = [Signer(each.get_post_display() or each.officer.title or "成员", each.officer.name) for each in members]
    about = f"{source.stationery.bureau}{source.cycle.year}年度目标绩效考核结果"
    statement = f"{about}已经公示并审定，考核领导小组成员签字确认如下。校验码见页脚，签字前请与系统核对。"
    return signature_page(about, statement, signers, source.stationery, source.issue(day, digest=thing.facts_digest))


def latest_board(source: Source) -> tuple[Board, str, date | None]:
    """The year's board as last announced, with its digest and day; as the ledger has it before, without either."""
    if found := source.announced:
        return found.read_board(), found.facts_digest, timezone.localdate(found.made_at)
    return source.board()[0], "", None
