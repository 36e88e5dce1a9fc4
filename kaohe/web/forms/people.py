"""Forms about people, departments and duties: what is asked; whether it may be, the actions say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe import engine
from kaohe.engine import Exact, read_number
from kaohe.people.actions.departments import CODE
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import GROUPS, MEMBERS, OF_A_DEPARTMENT, Post, Role
from kaohe.web.forms.asking import Asking, Choice, Choices, day, why
from kaohe.web.shapes.figures import aside

if TYPE_CHECKING:
    from kaohe.web.staff import Staff

MEMBERSHIPS = [(str(role), role.label) for role in reversed(MEMBERS)]


class NewOfficer(Asking):
    """A new colleague."""

    SPEAKS_OF: ClassVar = {
        "people.nameless": "name", "people.login_taken": "login", "people.login_unfit": "login", "people.department_gone": "department",
    }  # fmt: skip

    name = forms.CharField(label=_("姓名"), max_length=60)
    login = forms.CharField(label=_("账号"), max_length=150, required=False, help_text=_("留空则用姓名拼音；已有人使用时自动加数字。"))
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("在科室中"), choices=MEMBERSHIPS)
    since = day(_("起始日期"))
    field_order = ("name", "login", "title", "department", "role", "since")

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today}, **kwargs)
        self.fields["department"] = Choice(
            staff.choice_of_departments(), label=_("科室"), required=False, empty=str(_("不属于任何科室（局领导等）"))
        )
        self.fields["department"].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Named(Asking):
    """Name and post."""

    SPEAKS_OF: ClassVar = {"people.nameless": "name"}
    name = forms.CharField(label=_("姓名"), max_length=60)
    title = forms.CharField(label=_("职务"), max_length=60, required=False)

    def __init__(self, who: Officer, **kwargs: Any) -> None:
        super().__init__(initial={"name": who.name, "title": who.title}, **kwargs)


class Mailed(Asking):
    """A mail address, or none."""

    SPEAKS_OF: ClassVar = {"people.mail_unfit": "mail"}
    mail = forms.CharField(label=_("邮箱"), max_length=254, required=False, widget=forms.EmailInput)

    def __init__(self, who: Officer, **kwargs: Any) -> None:
        super().__init__(initial={"mail": who.email}, **kwargs)


class Appointed(Asking):
    """A role, for a department where it has one, from a day on, perhaps for a term."""

    SPEAKS_OF: ClassVar = {
        "people.department_needed": "department", "people.department_foreign": "department", "people.department_gone": "department",
        "people.post_foreign": "post", "people.ended_before": "until", "people.incompatible": "role", "people.already_appointed": "role",
        "people.member_already": "role",
    }  # fmt: skip

    role = forms.ChoiceField(label=_("职责"), choices=Role.choices)
    since = day(_("起"))
    until = day(_("止"), required=False, help_text=_("没有任期的留空。"))
    post = forms.ChoiceField(label=_("组内职务"), required=False, choices=[("", "—"), *Post.choices], help_text=_("只用于领导小组、考核办和考核小组。"))
    reason = why()
    field_order = ("who", "role", "department", "post", "since", "until", "reason")

    def __init__(self, staff: Staff, *, roles: tuple[Role, ...] = tuple(Role), pick: bool = False, **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today}, **kwargs)
        self.fields["role"].choices = [(str(role), role.label) for role in roles]  # type: ignore[attr-defined]
        if pick:
            self.fields["who"] = Choice(staff.choice_of_people(), label=_("人员"))
        if set(roles) & set(OF_A_DEPARTMENT):
            self.fields["department"] = Choice(
                staff.choice_of_departments(), label=_("科室"), required=False, help_text=_("科室人员、负责人和分管局长须选择。")
            )
        if not set(roles) & GROUPS:
            del self.fields["post"]
        for name in {"who", "department"} & set(self.fields):
            self.fields[name].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Ended(Asking):
    """The last day of an appointment."""

    SPEAKS_OF: ClassVar = {"people.ended_before": "until", "people.ended_already": "until"}
    until = day(_("最后一天"))
    reason = why()
    field_order = ("appointment", "until", "reason")

    def __init__(self, staff: Staff, held: list[Appointment], *, names: bool = False, **kwargs: Any) -> None:
        super().__init__(initial={"until": staff.today}, **kwargs)
        listed = [(str(each.pk), f"{each.officer.name} " * names + said(each), each) for each in held]
        self.fields["appointment"] = Choice(listed, label=_("哪一项任职"))
        self.fields["appointment"].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Moved(Asking):
    """To which department, as what, from when."""

    SPEAKS_OF: ClassVar = {"people.ended_before": "since", "people.already_appointed": "department", "people.department_gone": "department"}
    role = forms.ChoiceField(label=_("在新科室中"), choices=MEMBERSHIPS)
    since = day(_("自哪天起"))
    title = forms.CharField(label=_("新职务"), max_length=60, required=False)
    reason = why()
    field_order = ("department", "role", "since", "title", "reason")

    def __init__(self, staff: Staff, who: Officer, **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today + timedelta(days=1), "title": who.title}, **kwargs)
        self.fields["department"] = Choice(staff.choice_of_departments(), label=_("调往科室"))
        self.fields["department"].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Left(Asking):
    """The last day of service."""

    SPEAKS_OF: ClassVar = {"people.ended_before": "last_day"}
    last_day = day(_("在任最后一天"))
    reason = why()

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        super().__init__(initial={"last_day": staff.today}, **kwargs)


class Reason(Asking):
    """Nothing but why."""

    reason = why()


class DepartmentForm(Asking):
    """A department; `code` only where it is new. The attributes are those that the adopted edition asks for."""

    SPEAKS_OF: ClassVar = {
        "people.department_code": "code", "people.department_taken": "code", "people.department_nameless": "name",
        "people.department_name_taken": "name", "people.department_size": "size",
    }  # fmt: skip

    code = forms.RegexField(
        CODE, label=_("代码"), max_length=60, help_text=_("小写英文字母、数字和连字符，如 budget；定下后不再改。"),
        error_messages={"invalid": _("只能用小写英文字母、数字和连字符，如 budget。")},
    )  # fmt: skip
    name = forms.CharField(label=_("名称"), max_length=60)
    short_name = forms.CharField(label=_("简称"), max_length=30, required=False, help_text=_("计分表上印的名称。"))
    aliases = forms.CharField(label=_("别名"), max_length=300, required=False, help_text=_("其他叫法，用顿号隔开；导入表格时都认得。"))
    size = forms.IntegerField(label=_("人数"), required=False, min_value=0, max_value=9999, help_text=_("工作人员数；留空表示不详。"))
    front_office = forms.BooleanField(label=_("窗口科室"), required=False)

    def __init__(self, staff: Staff, department: Department | None = None, **kwargs: Any) -> None:
        initial = _initial(department) if department else {}
        super().__init__(initial=initial, **kwargs)
        if department:
            del self.fields["code"]
        for name, label in staff.attributes:
            field = forms.CharField(label=label, max_length=40, required=False, help_text=_("数；留空表示不详。"))
            field.widget.attrs |= {"class": "kh-input", "inputmode": "decimal"}
            self.fields[f"attribute_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """The attributes as exact numbers, and all of it as the `fact` that the actions take."""
        found = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("attribute_")]:
            try:
                found[name] = read_number(found[name].strip()) if found.get(name, "").strip() else None
            except ValueError:
                self.add_error(name, _("请填写一个数，如 4 或 2.5。"))
        return found if self.errors else {**found, "fact": self._fact(found)}

    @staticmethod
    def _fact(read: Mapping[str, Any]) -> engine.Department:
        """The department as typed; attributes that no form asks for stay out."""
        aliases = tuple(part.strip() for part in read["aliases"].replace(",", "、").replace("，", "、").split("、") if part.strip())
        attributes: dict[str, Exact] = {
            name.removeprefix("attribute_"): value for name, value in read.items() if name.startswith("attribute_") and value is not None
        }
        return engine.Department(
            code=read.get("code", ""), name=read["name"], short=read["short_name"], aliases=aliases, size=read["size"],
            front_office=read["front_office"], attributes=attributes,
        )  # fmt: skip


class InCharge(Asking):
    """Who heads the department, or supervises it, from when."""

    SPEAKS_OF: ClassVar = {"people.ended_before": "since", "people.already_appointed": "who", "people.incompatible": "who"}
    role = forms.ChoiceField(label=_("职责"), choices=[(str(role), role.label) for role in (Role.DEPARTMENT_HEAD, Role.DEPUTY_DIRECTOR)])
    since = day(_("自哪天起"))
    reason = why()
    field_order = ("role", "who", "since", "reason")

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today}, **kwargs)
        self.fields["who"] = Choice(staff.choice_of_people(), label=_("人员"))
        self.fields["who"].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Retired(Asking):
    """From which day a department stands no more."""

    SPEAKS_OF: ClassVar = {"people.retired_already": "on"}
    on = day(_("自哪天起撤销"))
    reason = why()

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        super().__init__(initial={"on": staff.today + timedelta(days=1)}, **kwargs)


class Ordered(Asking):
    """The decreed order: a place for each department."""

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        self.departments = staff.departments
        super().__init__(**kwargs)
        for place, each in enumerate(self.departments, start=1):
            field = forms.IntegerField(label=staff.say(each.name), min_value=1, max_value=999, initial=place)
            field.widget.attrs["class"] = "kh-input"
            self.fields[f"place_{each.code}"] = field

    def clean(self) -> dict[str, Any]:
        """Adds the `codes` in the order typed; of two with one place, the one that stood first stays first."""
        found = super().clean() or {}
        if self.errors:
            return found
        return {**found, "codes": [each.code for each in sorted(self.departments, key=lambda each: found[f"place_{each.code}"])]}


class Drawn(Asking):
    """How many heads of departments for the checking group, for which term, and who can't take part this time."""

    SPEAKS_OF: ClassVar = {
        "people.nobody_drawn": "seats", "people.too_few_heads": "seats", "people.heads_nothing": "aside", "people.aside_without_why": "reason",
        "people.ended_before": "until",
    }  # fmt: skip
    seats = forms.IntegerField(label=_("抽调人数"), min_value=0, max_value=99, initial=2)
    since = day(_("起"))
    until = day(_("止"))
    reason = why()
    field_order = ("seats", "since", "until", "aside", "reason")

    def __init__(self, staff: Staff, heads: list[tuple[str, str, Officer]], **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today, "until": staff.today + timedelta(days=91)}, **kwargs)
        told = _("因病、因公等不能参加的勾上并写明原因；下一次先轮到他们。")
        self.fields["aside"] = Choices(heads, label=_("这次不能参加的（轮到的在前）"), required=False, help_text=told)
        self.order_fields(self.field_order)


