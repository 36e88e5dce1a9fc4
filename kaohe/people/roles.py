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
    SECURITY = "security", _("安全管理员")


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


#: The three who keep the installation (三员): one makes accounts, one gives them duties, one watches both.
KEEPERS = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
#: Duties that must not meet in one person: a keeper neither assesses nor is another keeper.
#: Belonging to a department is no duty: everyone sits somewhere. It lets a keeper do nothing, though (`deeds`).
INCOMPATIBLE = {role: frozenset(Role) - {role, Role.OFFICER} for role in KEEPERS}
#: What can't be lent to another: a keeper is appointed by name.
NOT_LENT = frozenset(KEEPERS)


def apart(role: Role, *, combined: bool) -> frozenset[Role]:
    """The roles that must not meet that one in one person; `combined`: where the three keepers may be one (三员合一)."""
    others = INCOMPATIBLE.get(role, frozenset())
    return others - set(KEEPERS) if combined else others


def clash_of(roles: Set[Role], *, combined: bool = False) -> tuple[Role, Role] | None:
    """The first two of these roles that must not meet in one person; None where all may."""
    for role in Role:
        if role in roles:
            for other in Role:
                if other in roles and other in apart(role, combined=combined):
                    return role, other
    return None


def clash_by_lending(own: Set[Role], lent: Set[Role], *, combined: bool = False) -> tuple[Role, Role] | None:
    """The first two roles that must not meet in who acts for another; a keeper acts for nobody."""
    keeper = next((role for role in KEEPERS if role in own), None)
    borrowed = next((role for role in Role if role in lent), None)
    return clash_of(own | lent, combined=combined) or ((keeper, borrowed) if keeper and borrowed else None)
