"""Information work on paper: the statistics of what was sent and adopted, and the bulletin that announces them (O9, O10, O11)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from kaohe.engine import Board, Exact, Facts, Line, Placing, Rulebook, Standing, total
from kaohe.paper.description import NUMBER, Annex, Block, Column, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.paper.kinds.results import as_figure
from kaohe.pictures.information import draw_information, information
from kaohe.wording.dates import day
from kaohe.wording.figures import figure, fixed


class Span(NamedTuple):
    """What is announced: a quarter, or the year (`name` is 第三季度 or 年度) between two days."""

    name: str
    year: int
    starts: date
    ends: date

    @property
    def title(self) -> str:
        """2025年第三季度, 2025年度."""
        return f"{self.year}{self.name}" if self.name == "年度" else f"{self.year}年{self.name}"


class Rules(NamedTuple):
    """The two rules of information work and their item; None where the rulebook has no such work."""

    quota: Any
    adoption: Any
    item: str


def rules_of(rulebook: Rulebook) -> Rules | None:
    """The quota and the bonus of adoptions that stand in one item."""
    for item in rulebook.tree.walk():
        quota = next((rule for rule in item.rules if rule.name == "quota"), None)
        adoption = next((rule for rule in item.rules if rule.name == "bonus" and rule.levels), None)
        if quota and adoption:
            return Rules(quota, adoption, item.code)
    return None


def statistics(board: Board, facts: Facts, rulebook: Rulebook, span: Span) -> Table:
    """信息报送与采用统计: quota, sent, adopted by level, and the points: base, beyond the quota, adoptions, their sum, place.

    Counts are those of the span; points are the year's until the day of the board. Raises ValueError where the rulebook
    knows no information work.
    """
    rules = rules_of(rulebook)
    if rules is None:
        raise ValueError(f"{rulebook.code} has no quota with adoptions")
    counts = _counts(facts, rules, span)
    columns = [Column("科室", least=3), Column("任务", NUMBER, group="报送（篇）"), Column("报送", NUMBER, group="报送（篇）")]
    columns += [Column(level.label.removesuffix("采用"), NUMBER, group="采用（篇）") for level in rules.adoption.levels]
    columns += [Column(name, NUMBER, group="累计得分") for name in ("基本分", "超额分", "采用分", "合计")]
    columns.append(Column("名次"))
    rows = [_row(each, board, counts, rules) for each in board.standings]
    sums = ["合计", *(str(sum(int(row[at]) if row[at].isdigit() else 0 for row in rows)) for at in range(1, 3 + len(rules.adoption.levels)))]
    sums += ["—"] * 5
    note = f"注：篇数自{day(span.starts)}至{day(span.ends)}；得分自年初累计，未封顶；被多头采用的按最高一次计。"
    return Table(tuple(columns), (*rows, tuple(sums)), unit="单位：篇、分", note=note, last_is_total=True)


def _counts(facts: Facts, rules: Rules, span: Span) -> Counter[tuple[str, str]]:
    """By department and level; "" for what was sent."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in facts.entries:
        if span.starts <= entry.occurred_on <= span.ends:
            if entry.rule == rules.quota.code:
                counts[entry.department, ""] += entry.count
            elif entry.rule == rules.adoption.code:
                counts[entry.department, entry.level] += entry.count
    return counts


def _row(standing: Standing, board: Board, counts: Counter[tuple[str, str]], rules: Rules) -> tuple[str, ...]:
    code = standing.department.code
    quota = standing.department.attributes.get(rules.quota.quota)
    lines = [line for node in standing.tree.find(rules.item).walk() for line in node.lines if line.counted]

    def of(*whats: str) -> Exact:
        return total([line.points for line in lines if line.what in whats and line.points is not None])

    base, extra = of("quota_met", "quota_unmet"), of("quota_extra")
    adopted = total([line.points for line in lines if line.rule == rules.adoption.code and line.points is not None])
    place = _placing(board, code, rules)
    return (
        common.named(standing),
        figure(quota),
        str(counts[code, ""]),
        *(str(counts[code, level.code]) for level in rules.adoption.levels),
        fixed(base), fixed(extra), fixed(adopted), fixed(total([base, extra, adopted])),
        str(place.rank) if place and place.rank else "—",
    )  # fmt: skip


