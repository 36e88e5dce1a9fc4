"""One goal beside the list: its year with the evidence, what was asked and recorded, the suggestion, opinions, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Grade
from kaohe.goals.papers import pieces
from kaohe.ledger.models import Entry
from kaohe.panels.dossiers import Dossier, Dossiers, Quarter
from kaohe.panels.models import Answer, Excuse, Opinion, Ruling
from kaohe.panels.verdicts import ends, grades_of
from kaohe.people.deeds import Deed, may
from kaohe.web.bench import DECISION, OPINION, READ, REMARK, Bench, Chip
from kaohe.web.shapes.figures import figure, joined, listed
from kaohe.web.shapes.goals import label_of
from kaohe.web.shapes.grading_prospects import prospect_rows
from kaohe.web.shapes.papers import Paper, paper_of, papers_of
from kaohe.web.shapes.problems import Shown
from kaohe.web.shapes.trail import moment


class QuarterRow(NamedTuple):
    """One quarter: what was told, and what was found."""

    label: str
    told: str
    sentence: str
    found: str
    tone: str
    reason: str
    evidence: tuple[Paper, ...]
    entry: int | None


class ReasonRow(NamedTuple):
    """One sentence behind the suggestion, with its clause and its readings."""

    words: str
    clause: str
    clause_url: str
    readings: tuple[tuple[str, str], ...]
    decides: bool


class Voice(NamedTuple):
    """What somebody said."""

    name: str
    chip: Chip | None
    grounds: str
    words: str
    when: str


class ConditionRow(NamedTuple):
    """One listed ground of a grade; `key` picks it."""

    code: str
    label: str
    key: str
    caution: bool
    checked: bool


class GradeRow(NamedTuple):
    """One grade to choose; `key` gives it."""

    code: str
    label: str
    key: str
    coefficient: str
    needs_reason: bool
    conditions: tuple[ConditionRow, ...]
    checked: bool


class Form(NamedTuple):
    """What can be entered on the goal now."""

    act: str
    button: str
    grades: tuple[GradeRow, ...]
    reason: str
    reason_note: str
    evidence: str
    asks_evidence: bool
    version: str
    draft: str


class EntryRow(NamedTuple):
    """An entry of the ledger about the department."""

    number: int
    words: str
    evidence: str
    settled: str


def panel_of(bench: Bench, found: Dossiers, problems: Sequence[Shown] = (), typed: QueryDict | None = None) -> dict[str, Any]:
    """Everything that the panel shows of the one goal in `found`. `typed`: what was sent and could not be kept."""
    dossier = found.goals[0]
    goal, seen, desk = dossier.goal, bench.sight(dossier), bench.desk
    category = desk.rulebook.categories.get(goal.category)
    facts = [
        (label_of("category"), desk.say(category.label) if category else goal.category),
        (label_of("target"), goal.target), (label_of("measure"), goal.measure), (label_of("quality"), goal.quality),
        (label_of("due"), goal.due.isoformat() if goal.due else ""),
    ]  # fmt: skip
    return {
        "pk": goal.pk,
        "code": goal.code,
        "title": goal.title,
        "department": desk.say(goal.department.title),
        "key_work": goal.key_work,
        "facts": [(label, words) for label, words in facts if words],
        "quarters": [_quarter(bench, each) for each in dossier.quarters],
        "excuses": [_excuse(each) for each in dossier.excuses],
        "may_excuse": bench.open_year and may(bench.officer, Deed.DECIDE_EXCUSE, goal.department),
        "entries": [_entry(bench, each) for each in dossier.entries],
        "loose": [_loose(bench, each) for each in found.loose.get(goal.department_id, ())],
        "may_name": bench.open_year and may(bench.officer, Deed.HOLD_MEETING, goal.department),
        "remarks": [Voice(each.signature, None, "", each.text, moment(each.at)) for each in dossier.remarks] if not seen.recused else [],
        "seen": seen,
        "suggested": bench.chip(dossier.goal, dossier.suggestion.grade) if dossier.suggestion.grade and seen.suggestion else None,
        "reasons": _reasons(bench, dossier) if seen.suggestion else [],
        "voices": [_voice(bench, dossier, each) for each in bench.counted(dossier)] if seen.opinions else [],
        "spread": bench.spread(dossier) if seen.opinions else (),
        "prospects": prospect_rows(bench, dossier),
        "group": _group(bench, dossier) if not seen.recused or dossier.grading else None,
        "hindrance": _hindrance(bench, dossier),
        "form": _form(bench, dossier, typed),
        "may_remark": bench.mode == REMARK and not _hindrance(bench, dossier),
        "unrule": dossier.ruling.version if bench.mode == DECISION and dossier.ruling and bench.ruled(dossier) and bench.able(goal.department) else "",
        "conflict": _conflict(bench, dossier, problems, typed),
        "problems": problems,
        "history_url": reverse("history", args=["goal", goal.pk]),
    }  # fmt: skip


def _quarter(bench: Bench, quarter: Quarter) -> QuarterRow:
    line, found = quarter.line, ""
    told = "" if line is None or line.completion is None else f"{line.completion}%"
    if quarter.fact is not None:
        figures = f" {figure(quarter.completion)}%" if quarter.completion is not None else ""
        found = (_("按计划完成") if quarter.met else _("未完成")) + figures
    papers = tuple(paper_of(each.title, each.file) for each in quarter.fact.evidence.all()) if quarter.fact else ()
    if not papers and line is not None:
        papers = papers_of(pieces(line.evidence, line.files.all()), line.files.all())
    return QuarterRow(
        bench.desk.say(quarter.period.label), told, line.sentence if line else "", found, "green" if quarter.met else "seal",
        quarter.found.reason if quarter.found else "",
        papers,
        quarter.fact.number if quarter.fact else None,
    )  # fmt: skip


def _excuse(excuse: Excuse) -> dict[str, Any]:
    tones = {Answer.ASKED: "amber", Answer.GRANTED: "green", Answer.DENIED: "seal"}
    return {
        "pk": excuse.pk,
        "reason": excuse.reason,
        "evidence": papers_of(excuse.evidence, excuse.files.all()),
        "answer": Answer(excuse.answer).label,
        "tone": tones[Answer(excuse.answer)],
        "open": excuse.answer == Answer.ASKED,
        "asked": f"{excuse.asked_by.name} {moment(excuse.asked_at)[:10]}",
        "decided": f"{excuse.decided_by.name} {excuse.sentence}" if excuse.decided_by else "",
    }


def _entry(bench: Bench, entry: Entry) -> EntryRow:
    rule = bench.desk.rulebook.rules.get(entry.rule)
    words = " ".join(part for part in (entry.occurred_on.isoformat(), bench.desk.say(rule.label) if rule else entry.rule, entry.about) if part)
    return EntryRow(entry.number, words, listed(each.title for each in entry.evidence.all()), "")


def _loose(bench: Bench, loose: Any) -> EntryRow:
    settled = _("不涉及任何目标：%s") % loose.settled.why if loose.settled else ""
    return _entry(bench, loose.entry)._replace(settled=settled)


def _reasons(bench: Bench, dossier: Dossier) -> list[ReasonRow]:
    desk, sheet = bench.desk, bench.desk.sheet()
    rows = []
    for each in dossier.suggestion.reasons:
        values = {name: desk.say(value) if isinstance(value, str) else value for name, value in each.values.items()}
        words = each.__class__(each.code, values).message(desk.tongue)
        readings = tuple((code, sheet.clause_url(code)) for code in each.readings)
        url = sheet.clause_url(each.clause) if each.clause else ""
        rows.append(ReasonRow(words, desk.place(each.clause) if each.clause else "", url, readings, each.decides))
    return rows


def _voice(bench: Bench, dossier: Dossier, opinion: Opinion) -> Voice:
    chip = bench.chip(dossier.goal, opinion.grade)
    return Voice(opinion.member.name, chip, _grounds(bench, dossier, opinion), opinion.reason, moment(opinion.at))


def _grounds(bench: Bench, dossier: Dossier, said: Opinion | Ruling) -> str:
    found = grades_of(bench.desk.rulebook, dossier.goal).get(said.grade)
    labels = {each.code: each.label for each in found.conditions} if found else {}
    return joined(bench.desk.say(labels.get(code, code)) for code in said.conditions)


def _group(bench: Bench, dossier: Dossier) -> Voice | None:
    """What the group decided, or has written down."""
    if dossier.ruling and bench.ruled(dossier):
        chip = bench.chip(dossier.goal, dossier.ruling.grade, _("已记下，尚未形成决定"))
        grounds = _grounds(bench, dossier, dossier.ruling)
        return Voice(dossier.ruling.signature, chip, grounds, dossier.ruling.reason, moment(dossier.ruling.at))
    if dossier.grading:
        chip = bench.chip(dossier.goal, dossier.grading.grade, f"#{dossier.grading.entry.number}")
        words = dossier.grading.reason
        return Voice(dossier.grading.decided_by.name, chip, "", words, dossier.grading.decided_on.isoformat())
    return None


def _hindrance(bench: Bench, dossier: Dossier) -> str:
    """Why nothing can be entered here now; "" where it can."""
    department = dossier.goal.department
    if bench.mode == READ:
        return ""
    if not bench.open_year:
        return _("划档在年终考核阶段进行。")
    if department.pk in bench.officer.recused_from:
        return _("您须回避这个科室，由其他成员办理。")
    if not bench.able(department):
        return _("您不办理这个科室的划档。")
    if bench.mode in (OPINION, REMARK) and (bench.ruled(dossier) or dossier.grading):
        return _("集体决定已记下，意见不再改动。")
    if bench.mode == DECISION and bench.meeting is None:
        return _("还没有开始划档会，先到“会议”填写纪要编号和到会成员。")
    return ""


def _form(bench: Bench, dossier: Dossier, typed: QueryDict | None) -> Form | None:
    if bench.mode not in (OPINION, DECISION) or _hindrance(bench, dossier):
        return None
    now: Opinion | Ruling | None = bench.own(dossier) if bench.mode == OPINION else dossier.ruling if bench.ruled(dossier) else None
    chosen = {"grade": now.grade if now else "", "reason": now.reason if now else "", "conditions": list(now.conditions) if now else []}
    evidence = "；".join(now.evidence) if isinstance(now, Ruling) else ""
    if typed is not None:
        grade = typed.get("grade", "")
        chosen = {"grade": grade, "reason": typed.get("reason", ""), "conditions": typed.getlist(f"conditions-{grade}")}
        evidence = typed.get("evidence", "")
    act, button = (OPINION, _("保存我的意见")) if bench.mode == OPINION else ("ruling", _("记下集体决定"))
    grades = grades_of(bench.desk.rulebook, dossier.goal)
    note = _("%s须写理由") % listed(bench.desk.say(each.label) for code, each in grades.items() if code in ends(grades))
    return Form(
        act, button, grade_rows(bench, dossier, chosen), str(chosen["reason"]), note, evidence, bench.mode == DECISION,
        now.version if now else "", f"grading-{bench.cycle.year}-{dossier.goal.pk}-{bench.mode}",
    )  # fmt: skip


def grade_rows(bench: Bench, dossier: Dossier, chosen: Mapping[str, Any]) -> tuple[GradeRow, ...]:
    """The grades with their keys: 1, 2, 3 … in the order of the scale, 0 for the objective reason."""
    grades = grades_of(bench.desk.rulebook, dossier.goal)
    plain = [code for code, each in grades.items() if each.proposed_if != "excuse"]
    return tuple(
        GradeRow(
            code, bench.desk.say(each.label), str(plain.index(code) + 1) if code in plain else "0", figure(each.coefficient),
            code in ends(grades), _conditions(bench, each, chosen), chosen["grade"] == code,
        )
        for code, each in grades.items()
    )  # fmt: skip


def _conditions(bench: Bench, grade: Grade, chosen: Mapping[str, Any]) -> tuple[ConditionRow, ...]:
    picked = chosen["conditions"] if chosen["grade"] == grade.code else ()
    return tuple(
        ConditionRow(each.code, bench.desk.say(each.label), str(number), bool(each.caution), each.code in picked)
        for number, each in enumerate(grade.conditions, 1)
    )


def _conflict(bench: Bench, dossier: Dossier, problems: Sequence[Shown], typed: QueryDict | None) -> dict[str, Any] | None:
    """What stands now and what was sent, side by side, where somebody was quicker."""
    if typed is None or not any(each.field == "conflict" for each in problems):
        return None
    now: Opinion | Ruling | None = bench.own(dossier) if bench.mode == OPINION else dossier.ruling
    grades = grades_of(bench.desk.rulebook, dossier.goal)
    yours = typed.get("grade", "")
    labels = {each.code: each.label for each in grades[yours].conditions} if yours in grades else {}
    grounds = joined(bench.desk.say(labels.get(code, code)) for code in typed.getlist(f"conditions-{yours}"))
    theirs = Voice(now.signature, bench.chip(dossier.goal, now.grade), _grounds(bench, dossier, now), now.reason, moment(now.at)) if now else None
    return {"theirs": theirs, "yours": Voice(bench.officer.signature, bench.chip(dossier.goal, yours), grounds, typed.get("reason", ""), "")}
