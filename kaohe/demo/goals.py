"""The goals that the director's meeting fixed each May, and how the leading group graded them in January."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaohe.demo.drafts import Drafts
from kaohe.demo.people import recorder_of
from kaohe.demo.tables import rows_of
from kaohe.demo.texts.verdicts import VERDICTS, Verdict
from kaohe.engine import Goal, read_number

#: The year that is over and graded; the other one is running.
CLOSED: Final = 2025

#: The day of the director's meeting that fixed the year's goals.
GOALS_FIXED: Final = {2025: date(2025, 5, 16), 2026: date(2026, 5, 15)}

#: The letters of a department's goals: YS-Z1 is the first key goal (重点) of 预算科, YS-Y1 its first ordinary one (业务).
LETTERS: Final = {
    "office": "BG",
    "budget": "YS",
    "administration": "XC",
    "general": "ZH",
    "procurement": "CG",
    "assets": "GZ",
    "enterprise": "QC",
    "accounting": "KJ",
    "supervision": "JD",
    "treasury_centre": "HS",
}

GRADED_ON: Final = date(2026, 1, 8)
REVIEWED_ON: Final = date(2026, 1, 16)
MINUTES: Final = "示财考纪〔2026〕1号"
QUALIFIED: Final = "目标任务全部完成：{target}"


def goals_of(year: int) -> tuple[Goal, ...]:
    """The year's goals, department by department, numbered within their class."""
    goals: list[Goal] = []
    for row in rows_of("goals"):
        if row[str(year)]:
            letters = LETTERS[row["department"]] + ("-Z" if row["category"] == "key" else "-Y")
            number = 1 + sum(goal.code.startswith(letters) for goal in goals)
            month, day = row["due"].split("-")
            goals.append(
                Goal(
                    code=f"{letters}{number}",
                    department=row["department"],
                    category=row["category"],
                    title=row["title"],
                    base=read_number(row["base"]) if row["base"] else None,
                    origin=row["origin"],
                    measure=row["measure"],
                    target=row[str(year)],
                    due=date(year, int(month), int(day)),
                    key_work=bool(row["key_work"]),
                )
            )
    return tuple(goals)


def grade_goals(drafts: Drafts, goals: tuple[Goal, ...]) -> None:
    """Write the gradings of 2025, and the one that a review changed."""
    for goal in goals:
        verdict = VERDICTS[goal.department].get(goal.title)
        if verdict is None:
            verdict = Verdict("qualified", (), QUALIFIED.format(target=goal.target), "")
        _grade(drafts, goal, verdict, GRADED_ON)
    _review(drafts, next(goal for goal in goals if goal.title == "会计继续教育"))


def _grade(drafts: Drafts, goal: Goal, verdict: Verdict, on: date) -> None:
    drafts.write(
        goal.department,
        f"grade.{goal.category}",
        on,
        goal=goal.code,
        level=verdict.grade,
        conditions=verdict.conditions,
        about=verdict.reason,
        evidence=tuple(filter(None, (MINUTES, verdict.evidence))),
        key=f"grading {goal.code} {verdict.grade}",
        recorded_on=on,
        recorded_by=recorder_of(goal.department, 0),
    )


def _review(drafts: Drafts, goal: Goal) -> None:
    """The group first overlooked the city's yearbook; the department asked for a review in time, and was right."""
    first = next(entry for entry in drafts.written if entry.id == f"grading {goal.code} good")
    drafts.reverse(
        first,
        recorded_on=REVIEWED_ON,
        recorded_by=first.recorded_by,
        conditions=first.conditions,
        about="科室在公示期内申请复核，复核改划为优秀，原划档冲正",
        evidence=("示财考复〔2026〕3号",),
    )
    right = Verdict("excellent", ("e3",), "完成率96.8%，高于全市平均6个百分点", "市会计人员管理年报（2025）")
    _grade(drafts, goal, right, REVIEWED_ON)
