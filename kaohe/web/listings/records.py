"""The audit trail and the sign-ins as lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaohe.web.listings.table import Listings, listing
from kaohe.web.shapes.figures import joined
from kaohe.web.shapes.trail import Row


def trail(title: str, rows: Sequence[Row], *, note: str = "", with_address: bool = True) -> Listings:
    """Records in the order of the page; where they came from only for whom the page says it."""
    extra = (_("序号"), _("来源地址")) if with_address else ()
    header = (_("时间"), _("事项"), _("原因"), _("变动"), *extra)
    lines = [
        (row.at, row.sentence, row.reason, joined(change.words for change in row.changes), *((row.number, row.address) if with_address else ()))
        for row in rows
    ]
    return Listings(title, (listing(title, header, lines, note),))


def sign_ins(rows: Iterable[Mapping[str, Any]]) -> Listings:
    """Who came in and who failed to."""
    header = (_("时间"), _("账号"), _("姓名"), _("从哪里"), _("结果"))
    lines = [(row["at"], row["username"], row["name"], row["ip_address"] or "—", _outcome(row)) for row in rows]
    title = _("登录记录")
    return Listings(title, (listing(title, header, lines),))


def _outcome(row: Mapping[str, Any]) -> str:
    return _("已登录") if row["came"] else _("失败，暂停登录") if row["shut"] else _("失败")
