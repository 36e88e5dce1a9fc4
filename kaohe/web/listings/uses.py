"""Lists about what a result is used for: money divided, dossiers, fairness, what if, and how firmly a ranking stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kaohe.web.listings.table import Listing, Listings, listing
from kaohe.web.shapes.dossier import PersonPage, YearRow
from kaohe.web.shapes.fairness import FairnessPage, GradeRow
from kaohe.web.shapes.figures import joined
from kaohe.web.shapes.firmness import Neighbours
from kaohe.web.shapes.reward import RewardPage
from kaohe.web.shapes.whatif import WhatIf


def reward(title: str, page: RewardPage) -> Listings:
    """Departments with their sum, and every share that this person is shown with its sentence."""
    beside = (_("现行"), _("变动")) if page.compared else ()
    rows = [
        (row.name, row.rank, row.score, row.coefficient, row.heads, row.amount, *((row.before, row.moved) if page.compared else ()))
        for row in page.rows
    ]
    whole = (_("合计"), "", "", "", "", page.total, *((page.before, "") if page.compared else ()))
    header = (_("科室"), _("名次"), _("得分"), _("系数"), _("人数"), _("金额"), *beside)
    tables = [listing(_("各科室"), header, [*rows, whole], _("金额单位：元"))]
    shares = [
        (row.name, each.name, each.amount, *((each.before, each.moved) if page.compared else ()), each.sentence)
        for row in page.rows
        for each in row.persons
    ]
    if shares:
        tables.append(listing(_("各人"), (_("科室"), _("姓名"), _("金额"), *beside, _("怎样算出来的")), shares, _("金额单位：元")))
    return Listings(title, tuple(tables))


def department_dossier(title: str, rows: Iterable[YearRow]) -> Listings:
    """A department's final results, year by year."""
    return Listings(title, (_years(_("历年定案结果"), rows),))


def _years(name: str, rows: Iterable[YearRow]) -> Listing:
    header = (_("年度"), _("科室"), _("总分"), _("名次"), _("构成"), _("目标划档"), _("标记"))
    lines = [
        (
            row.year, row.department, row.total, row.rank, joined(f"{label} {points}" for label, points in row.blocks), row.grades or "—",
            joined(row.marks),
        )
        for row in rows
    ]  # fmt: skip
    return listing(name, header, lines)


def person_dossier(title: str, page: PersonPage) -> Listings:
    """A person's duties, years, goals, records and articles; what the page hides, this hides."""
    hidden = _("您无权查看")
    tables = (
        listing(_("任职"), (_("职责"), _("科室"), _("期间")), [(each.role, each.department, each.days) for each in page.duties]),
        _years(_("所在科室的定案结果"), page.years),
        listing(
            _("承担的目标"), (_("年度"), _("科室"), _("目标"), _("角色"), _("期间"), _("档次")),
            [
                (row.year, row.department, hidden if row.hidden else row.words, row.role, row.days, hidden if row.hidden else row.grade)
                for row in page.carried
            ],
        ),
        listing(
            _("写有本人姓名的记录"), (_("年度"), _("日期"), _("科室"), _("事项"), _("记录"), _("内容"), _("科室得分"), _("标记")),
            [
                (row.year, row.occurred, row.department, hidden if row.hidden else row.words, row.number, row.about, row.points, row.note)
                for row in page.named
            ],
            _("分数是科室得分的增减，不是个人得分"),
        ),
        listing(
            _("信息稿件"), (_("年度"), _("科室"), _("报送"), _("采用"), _("采用得分"), _("标记")),
            [(row.year, row.department, row.sent, row.adopted, row.points, row.note) for row in page.wrote],
        ),
    )  # fmt: skip
    return Listings(title, tables)


def fairness(title: str, page: FairnessPage) -> Listings:
    """How grades and losses are spread, and whose hands records come from."""
    grades = tuple(label for _at, label in page.grades)
    tables = (
        listing(_("各科室的档次"), (_("科室"), *grades, _("平均系数")), [_graded(row) for row in page.departments]),
        listing(
            _("各人的档次"), (_("姓名"), _("项数"), *grades, _("平均系数"), _("其他人"), _("相差"), _("标记")),
            [(row.grades.name, row.number, *row.grades.counts, row.grades.mean, row.beside, row.lean, row.words) for row in page.members],
        ),
        listing(
            _("失分从哪里来"), (_("科室"), _("划档失分"), _("记录失分"), _("哪些记录，由多到少"), _("第一种占"), _("标记")),
            [
                (row.name, row.graded, row.lost, joined(words for words, _url in row.kinds), row.share, _("集中") if row.one else "")
                for row in page.losses
            ],
            _("折合年度总分，扣完为止以前；括号里是笔数"),
        ),
        listing(
            _("记录是怎样进来的"), (_("季度"), _("笔数"), _("过季登记")), [(row.label, row.number, row.late) for row in page.periods]
        ),
        listing(
            _("登记人"), (_("登记人"), _("笔数"), _("占"), *page.delays, _("过季登记")),
            [(row.name or "—", row.number, row.share, *row.delays, row.late) for row in page.hands],
        ),
    )  # fmt: skip
    return Listings(title, tables)


def _graded(row: GradeRow) -> tuple[str, ...]:
    return (row.name, *row.counts, row.mean)


def stability(title: str, pairs: Iterable[Neighbours]) -> Listings:
    """Each pair of neighbours, and the single changes that would swap them."""
    pairs = tuple(pairs)
    header = (_("名次"), _("科室"), _("得分"), _("下一名次"), _("下一科室"), _("下一得分"), _("相差"), _("结论"))
    rows = [
        (each.upper_rank, each.upper, each.upper_value, each.lower_rank, each.lower, each.lower_value, each.gap, each.verdict) for each in pairs
    ]
    ways = [
        (pair.upper, pair.lower, joined([way.words, *(words for words, _url in way.entries), *([way.more] if way.more else [])]), way.upper, way.lower)
        for pair in pairs
        for way in pair.ways
    ]
    detail = listing(_("单项变动"), (_("科室"), _("下一科室"), _("单项变动"), _("得分"), _("下一得分")), ways)
    return Listings(title, (listing(_("相邻名次"), header, rows), detail))


def what_if(title: str, page: WhatIf, supposed: Iterable[str]) -> Listings:
    """The two boards side by side, with what was supposed."""
    header = (_("科室"), _("现在"), _("假如"), _("变动"), _("现在名次"), _("假如名次"), _("标记"))
    rows = [(row.name, row.before, row.after, row.moved, row.rank_before, row.rank_after, row.note) for row in page.rows]
    return Listings(title, (listing(title, header, rows, joined(supposed)),))
