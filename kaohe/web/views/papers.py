"""The year's papers: a list, each shown as it will be printed, and taken away as PDF or to be edited in Word."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.paper.description import Paper
from kaohe.paper.plain import plain_text
from kaohe.paper.proofs import read_code, start_of_digest
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.people.shelf import Shelf
from kaohe.reports.catalogue import KINDS, PaperKind
from kaohe.reports.sheets import has_sheets
from kaohe.reports.source import Source
from kaohe.results.models import Kind, Snapshot
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.forms.papers import BatchForm, CodeForm, IssueForm
from kaohe.web.frame import show
from kaohe.web.kept import file
from kaohe.web.shapes.batches import batches_of
from kaohe.web.shapes.printed import grid_of, groups_of, in_bulk, substituted
from kaohe.web.shapes.problems import Shown

#: Which papers, by their seals, were shown to whom: their pages may be fetched without describing the paper again.
_shown: Shelf[tuple[int, str], bool] = Shelf(most=400)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LYING = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt"')


class Asked:
    """One paper as the address asks for it. Raises Http404 where this person isn't offered it."""

    def __init__(self, request: HttpRequest, year: int, code: str) -> None:
        self.desk = Desk(request, year)
        self.kind: PaperKind = KINDS.get(code) or nothing()
        self.form = IssueForm(request.GET if {"day", "number"} & set(request.GET) else None, name="issue")
        typed = self.form.cleaned_data if self.form.is_valid() else {}
        self.source = source_of(self.desk, **typed)
        self.choice = self.kind.chosen(self.source, request.GET.get("of", "")) or nothing()

    def paper(self) -> Paper:
        """The paper described."""
        return self.kind.paper(self.source, self.choice)

    @property
    def query(self) -> str:
        """The address's own query, for everything that is made of the same paper."""
        return self.desk.request.GET.urlencode()


def source_of(desk: Desk, **typed: Any) -> Source:
    """What papers of the year start from, for this person."""

    def address(code: str) -> str:
        return desk.request.build_absolute_uri(f"{reverse('paper-check')}?code={code}")

    return Source(desk.cycle, desk.officer, address, **typed)


def _seal(paper: Paper) -> str:
    """Equal seals, equal papers: what is made of one is kept under it."""
    return sha256(repr(paper).encode()).hexdigest()


@require_safe
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """Everything that can be printed of the year, for this person."""
    return page_of_papers(Desk(request, year))


def page_of_papers(desk: Desk, problems: Sequence[Shown] = (), status: int = 200) -> HttpResponse:
    """The list, with the batches that are asked for on it."""
    source = source_of(desk)
    groups, grid = groups_of(source), grid_of(source)
    kinds = in_bulk(groups, grid) if desk.officer.acting_for is None else []
    return show(
        desk.request, "papers", cycle=desk.cycle, status=status, groups=groups, grid=grid, check_url=reverse("paper-check"),
        settings_url=reverse("settings") if may(desk.officer, Deed.CHOOSE_SETTINGS) else "", problems=problems,
        form=BatchForm(kinds, desk.request.POST or None, name="batch") if kinds else None, year=desk.cycle.year,
        told=batches_of(desk), **desk.switches("papers", with_periods=False),
    )  # fmt: skip


