"""Lists about people and duties: the directory, departments, bodies, who may do what, what is looked through each month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaohe.people.models import Officer
from kaohe.web.listings.table import Cell, Listing, Listings, listing
from kaohe.web.shapes import duties, people
from kaohe.web.shapes.duty_review import Line
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.nominations import Waiting
from kaohe.web.shapes.offices import Office, Served


def directory(groups: Iterable[people.Group]) -> Listings:
    """Everyone by department, as far as the search has left them."""
    header = (_("科室"), _("姓名"), _("职务"), _("职责"), _("标记"))
    title = _("人员")
    lines = [(group.name, each.name, each.title, each.duties, each.note) for group in groups for each in group.people]
    return Listings(title, (listing(title, header, lines),))


def offices(rows: Sequence[Office], attributes: Iterable[tuple[str, str]]) -> Listings:
    """The departments in the decreed order."""
    header = (_("次序"), _("科室"), _("窗口"), _("负责人"), _("分管领导"), _("人数"), _("在册"), *(label for _name, label in attributes))
    lines: list[tuple[Cell, ...]] = [
        (
            number, row.name, _("窗口") if row.front_office else "", _names(row.heads) or _("空缺"), _names(row.supervisors), row.size, row.members,
            *row.figures,
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    title = _("科室")
    return Listings(title, (listing(title, header, lines),))


def _names(people: Iterable[Officer]) -> str:
    return listed(each.name for each in people)


def served(title: str, rows: Iterable[Served]) -> Listings:
    """Who is, will be and was in a department."""
    lines = [(each.name, each.role, each.since, each.until, each.state) for each in rows]
    return Listings(title, (listing(_("人员"), (_("姓名"), _("职责"), _("起"), _("止"), _("状态")), lines),))


def duties_of(title: str, rows: Iterable[people.Duty]) -> Listings:
    """What somebody is, was and is to be."""
    lines = [(each.role, each.department, each.since, each.until, each.state) for each in rows]
    return Listings(title, (listing(_("任职"), (_("职责"), _("科室"), _("起"), _("止"), _("状态")), lines),))


def bodies(found: Iterable[duties.Body], drawings: Iterable[Any]) -> Listings:
    """The three bodies, members of before and to come included, and how checkers were drawn."""
    header = (_("姓名"), _("组内职务"), _("职务"), _("起"), _("止"), _("任期"))
    tables = [
        listing(each.name, header, [*_members(each.members, ""), *_members(each.coming, _("尚未开始的任期")), *_members(each.former, _("以往成员"))])
        for each in found
    ]
    lot = (_("次序"), _("姓名"), _("科室"), _("此前次数"), _("上次到"), _("签号"), _("结果"))
    tables += [
        listing(
            f"{_('抽调记录')} {draw.since}", lot,
            [(row.place, row.name, row.department, row.tally, row.served, row.lot, row.result) for row in draw.rows], f"{_('种子')} {draw.seed}",
        )
        for draw in drawings
    ]  # fmt: skip
    return Listings(_("考核组织"), tuple(tables))


def _members(rows: Iterable[duties.Member], state: str) -> list[tuple[Cell, ...]]:
    return [(each.name, each.place, each.title, each.since, each.until, state) for each in rows]


def deeds(table: duties.Table) -> Listings:
    """Who may do what, and which duties must not meet."""
    rows = [(row.deed, *(right.reach or "–" for right in row.rights), _("我") if row.mine else "") for row in table.rows]
    tables = (
        listing(_("权限表"), (_("事项"), *table.roles, _("我")), rows),
        listing(_("不得由一人兼任"), (_("职责"), _("不得兼任")), table.apart),
    )
    return Listings(_("谁可以做什么"), tables)


def review(found: Mapping[str, Any]) -> Listings:
    """Clashes, unused accounts, closed doors, the three keepers."""
    who = (_("姓名"), _("职务"), _("情况"))
    tables = (
        listing(_("职责冲突"), (*who, _("起")), [(each.name, each.title, each.words, each.since) for each in found["clashes"]]),
        _lines(_("闲置账号"), (*who, _("标记")), found["unused"]),
        _lines(_("暂停登录的账号"), (*who, _("标记")), found["shut"]),
        listing(_("三员"), (_("职责"), _("姓名")), [(role, names or "—") for role, names in found["keepers"]]),
    )
    return Listings(_("职责检查"), tables)


def _lines(name: str, header: tuple[str, ...], rows: Iterable[Line]) -> Listing:
    return listing(name, header, [(each.name, each.title, each.words, _("没有职责") if each.idle else "") for each in rows])


def nominations(rows: Iterable[Waiting]) -> Listings:
    """Duties that wait to be confirmed."""
    header = (_("姓名"), _("职务"), _("拟任"), _("职责"), _("科室"), _("日期"), _("提出人"), _("提出时间"), _("来源"))
    lines = [(each.name, each.title, each.kind, each.role, each.department, each.day, each.put_by, each.put_at, each.source) for each in rows]
    title = _("拟任")
    return Listings(title, (listing(title, header, lines),))
