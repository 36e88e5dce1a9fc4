"""Files that prove something, as pages list them."""

from django.utils.translation import gettext as _

from kaohe.evidence.models import StoredFile


def scanned(file: StoredFile) -> str:
    """Whether a virus scanner has seen it: whoever opens it should know."""
    return _("已经病毒扫描") if file.scanned_by else _("未经病毒扫描")
