"""From a line or node of the tree to the cells of its row: what was counted, what each is worth, and the live formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import Exact, Line, Rulebook, read_number, shown, times

QUOTA, WEIGHT, COUNT, EACH, POINTS, ASIDE = "C", "D", "E", "F", "G", "H"


class Cell(NamedTuple):
    """What stands in a cell: a number to change, or a formula with its exact value, or a word.

    value  the exact value of the number or formula; None where the cell shows the word for pending
    """

    value: Exact | None
    formula: str = ""


class Cells(NamedTuple):
    """The cells of a line's row; those it leaves empty are None."""

    points: Cell | None
    number: Cell | None = None
    each: Cell | None = None
    quota: Cell | None = None


PENDING_CELL: Final = Cell(None)


class Spot(NamedTuple):
    """Where a line stands: its row, the first row of its node's lines, and the node's own row; one-based."""

    row: int
    first: int
    node: int


def number_text(number: Exact) -> str:
    """A number inside a formula: 0.85, or 60/7 where no decimal is exact."""
    return f"({shown(number)})" if isinstance(number, Fraction) else shown(number)


def number_cell(number: Exact) -> Cell:
    """A number to change; a fraction is written as the division that it is."""
    return Cell(number, f"={shown(number)}" if isinstance(number, Fraction) else "")


def line_cells(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    """The cells of a line. A recipe is used only where it gives the engine's points exactly, else the points stand as such."""
    if not line.counted:
        return Cells(None)
    recipe = _RECIPES.get(line.what)
    if recipe is not None:
        cells = recipe(line, rulebook, at, f'"{pending}"')
        if cells.points is None or cells.points.value == line.points:
            return cells
    return Cells(PENDING_CELL if line.points is None else number_cell(line.points))


def _full(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    return Cells(Cell(line.points, f"={QUOTA}{at.node}"))


def _deduct(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    count, each = _number(line, "count"), _number(line, "each")
    points = times(times(count, each), Decimal(-1))
    return Cells(Cell(points, f"=-{COUNT}{at.row}*{EACH}{at.row}"), number_cell(count), number_cell(each))


def _bonus(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    count, each = _number(line, "count"), _number(line, "each")
    return Cells(Cell(times(count, each), f"={COUNT}{at.row}*{EACH}{at.row}"), number_cell(count), number_cell(each))


def _grade(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    base, coefficient = _number(line, "base"), _number(line, "coefficient")
    points = Cell(times(base, coefficient), f"={COUNT}{at.row}*{EACH}{at.row}")
    return Cells(points, number_cell(base), number_cell(coefficient))


def _grade_missing(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    formula = f'=IF({EACH}{at.row}="",{pending},{COUNT}{at.row}*{EACH}{at.row})'
    return Cells(Cell(None, formula), number_cell(_number(line, "base")))


def _quota(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    count, quota, base = _number(line, "count"), _number(line, "quota"), rulebook.rules[line.rule].base
    missed = pending if line.what == "quota_open" else "0"
    formula = f"=IF({COUNT}{at.row}>={QUOTA}{at.row},{EACH}{at.row},{missed})"
    points = base if count >= quota else line.points
    return Cells(Cell(points, formula), number_cell(count), number_cell(base), number_cell(quota))


def _quota_extra(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    """Stands right under the row of its quota, and counts what that row has beyond."""
    count, each = _number(line, "count"), _number(line, "each")
    above = at.row - 1
    beyond = f"=MAX(0,{COUNT}{above}-{QUOTA}{above})"
    return Cells(Cell(times(count, each), f"={COUNT}{at.row}*{EACH}{at.row}"), Cell(count, beyond), number_cell(each))


def _void(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    rest = f"-SUM({POINTS}{at.first}:{POINTS}{at.row - 1})" if at.row > at.first else "0"
    return Cells(Cell(line.points, f"=IF({COUNT}{at.row}>0,{rest},0)"), number_cell(Decimal(1)))


def _flag(line: Line, rulebook: Rulebook, at: Spot, pending: str) -> Cells:
    return Cells(None, number_cell(_number(line, "count")))


def _number(line: Line, name: str) -> Exact:
    return read_number(str(line.values[name]))


_RECIPES: Final = {
    "full": _full,
    "deduct": _deduct,
    "bonus": _bonus,
    "bonus_plain": _bonus,
    "grade": _grade,
    "grade_missing": _grade_missing,
    "quota_met": _quota,
    "quota_unmet": _quota,
    "quota_open": _quota,
    "quota_extra": _quota_extra,
    "void": _void,
    "flag": _flag,
}

_ROUNDERS: Final = {
    "half_up": "ROUND({x},{places})",
    "down": "ROUNDDOWN({x},{places})",
    "up": "ROUNDUP({x},{places})",
    # Half up overshoots by one unit exactly where the digit before the half was even.
    "half_even": "ROUND({x},{places})-(MOD(ROUND(ABS({x})*2*10^{places},9),4)=1)*SIGN({x})/10^{places}",
}


def rounded_formula(formula: str, places: int, mode: str) -> str:
    """The published figure of a formula, rounded as the rulebook says.

    The inner ROUND removes what binary fractions leave behind, so that an exact half is one.
    """
    return _ROUNDERS[mode].format(x=f"ROUND({formula},9)", places=places)
