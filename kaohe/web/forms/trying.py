"""What the page "try a rulebook" is asked: the chosen parameters, the value of each, and several for a grid. All of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaohe.engine import read_number, shown
from kaohe.engine.parameters import Parameter
from kaohe.web.shapes.problems import Shown

#: In front of a parameter's name: the values of a grid.
SEVERAL: Final = "several:"
#: More on one page nobody can oversee.
MOST: Final = 12
_LONGEST: Final = 200


class Asked(NamedTuple):
    """One chosen parameter as it was typed; `value` and `several` are what could be read of it."""

    parameter: Parameter
    typed: str
    value: Decimal | None
    typed_several: str
    several: tuple[Decimal, ...]

    @property
    def field(self) -> str:
        """The id of its field."""
        return f"p-{self.parameter.path}".replace(".", "-")


class Asking(NamedTuple):
    """All that is asked, and why some of it can't be read."""

    rows: tuple[Asked, ...]
    problems: tuple[Shown, ...]

    @property
    def values(self) -> dict[str, Decimal]:
        """The values that are other than the measures have them."""
        return {row.parameter.path: row.value for row in self.rows if row.value is not None and row.value != row.parameter.value}

    @property
    def choices(self) -> dict[str, tuple[Decimal, ...]]:
        """The grid."""
        return {row.parameter.path: row.several for row in self.rows if row.several}

    @property
    def query(self) -> str:
        """The same question as an address."""
        return address({row.parameter.path: row.typed for row in self.rows}, {row.parameter.path: row.typed_several for row in self.rows})


def address(values: Mapping[str, str], several: Mapping[str, str] | None = None) -> str:
    """The address of these values."""
    query = QueryDict(mutable=True)
    query.update(values)
    query.update({SEVERAL + path: words for path, words in (several or {}).items() if words})
    return f"?{query.urlencode()}"


def read(query: QueryDict, known: Mapping[str, Parameter]) -> Asking:
    """The question that stands in an address (or was sent). Names that the measures haven't got are told, not passed over."""
    dropped, added = query.get("drop", ""), query.get("add", "")
    names = [name for name in query if "." in name and not name.startswith(SEVERAL) and name != dropped]
    if added in known and added not in names:
        names.append(added)
    problems = [Shown(_("现行办法中没有参数“%s”，已略去。") % name[:80]) for name in names if name not in known]
    names = [name for name in names if name in known]
    if len(names) > MOST:
        problems.append(Shown(_("一次至多试 %s 个参数，其余已略去。") % MOST))
    rows = tuple(_row(query, known[name], problems) for name in names[:MOST])
    return Asking(rows, tuple(problems))


def _row(query: QueryDict, parameter: Parameter, problems: list[Shown]) -> Asked:
    typed = query.get(parameter.path, shown(parameter.value)).strip()[:_LONGEST]
    several = query.get(SEVERAL + parameter.path, "").strip()[:_LONGEST]
    row = Asked(parameter, typed, _number(typed), several, ())
    if row.value is None:
        problems.append(Shown(_("“%s”不是数，请填如 1.5 的数。") % typed, row.field))
    found = [_number(words) for words in several.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if words]
    if None in found:
        problems.append(Shown(_("“%s”里有不是数的取值，请填如 1, 1.5, 2。") % several, f"{row.field}-several"))
        return row
    return row._replace(several=tuple(dict.fromkeys(each for each in found if each is not None)))


def _number(words: str) -> Decimal | None:
    try:
        number = read_number(words)
    except ValueError:
        return None
    return number if isinstance(number, Decimal) else None