def _placing(board: Board, code: str, rules: Rules) -> Placing | None:
    ranking = board.rankings.get(rules.item, ())
    return next((each for each in ranking if each.department == code), None)


def information_bulletin(
    board: Board, facts: Facts, rulebook: Rulebook, span: Span, stationery: Stationery, issue: Issue, *, final: bool = False
) -> Paper:
    """信息工作通报. `final` names the advanced departments, which only the whole year can."""
    rules = rules_of(rulebook)
    table = statistics(board, facts, rulebook, span)
    counts = _counts(facts, rules, span) if rules else Counter()
    sent = sum(number for (_code, level), number in counts.items() if not level)
    adopted = sum(number for (_code, level), number in counts.items() if level)
    blocks: list[Block] = [
        Text(f"根据{common.measures(rulebook)}，现将{span.title}信息报送与采用情况通报如下。"),
        Heading("总体情况"),
        Text(f"{span.title}各科室共报送信息{sent}篇，被采用{adopted}篇次。{_missed(board, span, rules)}"),
        Heading("各科室情况"),
        _short(table, len(rules.adoption.levels) if rules else 0),
        as_figure(draw_information(information(facts, rulebook))),
    ]
    if final:
        blocks += _advanced(board, rulebook)
    # Last, so that no picture has to stay with who signs and leave a page half empty.
    blocks.append(Text("特此通报。"))
    title = f"{stationery.bureau}关于{span.title}信息报送与采用情况的通报"
    annexes = [Annex(f"{span.title}信息报送与采用统计表", (table,), landscape=True)]
    return common.official(title, blocks, stationery, issue, head=True, addressee=stationery.addressee, annexes=annexes)


def _short(table: Table, levels: int) -> Table:
    """What the text shows of the statistics: adoptions of all levels together; the rest stands in the annex."""
    columns = (
        Column("科室", least=4), Column("任务", NUMBER), Column("报送", NUMBER), Column("采用", NUMBER), Column("累计得分", NUMBER), Column("名次"),
    )  # fmt: skip
    rows = tuple(
        (*row[:3], str(sum(int(number) for number in row[3 : 3 + levels])), row[-2], row[-1]) for row in table.rows
    )
    return Table(columns, rows, unit="单位：篇、分", last_is_total=True)


def _missed(board: Board, span: Span, rules: Rules | None) -> str:
    """Who was short of a quota in a period of the span."""
    if rules is None:
        return ""

    def short(line: Line) -> bool:
        return line.what == "quota_unmet" and (span.name == "年度" or str(line.values.get("period", "")) in (span.name, span.name[1:]))

    names = [
        common.named(each)
        for each in board.standings
        if any(short(line) for node in each.tree.find(rules.item).walk() for line in node.lines)
    ]
    if not names:
        return "各科室均完成报送任务。"
    return f"未完成报送任务的科室{len(names)}个：{listed(names)}；当季基本分为零，不得列入先进科室评选范围。"


def _advanced(board: Board, rulebook: Rulebook) -> list[Block]:
    names = {each.department.code: common.named(each) for each in board.standings}
    found: list[Block] = []
    for honour in rulebook.honours:
        places = [(each.rank, names[each.department]) for each in board.honours.get(honour.code, ()) if each.rank]
        if places:
            words = "；".join(f"第{rank}名 {name}" for rank, name in sorted(places)[:3])
            found.append(Text(f"{honour.label}（按全年总分值）：{words}。"))
    return [Heading("评先情况"), *found] if found else []
