"""What goals come to, in arrays: DuckDB finds each goal its grade, NumPy adds up base points and shares what is left of them."""

from __future__ import annotations

from typing import Any

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Grading
from kaohe.bulk.polars_columns import Doubtful
from kaohe.bulk.polars_ledger import Departments
from kaohe.bulk.slots import equal_share
from kaohe.bulk.sql import Text


class Goals(Text):
    """The text of goals with their grades, where grades that are taken back stand in a table `gone`."""

    def text(self) -> str:
        """Every goal under each rule that grades it (`goals_met`), by the place of its department."""
        only = f"l.rule IN ({self.dialect.texts(self.kept.graded)})"
        kept = f"SELECT l.*, l.count AS n FROM ({self.kept.numbered(only)}) l ANTI JOIN gone g ON g.entry = l.entry AND g.department = l.department"
        places = "SELECT department, row_number() OVER (ORDER BY department) - 1 AS place FROM departments"
        return (
            f"WITH kept AS MATERIALIZED ({kept}), grades AS MATERIALIZED ({self.kept.grades()}) "
            f"SELECT p.place, g.* EXCLUDE department FROM ({self.goals_met()}) g JOIN ({places}) p ON p.department = g.department"
        )


def graded(run: Duck, own: Departments, standing: int, gone: Any) -> dict[str, Any]:
    """The slots of goals by their names. `standing`: how many grades stand; `gone`: a frame of those that are taken back, with the
    place of the department. Raises Doubtful.
    """
    text, connection = Goals(run.plan, run.dialect), run.connection
    connection.register("gone", {"department": own.department[gone["place"].to_numpy()], "entry": gone["entry"].to_numpy()})
    rows = connection.execute(text.text()).fetchnumpy()
    connection.unregister("gone")
    met, found = len(rows["rule"]), len(rows["rule"]) - rows["ungraded"].sum()
    if met != run.one(text.number_of_goals()) or found != standing or run.one(run.checks.goals_in_doubt()):
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
