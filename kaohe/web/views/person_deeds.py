"""What can be done for one colleague: duties by who gives them, the account by who keeps it, the door by who guards it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kaohe.people import actions
from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role
from kaohe.web.forms.people import Appointed, Ended, Left, Mailed, Moved, Named, Reason
from kaohe.web.offers import Offer
from kaohe.web.staff import Staff


def offers_for(staff: Staff, who: Officer, rows: list[Appointment], *, locked: bool) -> list[Offer]:
    """The deeds that this person may do for `who`, the most usual first."""
    return [
        *(_guarding(staff, who, locked=locked) if staff.guards else []),
        *(_appointing(staff, who, rows) if staff.appoints else []),
        *(_keeping(staff, who) if staff.manages else []),
        *_mailing(staff, who),
    ]


def _guarding(staff: Staff, who: Officer, *, locked: bool) -> list[Offer]:
    """A door that failures closed is opened; whoever is signed in is out."""

    def unlock(read: dict[str, Any]) -> str:
        actions.unlock_account(officer=staff.officer, who=who, reason=read["reason"])
        return _("已解锁，%s现在就可以登录。") % who.name

    def end(read: dict[str, Any]) -> str:
        actions.end_sessions(officer=staff.officer, who=who, reason=read["reason"])
        return _("会话已全部结束，下一次点击就要重新登录。")

    found = []
    if locked:
        found.append(Offer("unlock", _("解锁账号"), _("解锁"), Reason, unlock, _("连续输错口令后暂停登录一刻钟；核实本人后可以提前解锁。"), "lock-open"))
    if who.is_active and who.pk != staff.officer.pk:
        note = _("在所有电脑和手机上退出登录；账号照常可用，草稿不丢。")
        found.append(Offer("end_sessions", _("结束登录会话"), _("结束会话"), Reason, end, note, "monitor-off", grave=True))
    return found


def _appointing(staff: Staff, who: Officer, rows: list[Appointment]) -> list[Offer]:
    """Duties given, moved and ended."""
    me = staff.officer
    lasting = [each for each in rows if each.until is None or each.until >= staff.today]

    def appoint(read: dict[str, Any]) -> str:
        actions.appoint(
            officer=me, to=who, role=Role(read["role"]), department=read["department"], since=read["since"], until=read["until"],
            post=read["post"], reason=read["reason"],
        )  # fmt: skip
        return _("已任命%s。") % who.name

    def move(read: dict[str, Any]) -> str:
        actions.move_officer(
            officer=me, who=who, department=read["department"], role=Role(read["role"]), since=read["since"], title=read["title"],
            reason=read["reason"],
        )  # fmt: skip
        return _("已办理调动；此前的职责仍在记录中。")

    def end(read: dict[str, Any]) -> str:
        actions.end_appointment(officer=me, appointment=read["appointment"], until=read["until"], reason=read["reason"])
        return _("已写明这项任职的最后一天。")

    def leave(read: dict[str, Any]) -> str:
        actions.leave(officer=me, who=who, last_day=read["last_day"], reason=read["reason"])
        return _("已办理离任：各项职责到最后一天为止。")

    note = _("全部任职和代办授权到这一天为止；历史保留，账号由系统管理员停用。")
    found = [
        Offer("appoint", _("任命"), _("任命"), lambda **sent: Appointed(staff, **sent), appoint, icon="badge-plus"),
        Offer("move", _("调动"), _("办理调动"), lambda **sent: Moved(staff, who, **sent), move, _("原科室的任职到前一天为止，自动结束。"), "arrow-right-left"),
        Offer("end", _("结束一项任职"), _("结束任职"), lambda **sent: Ended(staff, lasting, **sent), end, icon="badge-minus"),
        Offer("leave", _("离任"), _("办理离任"), lambda **sent: Left(staff, **sent), leave, note, "log-out", grave=True),
    ]
    return found if who.is_active else [each for each in found if each.code == "end"]


def _mailing(staff: Staff, who: Officer) -> list[Offer]:
    """Where reminders go to by mail: one's own matter, or whoever keeps accounts."""

    def mail(read: dict[str, Any]) -> str:
        actions.set_mail(officer=staff.officer, who=who, mail=read["mail"])
        return _("邮箱已保存。")

    own = who.pk == staff.officer.pk and staff.officer.acting_for is None
    if not who.is_active or not (own or staff.manages):
        return []
    return [Offer("mail", _("邮箱"), _("保存"), lambda **sent: Mailed(who, **sent), mail, _("只用来收“您有几件待办”的提醒。"), "mail")]


def _keeping(staff: Staff, who: Officer) -> list[Offer]:
    """The account: its name, closed and opened again."""
    me = staff.officer

    def name(read: dict[str, Any]) -> str:
        actions.name_officer(officer=me, who=who, name=read["name"], title=read["title"])
        return _("已修改。此前签名的记录保持原样。")

    def close(read: dict[str, Any]) -> str:
        actions.close_account(officer=me, who=who, reason=read["reason"])
        return _("账号已停用，正在使用的会话随即失效。")

    def reopen(read: dict[str, Any]) -> str:
        actions.reopen_account(officer=me, who=who, reason=read["reason"])
        return _("账号已恢复。")

    named = Offer("name", _("修改姓名或职务"), _("修改"), lambda **sent: Named(who, **sent), name)
    if not who.is_active:
        return [named, Offer("reopen", _("恢复账号"), _("恢复账号"), Reason, reopen, icon="lock-open")]
    return [named, Offer("close", _("停用账号"), _("停用账号"), Reason, close, _("不再能登录；历史保留，可以恢复。"), "lock", grave=True)]