class Delegated(Asking):
    """Whom, from when to when, why."""

    SPEAKS_OF: ClassVar = {
        "people.to_oneself": "to", "people.delegation_clash": "to", "people.delegated_already": "to", "people.account_closed": "to",
        "people.delegation_backwards": "since", "people.delegation_long": "until", "people.ended_before": "until",
        "people.delegation_without_reason": "reason",
    }  # fmt: skip
    since = day(_("起"))
    until = day(_("止"))
    reason = forms.CharField(label=_("事由"), max_length=200, help_text=_("如“出差”“住院”；留在记录上。"))
    field_order = ("to", "since", "until", "reason")

    def __init__(self, staff: Staff, **kwargs: Any) -> None:
        super().__init__(initial={"since": staff.today}, **kwargs)
        self.fields["to"] = Choice(staff.choice_of_people(without=staff.officer), label=_("授权给谁"))
        self.fields["to"].widget.attrs["class"] = "kh-input"
        self.order_fields(self.field_order)


class Receivers(Asking):
    """Who is given a one-time password."""

    SPEAKS_OF: ClassVar = {"people.too_many_secrets": "people", "people.account_closed": "people", "people.own_secret": "people"}

    def __init__(self, people: list[tuple[str, str, Officer]], chosen: list[str], **kwargs: Any) -> None:
        super().__init__(initial={"people": chosen}, **kwargs)
        self.fields["people"] = Choices(people, label=_("给谁签发"))


def said(appointment: Appointment) -> str:
    """An appointment in a few words."""
    where = aside(appointment.department.title) if appointment.department else ""
    return f"{Role(appointment.role).label}{where} {appointment.since:%Y-%m-%d} –{f' {appointment.until:%Y-%m-%d}' if appointment.until else ''}"


def _initial(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "short_name": department.short_name,
        "aliases": "、".join(department.aliases),
        "size": department.size,
        "front_office": department.front_office,
        **{f"attribute_{name}": text for name, text in department.attributes.items()},
    }
