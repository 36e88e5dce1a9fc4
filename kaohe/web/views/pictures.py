"""The pictures of a year: on a page, and each to take away as SVG or PNG."""

import io

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaohe.pictures import Picture, svg
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.frame import show
from kaohe.web.kept import body, file
from kaohe.web.shapes import pictures as shape


@require_safe
def pictures(request: HttpRequest, year: int) -> HttpResponse:
    """Every picture with its words and its table; of the whole year, or as of the quarter that `?period=` names."""
    desk = Desk(request, year)
    made = body("pictures", desk.key, lambda: {"pictures": shape.pictures(desk), "sees_any": shape.sees_any(desk), "year": year, "query": desk.query})
    framework = reverse("picture-png", args=[year, "framework"])
    return show(request, "pictures", cycle=desk.cycle, body=made, framework_url=framework, **desk.switches("pictures"))


@require_safe
def picture_svg(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """One picture as SVG, in the inks of paper."""
    _desk, picture = _picture(request, year, name)
    return answer_file(svg(picture, ground=True).encode(), "image/svg+xml", f"{picture.title}.svg")


@require_safe
def picture_png(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """The same as PNG, large enough to be printed or put on a slide."""
    from kaohe.paper.press import press  # slow to start, and only needed here

    desk, picture = _picture(request, year, name)
    content = file(f"{name}.png", desk.key, lambda: press(settings.FONTS).png(svg(picture, ground=True), ppi=220))
    return answer_file(content, "image/png", f"{picture.title}.png")


@require_safe
def picture_sheet(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """Its figures as a workbook, the picture under them."""
    desk, picture = _picture(request, year, name)
    return answer_file(file(f"{name}.xlsx", desk.key, lambda: _sheet(desk, picture)), XLSX, f"{picture.title}.xlsx")


def _sheet(desk: Desk, picture: Picture) -> bytes:
    from kaohe.files.ready_tables import ready_sheet
    from kaohe.files.table_workbook import write_table_workbook
    from kaohe.paper.press import press

    image = press(settings.FONTS).png(svg(picture, ground=True), ppi=192)
    table, target = picture.table, io.BytesIO()
    sheet = ready_sheet(picture.title, picture.title, table.header, table.rows, picture=image, words=picture.words, note=picture.words)
    write_table_workbook(target, [sheet], year=desk.cycle.year, language=desk.tongue)
    return target.getvalue()


def _picture(request: HttpRequest, year: int, name: str) -> tuple[Desk, Picture]:
    """Raises Http404 where no picture has that name, or there is nothing to draw for this person."""
    desk = Desk(request, year)
    picture = shape.picture(desk, name) if name in shape.PICTURES else None
    return desk, picture if picture is not None and picture.table.rows else nothing()
