"""The roles that an officer can hold, as the document and its annex name them."""

from collections.abc import Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What someone is appointed to (职责). Several may meet in one person."""

    OFFICE = "office", _("考核办")
    DIRECTOR = "director", _("局长")
    LEADING_GROUP = "leading_group", _("考核领导小组")
    DEPUTY_DIRECTOR = "deputy_director", _("分管局长")
    DEPARTMENT_HEAD = "department_head", _("科室负责人")
    CLERK = "clerk", _("科室内勤")
    OFFICER = "officer", _("科室人员")
    CHECKER = "checker", _("考核小组")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


#: Appointed to one department: those who belong to it, and the deputy director who supervises it.
MEMBERS = (Role.DEPARTMENT_HEAD, Role.CLERK, Role.OFFICER)
OF_A_DEPARTMENT = (*MEMBERS, Role.DEPUTY_DIRECTOR)
#: The bodies of the measures: the leading group, its office and the checking group; in each, members have a place.
GROUPS = frozenset({Role.LEADING_GROUP, Role.OFFICE, Role.CHECKER})


class Post(TextChoices):
    """A place within a group (组内职务); the office calls its leader 主任."""

    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")


#: Duties that must not meet in one person. Who makes accounts neither assesses nor watches; who watches does nothing else.
#: Belonging to a department is no duty: everyone sits somewhere.
INCOMPATIBLE = {
    Role.ADMINISTRATOR: frozenset(Role) - {Role.ADMINISTRATOR, Role.OFFICER},
    Role.AUDITOR: frozenset(Role) - {Role.AUDITOR, Role.OFFICER},
}
#: What can't be lent to another: whoever watches or makes accounts is appointed by name.
NOT_LENT = frozenset(INCOMPATIBLE)


def clash_of(roles: Set[Role]) -> tuple[Role, Role] | None:
    """The first two of these roles that must not meet in one person; None where all may."""
    for role in Role:
        if role in roles:
            for other in Role:
                if other in roles and other in INCOMPATIBLE.get(role, ()):
                    return role, other
    return None
