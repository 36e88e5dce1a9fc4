"""Icons drawn into the page itself, so that none is fetched and each is drawn only once."""

from functools import lru_cache

import lucide
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 17) -> SafeString:
    """The icon as a drawing that a screen reader passes over. Raises where no icon has that name."""
    drawing = lucide._render_icon(
        name, size, **{"class": "kh-icon", "aria-hidden": "true", "focusable": "false", "stroke-width": "1.75"}
    )
    # The text comes from the icon's own package; nothing a user wrote is in it.
    return mark_safe(drawing)  # noqa: S308
