"""What the page "try a rulebook" is asked: the chosen parameters, the value of each, and several for a grid. All of it in the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaohe.engine import read_number, shown
from kaohe.engine.parameters import Parameter, fits, most_whole
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.problems import Shown

#: In front of a parameter's name: the values of a grid.
SEVERAL: Final = "several:"
#: More on one page nobody can oversee.
MOST: Final = 12
LONGEST: Final = 400
#: Letters of what was typed that a sentence repeats, and sentences about one grid.
_SAID: Final = 24
_MARKS: Final = (",", "，", "、")
_TOLD: Final = 5


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
    def readable(self) -> bool:
        """True where every chosen parameter has a value that can be tried."""
        return all(row.value is not None for row in self.rows)

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


def read(query: QueryDict, known: Mapping[str, Parameter], say: Callable[[Parameter], str]) -> Asking:
    """The question that stands in an address (or was sent). Names that the measures haven't got are told, not passed over.

    `say`: what people call a parameter.
    """
    dropped, added = query.get("drop", ""), query.get("add", "")
    names = [name for name in query if "." in name and not name.startswith(SEVERAL) and name != dropped]
    gridded = [name.removeprefix(SEVERAL) for name in query if name.startswith(SEVERAL) and query.get(name, "").strip()]
    names += [name for name in dict.fromkeys([*gridded, added]) if name and name != dropped and name not in names]
    problems = [Shown(_("现行办法中没有参数“%s”，已略去。") % name[:80]) for name in names if name not in known]
    names = [name for name in names if name in known]
    if over := names[MOST:]:
        problems.append(Shown(_("一次至多试 %(most)s 个参数，没有试：%(names)s。") % {"most": MOST, "names": listed(say(known[name]) for name in over)}))
    rows = tuple(_row(query, known[name], say(known[name]), problems) for name in names[:MOST])
    return Asking(rows, tuple(problems))


def _row(query: QueryDict, parameter: Parameter, name: str, problems: list[Shown]) -> Asked:
    typed = query.get(parameter.path, shown(parameter.value)).strip()[:LONGEST]
    several = query.get(SEVERAL + parameter.path, "").strip()
    row = Asked(parameter, typed, _number(typed), several[:LONGEST], ())
    if why := _why_not(row.value, typed, parameter):
        problems.append(Shown(_("“%(name)s”：%(why)s") % {"name": name, "why": why}, row.field))
        row = row._replace(value=None)
    separate = [words for words in re.split(r"[,，、;；\s]+", several) if words]
    found = [(number := _number(words), _why_not(number, words, parameter)) for words in separate]
    whys = [why for _found, why in found if why] or [_("取值太多，写不下。")] * (len(several) > LONGEST)
    if whys:
        problems.append(Shown(_("“%(name)s”的网格取值：%(why)s") % {"name": name, "why": " ".join(dict.fromkeys(whys[:_TOLD]))}, f"{row.field}-several"))
        return row
    return row._replace(several=tuple(dict.fromkeys(number for number, _why in found if number is not None)))


def _why_not(number: Decimal | None, typed: str, parameter: Parameter) -> str:
    """Why that can't be tried; "" where it can."""
    if not typed:
        return _("没有填，请填如 1.5 的数。")
    if number is None:
        said = typed if len(typed) <= _SAID else f"{typed[:_SAID]}…"
        if typed.rstrip().endswith(("%", "％")):
            return _("“%s”是百分数；这里填小数，60%% 填作 0.6。") % said
        if any(mark in typed for mark in _MARKS):
            return _("“%s”里有逗号：这里只填一个数，不分节；几个取值请填在“网格取值”里。") % said
        if any(letter.isdigit() for letter in typed):
            return _("“%s”在这里不能试，请填如 1.5 的小数：不用分数，位数也不要太多。") % said
        return _("“%s”不是数，请填如 1.5 的数。") % said
    if fits(parameter.path, number):
        return ""
    if (most := most_whole(parameter.path)) is not None:
        return _("不能是 %(typed)s，应是 0 到 %(most)s 的整数。") % {"typed": typed, "most": most}
    return _("不能是 %s，应不小于 0。") % typed


def _number(words: str) -> Decimal | None:
    if any(mark in words for mark in _MARKS):  # 1,000 or 1 and 000? Whoever reads it one way would be wrong the other
        return None
    try:
        number = read_number(words)
    except ValueError:
        return None
    return number if isinstance(number, Decimal) else None
