"""What differs between two editions, in the reader's words."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaohe.cycles.difference import ADDED, CHANGED, REMOVED, Change, compare_editions
from kaohe.cycles.models import Edition
from kaohe.engine import Rulebook
from kaohe.web.shapes.figures import language

TONES = {ADDED: "green", REMOVED: "seal", CHANGED: "amber"}


class ChangeRow(NamedTuple):
    """One row: how, what, where it stands, and each property before and after."""

    how: str
    tone: str
    what: str
    label: str
    place: str
    details: tuple[tuple[str, str, str], ...]


def changes(old: Edition, new: Edition) -> tuple[ChangeRow, ...]:
    """Everything in which the newer edition differs from the older."""
    return of_rulebooks(old.rulebook(), new.rulebook())


def of_rulebooks(old: Rulebook, new: Rulebook) -> tuple[ChangeRow, ...]:
    """The same of two rulebooks, one of which may not be adopted yet."""
    return tuple(_row(each, old, new) for each in compare_editions(old, new))


def _row(change: Change, old: Rulebook, new: Rulebook) -> ChangeRow:
    tongue = language()
    book = old if change.how == REMOVED else new
    label = book.in_language(change.label, tongue) if change.label else _field(change.code)
    place = book.in_language(book.clause_label(change.clause), tongue) if change.clause in book.clauses else ""
    details = tuple(
        (_field(each.field), old.in_language(each.before, tongue) or "—", new.in_language(each.after, tongue) or "—") for each in change.details
    )
    how = {ADDED: _("新增"), REMOVED: _("删去"), CHANGED: _("修改")}[change.how]
    what = {"rule": _("规则"), "item": _("项目"), "reading": _("口径"), "clause": _("条款"), "setting": _("设置")}[change.what]
    return ChangeRow(how, TONES[change.how], what, label, place, details)


def _field(name: str) -> str:
    """The property's name as people say it; what has none keeps the name that the files give it."""
    names = {
        "label": _("名称"), "title": _("名称"), "clause": _("条款"), "clauses": _("条款"), "per": _("计量单位"), "raises": _("后果"),
        "readings": _("口径"), "asks": _("登记内容"), "caution": _("合规提示"), "each": _("每次分值"), "levels": _("层级分值"),
        "full": _("满分"), "weight": _("权重"), "base": _("基本分"), "quota": _("任务数"), "extra": _("超额加分"), "each_period": _("每期分值"),
        "floor": _("下限"), "cap": _("上限"), "start": _("起算"), "combine": _("合计方式"), "kind": _("种类"), "most": _("最多"),
        "category": _("目标类别"), "categories": _("目标类别"), "scale": _("档次系数"), "scales": _("档次系数"), "periods": _("期间"),
        "rounding": _("取舍"), "rankings": _("排名"), "honours": _("评先"), "objection": _("异议期"), "review": _("复核期"),
        "summary": _("摘要"), "gap": pgettext("reading", "空缺"), "default": _("读法"), "why": _("理由"), "also": _("其他读法"), "confirmed_by": _("确认人"),
        "size_at_least": _("适用人数"), "scores": _("是否计分"), "highest_of": _("按最高计"),
        "words": _("可写的说明"), "lasts": _("可连续几天"), "once_per_matter": _("一事一计"),
    }  # fmt: skip
    return names.get(name, name)
