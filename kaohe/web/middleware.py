"""What every answer carries, pages and errors and files alike: the strict policy that keeps a page to this machine.

And what every request passes: it says nothing that can't be kept, where it comes from is noted for the audit trail, and a first password is
changed first.
"""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kaohe.audit.recording import coming_from

#: Scripts, styles and requests from this very address only; pictures may also stand in the page itself.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def arrived(request: HttpRequest) -> datetime:
    """The moment the request came in, by which whatever has a deadline is judged."""
    return request.arrived_at  # type: ignore[attr-defined]


class SecurityHeaders:
    """Puts HEADERS on every answer, and keeps what belongs to a signed-in person out of shared and local caches.

    It must stand first in the list of middleware, so that redirects, errors and static files pass through it too; and so
    that it notes when a request came in before anything makes it wait.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        for name, value in HEADERS.items():
            # A file that is handed out has a stricter policy of its own.
            response.headers.setdefault(name, value)
        # Static files set their own lifetime before they come through here.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PlainLetters:
    """No request says the letter NUL: no keyboard has it, PostgreSQL takes it for a fault, and SQLite would keep it for good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raises BadRequest. Behind the check of forged forms, which reads what was sent first."""
        sent = (text for data in (request.GET, request.POST) for name, texts in data.lists() for text in (name, *texts))
        if "\0" in request.path_info or any("\0" in text for text in sent):
            raise BadRequest


class KnownOrigin:
    """Every deed done in a request is recorded with the visitor's address and a number of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):  # these do no deeds
            return self.get_response(request)
        with coming_from(str(request.META.get("REMOTE_ADDR", "")), secrets.token_hex(6)):
            return self.get_response(request)


class PasswordFirst:
    """Whoever was given a first password changes it before anything else; a door that only hid links would stand open."""

    ALLOWED = ("/password/", "/sign-out/", "/language/", "/theme/", "/static/", "/health/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.ALLOWED) and getattr(request.user, "must_change_password", False):
            return redirect("password")
        return self.get_response(request)
