"""What goals come to, in arrays: DuckDB finds each goal its grade, NumPy adds up base points and shares what is left of them."""

from __future__ import annotations

from typing import Any

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Grading
from kaohe.bulk.polars_columns import Doubtful
from kaohe.bulk.polars_ledger import Departments
from kaohe.bulk.polars_slots import Marks
from kaohe.bulk.slots import equal_share
from kaohe.bulk.sql import Text


class _Stream:
    """A frame as DuckDB reads it where it is, without another library."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """What Arrow asks for."""
        return self.frame.__arrow_c_stream__(requested_schema)


def graded(run: Duck, own: Departments, marks: Marks, grades: Any) -> dict[str, Any]:
    """The slots of goals by their names. `grades`: those that stand, as a frame of goal, place and mark. Raises Doubtful."""
    pl, connection, text = needed("polars"), run.connection, Text(run.plan, run.dialect)
    rule, coefficient = (each[grades["mark"].to_numpy()] for each in marks.graded(run.plan.gradings))
    said = {"department": own.department[grades["place"].to_numpy()], "rule": rule, "coefficient": coefficient}
    frame = grades.select("goal").with_columns(pl.Series(name, each.tolist() if each.dtype == object else each) for name, each in said.items())
    connection.register("grades", _Stream(frame))
    places = "SELECT department, row_number() OVER (ORDER BY department) - 1 AS place FROM departments"
    found = f"SELECT p.place, g.* EXCLUDE department FROM ({text.goals_met()}) g JOIN ({places}) p ON p.department = g.department"
    rows = connection.execute(found).fetchnumpy()
    connection.unregister("grades")
    met = len(rows["rule"])
    if met != run.one(text.number_of_goals()) or met - rows["ungraded"].sum() != len(grades) or run.one(run.checks.goals_in_doubt()):
        raise Doubtful
    if rows["unfit"].any() or (rows["coefficient"] < 0).any():
        raise Doubtful
    slots: dict[str, Any] = {}
    for at, grading in enumerate(run.plan.gradings):
        mine = rows["rule"] == at
        slots |= _of(grading, {name: column[mine] for name, column in rows.items()}, len(own.department))
    return slots


def _of(grading: Grading, rows: dict[str, Any], number: int) -> dict[str, Any]:
    """The slots of one graded rule, from its goals. Raises Doubtful where base points don't come to what they should."""
    np = needed("numpy")

    def summed(value: Any) -> Any:
        total = np.zeros(number, "int64")
        np.add.at(total, rows["place"], value)
        return total

    typed, blank, coefficient, ungraded = (rows[name].astype("int64") for name in ("typed", "blank", "coefficient", "ungraded"))
    rest, sharing, goals = grading.full - summed(typed), summed(blank), summed(1)
    share = equal_share(rest, sharing)
    sound = (goals == 0) | np.where(sharing > 0, (rest > 0) & (share * sharing == rest), rest == 0)
    if not sound.all():
        raise Doubtful
    return {
        grading.points: summed(typed * coefficient) + summed(blank * coefficient) * share,
        grading.ungraded: summed(typed * ungraded) + summed(blank * ungraded) * share,
        grading.number: goals,
    }
