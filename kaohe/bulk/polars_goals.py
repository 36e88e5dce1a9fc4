"""What goals come to, in arrays: DuckDB reads them, each finds its grade, and NumPy adds up base points and shares what is left of them."""

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
    """What DuckDB finds as Polars reads it where it is, without another library."""

    def __init__(self, found: Any) -> None:
        self.found = found

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """What Arrow asks for."""
        return self.found.__arrow_c_stream__(requested_schema)


def told(run: Duck) -> Any:
    """Every goal under each rule that grades its class, as a frame of place, goal and what Text.goals_told says; None where no rule
    grades. Raises Doubtful.
    """
    if run.one(run.checks.goals_in_doubt()):
        raise Doubtful
    if not run.plan.gradings:
        return None
    goals, places = Text(run.plan, run.dialect).goals_told(), "SELECT department, row_number() OVER (ORDER BY department) - 1 AS place FROM departments"
    found = run.connection.sql(f"SELECT p.place, g.* EXCLUDE department FROM ({goals}) g JOIN ({places}) p ON p.department = g.department")
    return needed("polars").DataFrame(_Stream(found))


def graded(run: Duck, own: Departments, marks: Marks, goals: Any, grades: Any) -> dict[str, Any]:
    """The slots of goals (`told`) by their names. `grades`: those that stand, as a frame of goal, place and mark. Raises Doubtful."""
    pl, number = needed("polars"), len(run.plan.gradings)
    rule, coefficient = (each[grades["mark"].to_numpy()] for each in marks.graded(run.plan.gradings))
    texts = pl.Enum(goals["goal"].unique())
    goal, grade = (each["goal"].cast(texts, strict=False).to_physical() for each in (goals, grades))
    if goals["unfit"].max() or (coefficient < 0).any():
        raise Doubtful
    of_goal, of_grade = ((each["place"].cast(pl.Int64) * len(texts.categories) + code) * number for each, code in ((goals, goal), (grades, grade)))
    found = (of_goal + goals["rule"]).to_frame("key").join(
        (of_grade + pl.Series(rule)).to_frame("key").with_columns(coefficient=pl.Series(coefficient)), on="key", how="left", maintain_order="left"
    )["coefficient"]
    if len(found) != len(goals) or len(found) - found.null_count() != len(grades):
        raise Doubtful
    columns = {name: goals[name].to_numpy() for name in ("place", "rule", "typed", "blank")}
    columns |= {"coefficient": found.fill_null(0).to_numpy(), "ungraded": found.is_null().to_numpy()}
    slots: dict[str, Any] = {}
    for at, grading in enumerate(run.plan.gradings):
        mine = columns["rule"] == at
        slots |= _of(grading, {name: column[mine] for name, column in columns.items()}, len(own.department))
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
