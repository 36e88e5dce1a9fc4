"""The side bar's pages in their groups: one table, each shown only to those who may use it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaohe.cycles.models import Cycle
from kaohe.people.above import leads
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.web.links import Link


class Page(NamedTuple):
    """One line of the side bar.

    label  its words, marked for translation; name  the address's name in urls.py; icon  a name of Lucide's
    of     what the address takes: "year", "edition" or nothing; "first" is offered before there is any year
    needs  shown to whoever may do one of these deeds; to everybody where it is empty
    whole  the page is marked as the present one at every address below its own
    finds  the window of Ctrl+K opens from it too
    near   addresses below the year that belong to it too, such as "ledger/bulk/"
    when   asked besides, where deeds alone don't tell
    counter  an address that answers with a number to stand behind the words
    """

    label: str | Promise
    name: str
    icon: str
    of: str = ""
    needs: tuple[Deed, ...] = ()
    whole: bool = True
    finds: bool = False
    counter: str = ""
    near: tuple[str, ...] = ()
    when: Callable[[Officer], bool] | None = None


OBJECTING = (Deed.FILE_OBJECTION, Deed.ASSIGN_REVIEWER, Deed.REVIEW_OBJECTION, Deed.DECIDE_OBJECTION)

#: The groups of the side bar in their order: the words above them (none above the first), and their pages.
GROUPS: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    ("", (
        Page(gettext_lazy("待办"), "inbox", "inbox", counter="inbox-count"),
        Page(gettext_lazy("查找"), "search", "search", finds=True),
        Page(gettext_lazy("考核总览"), "overview", "layout-dashboard", of="year", whole=False),
        Page(gettext_lazy("年度任务"), "tasks", "list-checks", of="year"),
    )),
    (gettext_lazy("平时"), (
        Page(pgettext_lazy("many", "目标"), "goals", "target", of="year"),
        Page(gettext_lazy("季度完成情况"), "progress", "gauge", of="year"),
        Page(gettext_lazy("客观原因"), "excuses", "cloud-rain", of="year", needs=(Deed.ASK_EXCUSE, Deed.DECIDE_EXCUSE)),
        Page(gettext_lazy("登记"), "record-choose", "square-pen", of="year", needs=(Deed.RECORD_ENTRY,), near=("ledger/screens/", "ledger/bulk/")),
        Page(gettext_lazy("台账"), "ledger", "notebook-text", of="year"),
        Page(gettext_lazy("季度通报"), "quarters", "megaphone", of="year"),
    )),
    (gettext_lazy("年终"), (
        Page(gettext_lazy("年终划档"), "grading", "scale", of="year", needs=(Deed.SEE_GRADING,)),
        Page(gettext_lazy("公示与定案"), "results", "stamp", of="year"),
        Page(gettext_lazy("异议与复核"), "objections", "message-square-warning", of="year", needs=OBJECTING),
        Page(gettext_lazy("结果使用"), "uses", "hand-coins", of="year"),
    )),
    (gettext_lazy("图表与试算"), (
        Page(gettext_lazy("图表"), "pictures", "chart-column", of="year"),
        Page(gettext_lazy("公文与表格"), "papers", "file-text", of="year"),
        Page(gettext_lazy("假如"), "what-if", "flask-conical", of="year", needs=(Deed.SEE_BOARD,)),
        Page(gettext_lazy("试算考核办法"), "trying", "sliders-horizontal", of="year", needs=(Deed.TRY_RULEBOOK,)),
        Page(gettext_lazy("下级单位"), "subordinates-now", "network", needs=(Deed.SEE_SUBORDINATES,), when=leads),
        Page(gettext_lazy("公平性"), "fairness", "chart-no-axes-column", of="year", needs=(Deed.SEE_FAIRNESS,)),
    )),
    (gettext_lazy("办法与人员"), (
        Page(gettext_lazy("考核办法"), "rulebook", "scroll-text", of="edition"),
        Page(gettext_lazy("考核办法版本"), "editions", "library", needs=(Deed.ADOPT_EDITION, Deed.OPEN_CYCLE)),
        Page(gettext_lazy("开启年度"), "open-year", "calendar-plus", of="first", needs=(Deed.OPEN_CYCLE,)),
        Page(gettext_lazy("工作日历"), "calendar-now", "calendar-days"),
        Page(gettext_lazy("人员与科室"), "people", "users"),
        Page(gettext_lazy("对外通知"), "channels", "send", needs=(Deed.SET_CHANNELS,)),
        Page(gettext_lazy("日志"), "trail", "history", needs=(Deed.READ_AUDIT,)),
    )),
)  # fmt: skip


class Group(NamedTuple):
    """Pages that belong together, under a few words."""

    label: str
    links: tuple[Link, ...]


def groups(officer: Officer, cycle: Cycle | None, path: str) -> tuple[Group, ...]:
    """The pages that this person may use, in the table's order, the present one marked; before the first year, those of none."""
    taken: dict[str, list[int | str]] = {"": []}
    taken |= {"year": [cycle.year], "edition": [cycle.edition.code]} if cycle else {"first": []}
    usable = {label: [page for page in pages if page.of in taken and _open(page, officer)] for label, pages in GROUPS}
    urls = {page: reverse(page.name, args=taken[page.of]) for pages in usable.values() for page in pages}
    here = _here(urls, cycle, path)
    return tuple(
        Group(str(label), tuple(_link(page, urls[page], here=page is here) for page in pages)) for label, pages in usable.items() if pages
    )


def links(officer: Officer, cycle: Cycle | None, path: str) -> tuple[Link, ...]:
    """The same without their groups."""
    return tuple(link for group in groups(officer, cycle, path) for link in group.links)


def _open(page: Page, officer: Officer) -> bool:
    fitting = not page.needs or any(may(officer, deed) for deed in page.needs)
    return fitting and (page.when is None or page.when(officer))


def _here(urls: Mapping[Page, str], cycle: Cycle | None, path: str) -> Page | None:
    """The page whose address, or one near it, the path stands at or below; the nearest of several."""
    own = [(url, page) for page, url in urls.items() if (path.startswith(url) if page.whole else path == url)]
    near = [(f"/{cycle.year}/{each}", page) for page in urls for each in page.near] if cycle else []
    found = [*own, *(each for each in near if path.startswith(each[0]))]
    return max(found, key=lambda each: len(each[0]))[1] if found else None


def _link(page: Page, url: str, *, here: bool) -> Link:
    return Link(str(page.label), url, page.icon, here=here, counter=reverse(page.counter) if page.counter else "", finds=page.finds)
