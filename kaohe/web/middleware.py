"""What every answer carries, pages and errors and files alike: the strict policy that keeps a page to this machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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


class SecurityHeaders:
    """Puts HEADERS on every answer, and keeps what belongs to a signed-in person out of shared and local caches.

    It must stand first in the list of middleware, so that redirects, errors and static files pass through it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        # Static files set their own lifetime before they come through here.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
