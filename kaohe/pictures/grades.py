"""How goals were graded: for the whole bureau and for each department, as many squares as goals, darker the better."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from kaohe.engine import Board, Rulebook, Standing, phrase
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import Box, Picture, Shape, Words, across, fitted, key, text_width

WIDTH: Final = 720.0
ROW: Final = 30.0
TOP: Final = 40.0
LABELS: Final = 112.0
#: From the best grade to the worst, then the objective reason, then what is open: fill, ink, texture.
_LOOKS: Final = (
    ("blue", "on-blue", ""), ("blue-mid", "on-pale", ""), ("blue-soft", "on-pale", ""), ("amber-wash", "ink", "slant amber-soft"),
    ("seal", "card", ""), ("grey-wash", "ink", ""), ("card", "ink-2", "dots grey"),
)  # fmt: skip


class Grades(NamedTuple):
    """The grades by name, how many goals of each department have each (those without a grade last), and the same of all."""

    bureau: str
    year: int
    grades: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    whole: tuple[int, ...]
    language: str
    codes: tuple[str, ...] = ()


def grades(board: Board, rulebook: Rulebook, language: str = "zh") -> Grades:
    """Counted from the lines of the trees."""
    known = [grade for scale in rulebook.scales.values() for grade in scale.grades.values()]
    labels = list(dict.fromkeys(grade.label for grade in known))
    rows = tuple(
        (rulebook.in_language(each.department.title, language), _counted(each, labels)) for each in board.standings
    )
    whole = tuple(sum(row[at] for _name, row in rows) for at in range(len(labels) + 1))
    names = (*(rulebook.in_language(label, language) for label in labels), phrase("picture.ungraded", language))
    return Grades(board.bureau, board.year, names, rows, whole, language, tuple(each.department.code for each in board.standings))


def _counted(standing: Standing, labels: list[str]) -> tuple[int, ...]:
    counts: Counter[str] = Counter()
    for node in standing.tree.walk():
        for line in node.lines:
            if line.what.startswith("grade"):
                counts[str(line.values["grade"]) if line.what == "grade" else ""] += 1
    return (*(counts[label] for label in labels), counts[""])


def draw_grades(figures: Grades, leads: Leads = nowhere) -> Picture:
    """The picture. A department's row leads to where its code does."""
    language = figures.language
    used = [at for at, number in enumerate(figures.whole) if number]
    shapes: list[Shape] = [*key(0, 14, [(_look(at, figures)[0], _look(at, figures)[2], figures.grades[at]) for at in used])]
    rows = [(phrase("picture.sum", language), figures.whole), *figures.rows]
    most = max((sum(row) for _name, row in figures.rows), default=0) or 1
    left = max(LABELS, min(190.0, max(text_width(name, 13) for name, _row in rows) + 12))
    for number, (name, row) in enumerate(rows):
        y = TOP + ROW * number + (10 if number else 0)
        shapes += _row(name, row, (left, y), figures, sum(row) if number == 0 else most)
    shapes.append(across(0, TOP + ROW + 4, WIDTH, "line-2"))
    header = (phrase("picture.department", language), *figures.grades, phrase("picture.sum", language))
    table = PictureTable(header, tuple((name, *map(str, row), str(sum(row))) for name, row in rows))
    title = phrase("picture.grades", language, {"bureau": figures.bureau, "year": figures.year})
    return Picture(title, _words(figures, used), table, WIDTH, TOP + ROW * len(rows) + 16, tuple(shapes), _chart(figures, used, most, leads))


def _chart(figures: Grades, used: list[int], most: int, leads: Leads) -> Chart:
    """A series for each grade. The whole bureau's row has the full width, the others stand against the largest of them."""
    rows = [(phrase("picture.sum", figures.language), figures.whole, ""), *(
        (name, row, code) for (name, row), code in zip(figures.rows, figures.codes or [""] * len(figures.rows), strict=True)
    )]
    whole = max(1, sum(figures.whole))
    series = []
    for grade in used:
        fill, ink, texture = _look(grade, figures)
        marks = tuple(
            Mark(at, row[grade] / (most if at else whole), at, grade + 1, href=leads(code) if code else "")
            for at, (_name, row, code) in enumerate(rows) if row[grade]
        )  # fmt: skip
        series.append(Series(figures.grades[grade], "bar", fill, marks, ink, texture, label="in"))
    return Chart(tuple(name for name, _row, _code in rows), tuple(series), "row", flat=True, bare=True)


def _look(at: int, figures: Grades) -> tuple[str, str, str]:
    """The last is what has no grade yet, the one before it the objective reason."""
    return _LOOKS[-1] if at == len(figures.grades) - 1 else _LOOKS[min(at, len(_LOOKS) - 2)]


def _row(name: str, row: tuple[int, ...], at: tuple[float, float], figures: Grades, most: int) -> list[Shape]:
    left, y = at
    bold = most == sum(row)
    shapes: list[Shape] = [Words(0, y + ROW / 2 + 4.5, fitted(name, 13, left - 10), "ink", 13)]
    room = WIDTH - left - 44
    x = left
    for grade, number in enumerate(row):
        if not number:
            continue
        fill, ink, texture = _look(grade, figures)
        wide = room * number / most
        shapes.append(Box(x, y + 4, wide - 1.5, ROW - 8, fill, 1.5, edge="grey" if fill in ("card", "grey-wash") else "", texture=texture))
        if wide > 15:
            shapes.append(Words(x + wide / 2 - 0.75, y + ROW / 2 + 4.5, str(number), ink, 12, "middle", halo=bool(texture)))
        x += wide
    shapes.append(Words(x + 8, y + ROW / 2 + 4.5, str(sum(row)), "ink-2", 12.5, bold=bold))
    return shapes


def _words(figures: Grades, used: list[int]) -> str:
    language = figures.language
    counts = [
        phrase("picture.grades.count", language, {"grade": figures.grades[at], "number": figures.whole[at]}) for at in used
    ]
    joined = phrase("picture.join", language).join(counts)
    return phrase("picture.grades.words", language, {"number": sum(figures.whole), "counts": joined})
