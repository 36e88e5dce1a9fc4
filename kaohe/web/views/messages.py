"""What I was told: the list, and opening one."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kaohe.desk.actions.messages import mark_all_read, mark_read
from kaohe.desk.models import Message
from kaohe.people.models import Officer
from kaohe.web.desk import nothing, years_of
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.trail import moment
from kaohe.web.views.inbox import ON_A_PAGE, show_list


@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Newest first; what was not opened yet is marked."""
    assert isinstance(request.user, Officer)
    page = Paginator(Message.objects.visible_to(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    naming = _naming(request)
    told = [{"message": each, "words": each.in_language(language(), naming), "at": moment(each.at)} for each in page]
    unread = any(message.read_at is None for message in page)
    lead = _("与您有关的提醒和通知。")
    return show_list(request, "messages", _("消息"), lead=lead, told=told, unread=unread, page=page)


def _naming(request: HttpRequest) -> Callable[[str], str]:
    """Names as the latest year's rulebook says them in the reader's language."""
    years = years_of(request)
    if not years:
        return str
    rulebook, tongue = years[0].rulebook(), language()
    return lambda name: rulebook.in_language(name, tongue)


@require_POST
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a message: it is read, and leads to its place."""
    assert isinstance(request.user, Officer)
    message = Message.objects.visible_to(request.user).filter(pk=pk).first() or nothing()
    mark_read(officer=request.user, message=message, now=timezone.now())
    return redirect(message.link)


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    assert isinstance(request.user, Officer)
    mark_all_read(officer=request.user, now=timezone.now())
    return redirect("messages")
