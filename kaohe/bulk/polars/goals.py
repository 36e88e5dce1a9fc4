"""What goals come to, in arrays: DuckDB reads them, each finds its grade, and NumPy adds up base points and shares what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Grading
from kaohe.bulk.polars.columns import Doubtful, found_by
from kaohe.bulk.polars.ledger import Departments
from kaohe.bulk.polars.slots import Marks
from kaohe.bulk.slots import equal_share
from kaohe.bulk.sql import Text


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
    return found_by(found)


class Goals(NamedTuple):
    """The goals under one rule that grades, as arrays.

    place, typed, blank  as `told` tells them
    found        the place of its grade among all that stand, -1 for none
    coefficient  of that grade, 0 for none
    share        what each department's goals without base points of their own get of what is left for them
    number       how many goals each department has
    """

    grading: Grading
    place: Any
    typed: Any
    blank: Any
    found: Any
    coefficient: Any
    share: Any
    number: Any

    def base(self) -> Any:
        """Each goal's base points, in units of a base."""
        return self.typed + self.blank * self.share[self.place]

    def slots(self) -> dict[str, Any]:
        """The slots of the rule by their names."""
        base, number = self.base(), len(self.number)
        points, ungraded = (_summed(value, self.place, number) for value in (base * self.coefficient, base * (self.found < 0)))
        return {self.grading.points: points, self.grading.ungraded: ungraded, self.grading.number: self.number}


def graded(run: Duck, own: Departments, marks: Marks, goals: Any, grades: Any) -> list[Goals]:
    """Goals (`told`) with their grades, rule by rule. `grades`: those that stand, as a frame of goal, place and mark. Raises Doubtful."""
    np, pl, number = needed("numpy"), needed("polars"), len(run.plan.gradings)
    rule, coefficient = (each[grades["mark"].to_numpy()] for each in marks.graded(run.plan.gradings))
    texts = pl.Enum(goals["goal"].unique())
    goal, grade = (each["goal"].cast(texts, strict=False).to_physical() for each in (goals, grades))
    if goals["unfit"].max() or (coefficient < 0).any():
        raise Doubtful
    of_goal, of_grade = ((each["place"].cast(pl.Int64) * len(texts.categories) + code) * number for each, code in ((goals, goal), (grades, grade)))
    keys = (of_grade + pl.Series(rule)).to_frame("key").with_row_index("found")
    found = (of_goal + goals["rule"]).to_frame("key").join(keys, on="key", how="left", maintain_order="left")["found"]
    if len(found) != len(goals) or len(found) - found.null_count() != len(grades):
        raise Doubtful
    grade_of = found.cast(pl.Int64).fill_null(-1).to_numpy()
    columns = [*(goals[name].to_numpy().astype("int64") for name in ("place", "typed", "blank")), grade_of, np.append(coefficient, 0)[grade_of]]
    of_rule = (goals["rule"].to_numpy() == at for at in range(number))
    return [_of(grading, [column[mine] for column in columns], len(own.department)) for grading, mine in zip(run.plan.gradings, of_rule, strict=True)]


def _of(grading: Grading, columns: Sequence[Any], number: int) -> Goals:
    """The goals of one rule. Raises Doubtful where base points don't come to what they should."""
    np, (place, typed, blank, found, coefficient) = needed("numpy"), columns
    rest, sharing, goals = grading.full - _summed(typed, place, number), _summed(blank, place, number), _summed(1, place, number)
    share = equal_share(rest, sharing)
    sound = (goals == 0) | np.where(sharing > 0, (rest > 0) & (share * sharing == rest), rest == 0)
    if not sound.all():
        raise Doubtful
    return Goals(grading, place, typed, blank, found, coefficient, share, goals)


def _summed(value: Any, place: Any, number: int) -> Any:
    """What values come to in each of so many departments."""
    np = needed("numpy")
    total = np.zeros(number, "int64")
    np.add.at(total, place, value)
    return total
