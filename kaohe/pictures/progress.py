"""Progress of goals by week against the plan: how many should be done, how many are, and the gap between the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from kaohe.engine import Facts, Rulebook, phrase
from kaohe.pictures.chart import Chart, Mark, PictureTable, Series
from kaohe.pictures.drawing import Dot, Path, Picture, Shape, Words, across, down, key, steps
from kaohe.wording.figures import plain

WIDTH, HEIGHT = 720.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 92.0, 34.0, 34.0


class Week(NamedTuple):
    """The end of a week and how many goals should and had been done by then; `done` is None for weeks to come."""

    ends: date
    planned: int
    done: int | None


class Progress(NamedTuple):
    """The weeks of a year."""

    name: str
    year: int
    number: int
    weeks: tuple[Week, ...]
    language: str


def plan_of(facts: Facts, rulebook: Rulebook, departments: Collection[str] | None = None) -> list[tuple[date, date | None]]:
    """For each goal the day it is due and the day it was done: the first on which the checkers verified, in the quarter in which it
    falls due or later, that it went as planned. A goal without a day is due at the year's end. Empty where no rule tells.
    """
    if rulebook.progress is None:
        return []
    met: dict[tuple[str, str], list[date]] = {}
    for entry in facts.entries:
        if entry.rule == rulebook.progress.met and entry.count > 0:
            met.setdefault((entry.department, entry.goal), []).append(entry.occurred_on)
    months = 12 // max(1, len(rulebook.periods))
    plan = []
    for goal in facts.goals:
        if departments is not None and goal.department not in departments:
            continue
        due = goal.due or date(facts.year, 12, 31)
        opens = date(due.year, (due.month - 1) // months * months + 1, 1)
        plan.append((due, min((day for day in met.get((goal.department, goal.code), ()) if day >= opens), default=None)))
    return plan


def progress(
    name: str, year: int, plan: Sequence[tuple[date, date | None]], as_of: date, language: str = "zh"
) -> Progress:
    """`plan` has for each goal the day it is due and the day it was done, None while it isn't."""
    weeks = []
    end = date(year, 1, 1) + timedelta(days=6 - date(year, 1, 1).weekday())
    while end.year == year or end - timedelta(days=6) <= date(year, 12, 31):
        last = min(end, date(year, 12, 31))
        begun = last - timedelta(days=6) <= as_of
        done = sum(1 for _due, on in plan if on and on <= min(last, as_of)) if begun else None
        weeks.append(Week(last, sum(1 for due, _on in plan if due <= last), done))
        end += timedelta(days=7)
    return Progress(name, year, len(plan), tuple(weeks), language)


def draw_progress(figures: Progress, leads: Callable[[int], str] = lambda _month: "") -> Picture:
    """The picture. What is done leads to where the month of its week does."""
    language, weeks = figures.language, figures.weeks
    most = max(1, figures.number)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(weeks) - 1)
    base = HEIGHT - BOTTOM

    def place(at: int, number: int) -> tuple[float, float]:
        return LEFT + step * at, base - (base - TOP) * number / most

    planned = [place(at, week.planned) for at, week in enumerate(weeks)]
    past = [week for week in weeks if week.done is not None]
    done = [place(at, week.done or 0) for at, week in enumerate(past)]
    shapes: list[Shape] = [*_frame(figures, step, place)]
    for at, week in enumerate(past[:-1]):  # the gap, week by week, only where the plan is ahead
        if week.done is not None and week.planned > week.done:
            (x, high), (_x, low) = place(at, week.planned), place(at, week.done)
            shapes.append(Path(f"M{plain(x)} {plain(high)}h{plain(step)}V{plain(low)}h{plain(-step)}Z", fill="amber-wash"))
    shapes.append(Path(steps(planned), edge="grey", width=2, dash=5))
    if done:
        shapes += [Path(steps(done), edge="blue", width=2.8), Dot(*done[-1], 4, "blue", "card")]
        shapes.append(Words(done[-1][0] + 8, done[-1][1] + 15, f"{phrase('picture.done', language)} {past[-1].done}", "blue-ink", 12.5, bold=True))
    end = planned[-1]
    shapes.append(Words(end[0] + 8, end[1] + 4, f"{phrase('picture.planned', language)} {weeks[-1].planned}", "ink-2", 12.5))
    legend = [("amber-wash", "", phrase("picture.behind", language))]
    shapes += key(LEFT, 14, legend)
    table = PictureTable(
        tuple(phrase(f"picture.{code}", language) for code in ("week", "planned", "done")),
        tuple((week.ends.isoformat(), str(week.planned), "—" if week.done is None else str(week.done)) for week in weeks),
    )
    title = phrase("picture.progress", language, {"name": figures.name, "year": figures.year})
    return Picture(title, _words(figures, past), table, WIDTH, HEIGHT, tuple(shapes), _chart(figures, leads))


def _chart(figures: Progress, leads: Callable[[int], str]) -> Chart:
    """Two stairs, and how far the one is behind the other."""
    most = max(1, figures.number)
    language, weeks = figures.language, list(enumerate(figures.weeks))
    late = tuple(Mark(at, week.planned, at, since=week.done) for at, week in weeks if week.done is not None and week.planned > week.done)
    planned = tuple(Mark(at, week.planned, at, 1) for at, week in weeks)
    done = tuple(Mark(at, week.done, at, 2, href=leads(week.ends.month)) for at, week in weeks if week.done is not None)
    series = (
        Series(phrase("picture.behind", language), "span", "amber-wash", late),
        Series(phrase("picture.planned", language), "steps", "grey", planned, dash=5),
        Series(phrase("picture.done", language), "steps", "blue", done),
    )
    return Chart(tuple(week.ends.isoformat() for week in figures.weeks), series, "row", high=most, step=_unit(most))


def _unit(most: int) -> int:
    """How far the lines behind it are apart."""
    return next(unit for unit in (1, 2, 5, 10, 20, 50, 100, 1000) if most / unit <= 6)


def _frame(figures: Progress, step: float, place: Callable[[int, int], tuple[float, float]]) -> list[Shape]:
    shapes: list[Shape] = []
    most = max(1, figures.number)
    unit = _unit(most)
    for number in range(0, most + 1, unit):
        y = place(0, number)[1]
        shapes += [across(LEFT, y, WIDTH - RIGHT, "line"), Words(LEFT - 8, y + 4, str(number), "ink-2", 11, "end")]
    base: Final = HEIGHT - BOTTOM
    for month in range(1, 13):
        at = (date(figures.year, month, 1) - date(figures.year, 1, 1)).days / 7
        x = LEFT + step * min(at, len(figures.weeks) - 1)
        shapes.append(down(x, base, base + 5, "line-2"))
        shapes.append(Words(x + step * 2, base + 18, phrase("picture.month", figures.language, {"number": month}), "ink-2", 11, "middle"))
    return shapes


def _words(figures: Progress, past: Sequence[Week]) -> str:
    if not past:
        return ""
    last = past[-1]
    assert last.done is not None
    gap = last.planned - last.done
    code = "even" if not gap else "late" if gap > 0 else "early"
    found = {
        "day": last.ends.isoformat(), "planned": last.planned, "done": last.done, "number": figures.number,
        "gap": phrase(f"picture.progress.{code}", figures.language, {"number": abs(gap)}),
    }  # fmt: skip
    return phrase("picture.progress.words", figures.language, found)
