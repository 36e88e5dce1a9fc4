"""The roles that an officer can hold, as the document and its annex name them."""

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