@require_safe
def paper(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One paper, page by page as the PDF has it, with what this machine lacks for it."""
    from kaohe.paper.press import press  # slow to start, and only needed here

    asked = Asked(request, year, code)
    found = asked.paper()
    machine, seal, pages = press(settings.FONTS), _seal(found), _pages(found)
    _shown.get((asked.desk.officer.pk, seal), lambda: True)
    urls = [
        f"{reverse('paper-page', args=[year, code, at])}?seal={seal}&{asked.query}" for at in range(1, len(pages) + 1)
    ]
    problems = [Shown(f"{field.label}：{words}", field.id_for_label) for field in asked.form for words in field.errors]
    initial = {"day": found.day, "number": asked.source.number}
    return show(
        request, "paper", cycle=asked.desk.cycle, status=422 if problems else 200, title=asked.kind.label, words=asked.choice.words,
        form=asked.form if asked.form.is_bound and problems else IssueForm(initial=initial, name="issue"), problems=problems,
        numbered=found.head is not None and not found.head.minutes, of=asked.choice.of, coded=bool(asked.source.stationery.code), warning=found.warning,
        pages=[(at, url, _lies(page)) for at, (url, page) in enumerate(zip(urls, pages, strict=True), 1)],
        text=plain_text(found), substituted=substituted(machine.substitutions), missing="".join(machine.missing(found)),
        pdf_url=f"{reverse('paper-pdf', args=[year, code])}?{asked.query}", word_url=f"{reverse('paper-word', args=[year, code])}?{asked.query}",
        sheet_url=f"{reverse('paper-sheet', args=[year, code])}?{asked.query}" if has_sheets(found) else "",
        papers_url=reverse("papers", args=[year]), year_label=asked.desk.year_words(year),
    )  # fmt: skip


def _lies(page: str) -> bool:
    """True for a page that is wider than high."""
    found = _LYING.search(page[:600])
    return bool(found) and float(found[1]) > float(found[2])  # type: ignore[index]


def _pages(paper: Paper) -> list[str]:
    """Every page as SVG, made once."""
    from kaohe.paper.press import press

    def make() -> bytes:
        return json.dumps([page.decode() for page in press(settings.FONTS).pages(paper)]).encode()

    return list(json.loads(file("paper-pages", (_seal(paper),), make)))


@require_safe
def page(request: HttpRequest, year: int, code: str, number: int) -> HttpResponse:
    """One page of the preview. The address holds the paper's seal: a page of another state is never shown under it."""
    desk = Desk(request, year)
    seal = request.GET.get("seal", "")

    def described() -> Paper:
        found = Asked(request, year, code).paper()
        return found if _seal(found) == seal else nothing()

    _shown.get((desk.officer.pk, seal), lambda: bool(described()))
    pages = json.loads(file("paper-pages", (seal,), lambda: json.dumps(_pages(described())).encode()))
    if not 1 <= number <= len(pages):
        nothing()
    response = HttpResponse(pages[number - 1], content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def pdf(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The paper as PDF/A."""
    from kaohe.paper.press import press

    asked = Asked(request, year, code)
    found = asked.paper()
    content = file("paper.pdf", (_seal(found),), lambda: press(settings.FONTS).pdf(found))
    return answer_file(content, "application/pdf", f"{_name(asked, found)}.pdf")


@require_safe
def word(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The paper to be edited."""
    from kaohe.paper.press import press
    from kaohe.paper.word.book import write_word

    asked = Asked(request, year, code)
    found = asked.paper()
    content = file("paper.docx", (_seal(found),), lambda: write_word(found, press(settings.FONTS)))
    return answer_file(content, WORD, f"{_name(asked, found)}.docx")


@require_safe
def workbook(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The paper's tables to reckon with."""
    from kaohe.reports.sheets import workbook_of  # the library behind it is slow to import

    asked = Asked(request, year, code)
    found = asked.paper()
    content = file("paper.xlsx", (_seal(found),), lambda: workbook_of(found, str(asked.kind.label), year)) or nothing()
    return answer_file(content, XLSX, f"{_name(asked, found)}.xlsx")


def _name(asked: Asked, paper: Paper) -> str:
    """What the file is called: its title, and whose it is."""
    title = re.sub(r'[\s\\/:*?"<>|]+', "", paper.title or (paper.head.mark if paper.head else str(asked.kind.label)))
    row = asked.choice.row
    whose = f"-{row.title}" if row and row.title not in title else ""
    return f"{title[:80]}{whose}"


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether a paper's code is that of something announced here, and of what."""
    officer = request.user
    assert isinstance(officer, Officer)
    form = CodeForm(request.GET if "code" in request.GET else None, name="check")
    code, found, problem = "", [], ""
    if form.is_bound and form.is_valid():
        try:
            code = read_code(form.cleaned_data["code"])
        except ValueError:
            problem = _("这不像一个校验码：校验码是十二位数字和字母。请对照纸上再输一次。")
        else:
            found = [_known(each) for each in _announced(officer, code)]
    return show(request, "paper_check", form=form, code=code, found=found, problem=problem)


def _announced(officer: Officer, code: str) -> list[Snapshot]:
    rows = Snapshot.objects.visible_to(officer).filter(facts_digest__startswith=start_of_digest(code)).light()
    return list(rows.select_related("cycle", "period", "notice").order_by("pk"))


def _known(snapshot: Snapshot) -> dict[str, Any]:
    year = snapshot.cycle.year
    if snapshot.kind == Kind.BULLETIN and snapshot.period:
        url = f"{reverse('quarter', args=[year, snapshot.period.number])}?issue={snapshot.pk}"
    elif snapshot.kind == Kind.NOTICE:
        url = reverse("notice", args=[year, snapshot.notice.number])
    else:
        url = f"{reverse('final', args=[year])}?round={snapshot.round}"
    return {
        "what": f"{Desk.year_words(year)} {snapshot.get_kind_display()}",
        "at": snapshot.made_at,
        "digest": snapshot.facts_digest,
        "url": url,
    }
