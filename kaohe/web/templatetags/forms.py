"""What every form that does a deed carries."""

from typing import Any
from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaohe.web.behalf import name_of
from kaohe.web.once import FIELD, ONWARD, OPENED_FOR, onward

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context: dict[str, Any]) -> SafeString:
    """The one-time key of a form, for views under `@one_time`, and in whose name it was opened. Every form on a page has its own.

    It wants the request, which bodies kept for several visits don't have: a key in such a body would be used twice.
    Who came from the list of to-dos (`?onward=`) is led on to the next one when the deed is done.
    A form shown again after a refusal says so (`data-posted`), lest a draft cover what was just typed.
    """
    request: HttpRequest = context["request"]
    posted = " data-posted" if request.method == "POST" else ""
    key = format_html(
        '<input type="hidden" name="{}" value="{}"{}><input type="hidden" name="{}" value="{}">',
        FIELD, uuid4(), posted, OPENED_FOR, name_of(request.user),
    )  # fmt: skip
    asked = request.POST.get(ONWARD, "") or request.GET.get(ONWARD, "")
    target = onward(request, asked)
    return key + format_html('<input type="hidden" name="{}" value="{}">', ONWARD, target) if target else key
