"""Files to take away, under names that old and new browsers both understand."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download whose Chinese name old and new browsers both understand."""
    response = HttpResponse(content, content_type=kind)
    plain = "kaohe" + name[name.rindex(".") :]
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
