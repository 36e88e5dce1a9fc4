"""The year as a careful pandas script would score it: totals only, nothing looked through, float64 above the sums.

It is given every advantage: the same look-up table as the columns, sums of whole numbers, no node but the last one written.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.floats import Floats
from kaohe.bulk.lookup import Lookup
from kaohe.bulk.plan import BEST, ONCE, SUM, Plan
from kaohe.bulk.tables import Tables

_READ = ["entry", "department", "rule", "occurred_on", "count", "level", "matter", "goal", "amount", "reverses"]
_KEY = ["department", "entry"]


def published(plan: Plan, tables: Tables) -> Any:
    """Department → its total in units of the last place, as a float, in the order of departments."""
    ledger = pd.concat([pd.read_parquet(file, columns=_READ) for file in tables.ledger], ignore_index=True)
    people = pd.read_parquet(tables.departments[0]).set_index("department").sort_index()
    ledger["period"] = np.searchsorted([str(span.starts) for span in plan.spans[1:]], ledger["occurred_on"].astype(str), side="right")
    undone = ledger[ledger["reverses"].notna()].assign(entry=lambda own: own["reverses"].astype("int64"))
    undone = undone.merge(ledger.loc[ledger["entry"].isin(undone["entry"]), [*_KEY, "count", "period"]], on=_KEY, suffixes=("", "_of"))
    ledger.loc[ledger["reverses"].notna(), "period"] = ledger.loc[ledger["reverses"].notna(), "reverses"].map(
        undone.drop_duplicates("reverses").set_index("reverses")["period_of"]
    )
    left = undone.groupby(_KEY)["count"].sum()
    standing = ledger[ledger["count"] > 0].merge(left.rename("undone"), left_on=_KEY, right_index=True, how="left")
    standing["left"] = standing["count"] + standing["undone"].fillna(0).astype("int64")
    standing = standing[standing["left"] > 0]
    slots = {slot.name: np.zeros(len(people), "int64") for slot in plan.slots}
    for frame in (_sums(plan, ledger), _best(plan, standing), _once(plan, standing), *_graded(plan, standing, tables)):
        for name, column in frame.items():
            slots[str(name)] = slots[str(name)] + column.reindex(people.index, fill_value=0).to_numpy()
    figures = {name: (people[name].fillna(0).to_numpy("int64"), people[name].notna().to_numpy()) for name in plan.figures if name in people}
    return pd.Series(Floats(plan, slots, figures).published(), index=people.index)


def _coded(plan: Plan, frame: pd.DataFrame, way: str) -> pd.DataFrame:
    """The entries that come together in that way, beside the rows that they move."""
    lookup = Lookup(plan, plan.rows)
    own = frame[frame["rule"].isin({row.rule for row in plan.rows_in(way)})].copy()
    strides = pd.DataFrame(lookup.strides, index=["base", "by_level", "by_period", "by_matter"]).T
    level = own["level"].map({name: at for at, name in enumerate(lookup.levels, 1)}).fillna(0).astype("int64")
    found = strides.reindex(own["rule"])
    own["code"] = (
        found["base"].to_numpy() + found["by_level"].to_numpy() * level.to_numpy()
        + found["by_period"].to_numpy() * own["period"].to_numpy("int64") + found["by_matter"].to_numpy() * own["matter"].notna().to_numpy()
    )  # fmt: skip
    rows = [(code, row.slot, row.weight, row.price, row.contest, row.of) for code, each in lookup.coded for row in each if row.way == way]
    return own.merge(pd.DataFrame(rows, columns=["code", "slot", "weight", "price", "contest", "of"]), on="code")


def _wide(frame: pd.DataFrame, value: Any) -> pd.DataFrame:
    return frame.assign(value=value).groupby(["department", "slot"])["value"].sum().unstack(fill_value=0)


def _sums(plan: Plan, ledger: pd.DataFrame) -> pd.DataFrame:
    own = _coded(plan, ledger, SUM)
    units = (own["amount"].fillna(0).astype("float64") * 10**plan.limits.amount_places).round().astype("int64")
    return _wide(own, own["weight"] * own["count"] * np.where(own["of"] == "amount", units, 1))


def _best(plan: Plan, standing: pd.DataFrame) -> pd.DataFrame:
    own = _coded(plan, standing[standing["matter"].notna()], BEST)
    highest = own.groupby(["department", "matter", "contest", "slot"], as_index=False)["weight"].max()
    return _wide(highest, highest["weight"])


def _once(plan: Plan, standing: pd.DataFrame) -> pd.DataFrame:
    """Of all that a matter costs the dearest; generated years have one item where it costs once, and nobody exempt there."""
    own = _coded(plan, standing[standing["matter"].notna()], ONCE)
    own = own.assign(worth=-own["price"] * own["left"], text=own["entry"].astype(str)).sort_values(["worth", "occurred_on", "text"])
    own = own.drop_duplicates(["department", "matter"])
    return _wide(own, own["weight"] * own["left"])


def _graded(plan: Plan, standing: pd.DataFrame, tables: Tables) -> list[pd.DataFrame]:
    goals = pd.concat([pd.read_parquet(file) for file in tables.goals], ignore_index=True)
    found = []
    for each in plan.gradings:
        own = goals[goals["category"] == each.category]
        graded = standing.loc[standing["rule"] == each.rule, ["department", "goal", "level"]]
        own = own.merge(graded, on=["department", "goal"], how="left")
        typed, blank = own["base"].astype("float64").fillna(0) * each.unit, own["base"].isna()
        spoken, shared = typed.groupby(own["department"]).transform("sum"), blank.groupby(own["department"]).transform("sum")
        base = np.where(blank, (each.full - spoken) / shared.clip(lower=1), typed).round().astype("int64")
        coefficient = own["level"].map(each.coefficients).fillna(0).astype("int64")
        own = own.assign(points=base * coefficient, ungraded=base * own["level"].isna(), number=1)
        sums = own.groupby("department")[["points", "ungraded", "number"]].sum()
        found.append(sums.rename(columns={"points": each.points, "ungraded": each.ungraded, "number": each.number}))
    return found
