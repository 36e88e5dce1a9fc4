"""What goals come to, in arrays: DuckDB reads them, each finds its grade, and NumPy adds up base points and shares what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Grading
from kaohe.bulk.polars.columns import Doubtful, found_by
from kaohe.bulk.polars.ledger import SPARSE, Departments
from kaohe.bulk.polars.order import ascending
from kaohe.bulk.polars.slots import Marks
from kaohe.bulk.slots import equal_share
from kaohe.bulk.sql import Text


def told(run: Duck) -> Any:
    """Every goal of the departments that are open under each rule that grades its class, or else once, as a frame of place, goal and what
    Text.goals_told says; None where no rule grades. Raises Doubtful.
    """
    if not run.plan.gradings:
        if run.one(run.checks.goals_in_doubt()):
            raise Doubtful
        return None
    goals = Text(run.plan, run.dialect).goals_told(run.checks.odd_goal())
    places = "SELECT department, row_number() OVER (ORDER BY department) - 1 AS place FROM departments"
    found = f"SELECT p.place, g.* EXCLUDE department FROM ({goals}) g LEFT JOIN ({places}) p ON p.department = g.department"
    goals = found_by(run.connection.sql(f"{found} WHERE p.place IS NOT NULL OR g.unfit = 1"))
    if goals["unfit"].max():
        raise Doubtful
    return goals


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
    np, pl, gradings = needed("numpy"), needed("polars"), run.plan.gradings
    texts = pl.Enum(goals["goal"].unique())
    goal, grade = (each["goal"].cast(texts, strict=False).to_physical() for each in (goals, grades))
    if grade.null_count():
        raise Doubtful  # of a goal that nobody set
    number = len(texts.categories)
    of_goal, of_grade = (each["place"].to_numpy().astype("int64") * number + code.to_numpy() for each, code in ((goals, goal), (grades, grade)))
    rule = goals["rule"].fill_null(-1).to_numpy()
    once = ascending(of_goal[_once(gradings)[rule]])
    of_rule, coefficient = (of_mark[grades["mark"].to_numpy()] for of_mark in marks.graded(gradings))
    if (once[1:] == once[:-1]).any() or (coefficient < 0).any():
        raise Doubtful
    found = []
    for at, grading in enumerate(gradings):
        mine, own_grades = np.flatnonzero(rule == at), np.flatnonzero(of_rule == at)
        grade_of = np.append(own_grades, -1)[_at(of_goal[mine], of_grade[own_grades], len(own.department) * number)]
        columns = (goals[name].to_numpy()[mine].astype("int64") for name in ("place", "typed", "blank"))
        found.append(_of(grading, [*columns, grade_of, np.append(coefficient, 0)[grade_of]], len(own.department)))
    return found


def _once(gradings: Sequence[Grading]) -> Any:
    """For each rule whether it is the first that grades its class, and True for none: goals under these are each told once."""
    classes = [grading.category for grading in gradings]
    return needed("numpy").array([*(each not in classes[:at] for at, each in enumerate(classes)), True])


def _at(of_goal: Any, of_grade: Any, space: int) -> Any:
    """For each goal the place of its grade, -1 for none; both by numbers below `space`, and goals have each their own.

    Raises Doubtful for a grade that finds no goal, and for one of two that find the same.
    """
    np, pl = needed("numpy"), needed("polars")
    if space <= SPARSE * len(of_goal):
        listed = np.full(space, -1, "int32")
        listed[of_grade] = np.arange(len(of_grade))
        found = listed[of_goal]
    else:
        keys = pl.DataFrame({"key": of_grade}).with_row_index("at")
        found = pl.DataFrame({"key": of_goal}).join(keys, on="key", how="left", maintain_order="left")["at"].cast(pl.Int64).fill_null(-1).to_numpy()
    if len(found) != len(of_goal) or np.count_nonzero(found >= 0) != len(of_grade):
        raise Doubtful
    return found


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
