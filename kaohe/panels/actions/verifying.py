"""The checkers hold a department's quarter against its evidence; what they find goes into the ledger, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.goals.actions.reporting import held, move, require_told, require_unchanged, step
from kaohe.goals.models import ProgressLine, ProgressReport, ReportStep, Told
from kaohe.goals.papers import pieces
from kaohe.ledger.posting import Draft, Proof, check, post
from kaohe.panels.models import Verification
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checkers found of one goal. Where it differs from the claim, `reason` says why.

    completion  per cent as they found it; None: as it was told
    """

    met: bool
    reason: str = ""
    completion: int | None = None


@transaction.atomic
def verify_progress(
    *, officer: Officer, report: ProgressReport, findings: Mapping[str, Finding], version: str = ""
) -> list[Verification]:
    """Verify every goal of a submitted report at once (findings by goal code); each posts its ledger entry.

    Raises Refused without the right, for one's own department, before the quarter is over, for goals without a finding,
    for a finding that contradicts the claim without a reason, and with all that the rules ask for and isn't there.
    """
    require(officer, Deed.VERIFY_PROGRESS, report.department, bureau=report.period.cycle.bureau)
    report = held(report.period, report.department)
    require_told(report, Told.SUBMITTED)
    require_unchanged(report, version)
    period, cycle = report.period, report.period.cycle
    if cycle.bureau.today() < period.ends:
        raise Refused([Problem("progress.not_over", {"period": period.label, "ends": period.ends})])
    lines = list(report.lines.select_related("goal").prefetch_related("files").order_by("goal__pk"))
    if wrong := _wrong(lines, findings, report):
        raise Refused(wrong)
    drafts = [_draft(officer, report, line, findings[line.goal.code]) for line in lines]
    check(cycle, drafts)
    entries = post(cycle, drafts)
    found = Verification.objects.bulk_create(
        Verification(
            line=line,
            met=findings[line.goal.code].met,
            reason=findings[line.goal.code].reason.strip(),
            completion=_figure(line, findings[line.goal.code]),
            verified_by=officer,
            entry=entry,
        )
        for line, entry in zip(lines, entries, strict=True)
    )
    move(report, Told.VERIFIED)
    step(report, ReportStep.VERIFIED, officer, tag=Tag.PROGRESS_VERIFIED)
    return found


def _wrong(lines: list[ProgressLine], findings: Mapping[str, Finding], report: ProgressReport) -> list[Problem]:
    department = report.department
    codes = {line.goal.code for line in lines}
    found = [
        Problem("goals.not_on_sheet", {"department": department.title, "goal": code})
        for code in findings.keys() - codes
    ]
    for line in lines:
        finding = findings.get(line.goal.code)
        if finding is None:
            found.append(Problem("panels.no_finding", {"goal": line.goal.code}, department=department.code))
        elif finding.completion is not None and not 0 <= finding.completion <= 1000:
            values = {"goal": line.goal.code, "found": finding.completion}
            found.append(Problem("progress.completion", values, department=department.code))
        elif _differs(line, finding) and not finding.reason.strip():
            found.append(Problem("panels.differs_without_why", {"goal": line.goal.code}, department=department.code))
    if report.period.cycle.rulebook().progress is None:
        found.append(Problem("panels.no_progress_rule"))
    return found


def _differs(line: ProgressLine, finding: Finding) -> bool:
    return finding.met != line.met or finding.completion not in (None, line.completion)


def _figure(line: ProgressLine, finding: Finding) -> int | None:
    """The completion that is now a fact; None where the claim fell and no figure took its place."""
    if finding.completion not in (None, line.completion):
        return finding.completion
    return line.completion if finding.met == line.met else None


def _draft(officer: Officer, report: ProgressReport, line: ProgressLine, finding: Finding) -> Draft:
    """The ledger entry of one finding: dated at the quarter's end, with the department's own evidence and sentence."""
    rules = report.period.cycle.rulebook().progress
    assert rules is not None
    goal, period = line.goal, report.period
    about = finding.reason.strip() or line.sentence
    evidence = _evidence(line, period.label)
    fact = engine.Entry(
        id="", department=report.department.code, rule=rules.met if finding.met else rules.missed,
        occurred_on=period.ends, goal=goal.code, about=f"{period.label} {goal.title}：{about}",
        evidence=tuple(proof.title for proof in evidence),
    )  # fmt: skip
    return Draft(fact, report.department, officer, timezone.now(), goal=goal, evidence=evidence)


def _evidence(line: ProgressLine, period: str) -> tuple[Proof, ...]:
    """What the department attached; where it attached nothing, the report itself is the proof."""
    files = {file.title: Proof(file.title, file.digest, file.kind, file) for file in line.files.all()}
    found = tuple(files.get(name) or Proof(name) for name in pieces(line.evidence, line.files.all()))
    return found or (Proof(f"{period}重点工作目标完成情况表"),)
