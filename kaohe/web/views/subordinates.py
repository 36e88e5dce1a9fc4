"""Above the bureau: what the bureaus under one's own have published of a year, side by side, and each one's published page."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.cycles.models import Cycle
from kaohe.people.above import Under, subordinates_of
from kaohe.people.models import Bureau, Officer
from kaohe.pictures import svg
from kaohe.pictures.strips import draw_strips
from kaohe.results import above
from kaohe.results.models import Kind, Notice, Snapshot
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.frame import show
from kaohe.web.kept import body, file
from kaohe.web.links import Link
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.notice import NoticePage, notice_page, of_notice
from kaohe.web.shapes.subordinates import STATES, FromAbove, distribution, page_of
from kaohe.web.shapes.subordinates_tables import sheets_of


class Post:
    """One request of somebody above. Raises Http404 for whoever is not, and where no bureau stands under theirs."""

    def __init__(self, request: HttpRequest) -> None:
        assert isinstance(request.user, Officer)
        self.request, self.officer = request, request.user
        self.bureau: Bureau = request.user.bureau or nothing()
        self.under: list[Under] = subordinates_of(request.user) or nothing()

    def years(self, year: int) -> list[Link]:
        """The switch between this year and those that any of them has opened. Raises Http404 for another one."""
        known = sorted({*above.years(self.under), self.bureau.today().year}, reverse=True)
        links = [Link(Desk.year_words(each), reverse("subordinates", args=[each]), here=each == year) for each in known]
        return links if year in known else nothing()

    def page(self, template: str, **context: Any) -> HttpResponse:
        """Answer with a page. The menu is that of the superior's own latest year, where it has any."""
        return show(self.request, template, cycle=next(iter(years_of(self.request)), None), **context)


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """On to the latest year of which anything was announced; else the latest there is."""
    post = Post(request)
    years = above.years(post.under)
    announced = above.announced_years(post.under)
    return redirect("subordinates", year=next(iter([*announced, *years]), post.bureau.today().year))


@require_safe
def subordinates(request: HttpRequest, year: int) -> HttpResponse:
    """Every bureau under one's own: its state, and figures of what it has published; one item by `?item=`."""
    post = Post(request)
    years, asked = post.years(year), request.GET.get("item", "")
    rows = above.rows(post.under, year)
    key = (year, language(), asked, *(row.key for row in rows))
    made = body("subordinates", key, lambda: {"page": page_of(rows, year, asked)})
    return post.page(
        "subordinates", title=_("%s 年度下级单位考核结果") % year, body=made, years=years, year_label=Desk.year_words(year),
        table_url=reverse("subordinates-table", args=[year]),
    )  # fmt: skip


@require_safe
def table(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a workbook."""
    post = Post(request)
    post.years(year)
    rows = above.rows(post.under, year)
    key = (year, post.bureau.name, language(), *(row.key for row in rows))
    return answer_file(file("subordinates.xlsx", key, lambda: _workbook(post, rows, year)), XLSX, f"{post.bureau.title}-{year}-{_('下级单位')}.xlsx")


def _workbook(post: Post, rows: tuple[above.Row, ...], year: int) -> bytes:
    from kaohe.files.table_workbook import write_table_workbook
    from kaohe.paper.press import press

    strips, target = distribution(rows, year), io.BytesIO()
    picture = draw_strips(strips)
    image = press(settings.FONTS).png(svg(picture, ground=True), ppi=144) if strips.strips else b""
    sheets = sheets_of(rows, year, post.bureau.name, picture=image, words=picture.words)
    write_table_workbook(target, sheets, year=year, language=language())
    return target.getvalue()


@require_safe
def result(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What one of them announced, as it announced it: the last of it, or what `?of=` names. Departments are named, nobody else."""
    post = Post(request)
    under = next((each for each in post.under if each.bureau.code == code), None) or nothing()
    cycle = Cycle.objects.with_edition().filter(bureau=under.bureau, year=year).first() or nothing()
    rows = list(above.announced(cycle).select_related("notice"))
    asked = request.GET.get("of", "")
    chosen = next((each for each in rows if str(each.pk) == asked), rows[0] if rows and not asked else None) or nothing()
    state, css = STATES[above.state_of(rows[0])]
    announced = [Link(_words_of(each), f"{request.path}?of={each.pk}", here=each.pk == chosen.pk) for each in rows]
    return post.page(
        "subordinate", title=f"{under.bureau.name} · {Desk.year_words(year)}", page=_as_announced(cycle, chosen), state=state, css=css,
        announced=announced, digest=chosen.facts_digest, latest=chosen.pk == rows[0].pk, back=reverse("subordinates", args=[year]),
        year_label=Desk.year_words(year),
    )  # fmt: skip


def _as_announced(cycle: Cycle, chosen: Snapshot) -> NoticePage:
    if chosen.kind == Kind.NOTICE:
        rows = Notice.objects.select_related("snapshot__cycle__edition", "snapshot__previous__cycle__edition")
        return of_notice(FromAbove(cycle), rows.get(snapshot=chosen.pk))
    final = Snapshot.objects.select_related("cycle__edition").get(pk=chosen.pk)
    board, digest = final.read_board(), final.facts_digest
    page = notice_page(FromAbove(cycle), board, until=None, published=final.made_at, digest=digest, number=1)
    return page._replace(title=_("%s 年度考核结果") % cycle.year, final=True)


def _words_of(snapshot: Snapshot) -> str:
    if snapshot.kind == Kind.NOTICE:
        words = _("结果公示（%s）") % snapshot.notice.number
    else:
        words = _("定案（第 %s 轮）") % snapshot.round if snapshot.round > 1 else _("定案")
    return f"{words} · {snapshot.made_at:%Y-%m-%d}"
