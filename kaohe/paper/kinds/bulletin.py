"""The quarterly bulletin (季度通报): where everybody stands, what went well, what didn't, and what is asked for next (G9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kaohe.engine import Board, Entry, Exact, Facts, Item, Rulebook, Standing, total
from kaohe.paper.description import CENTRE, NUMBER, TEXT, Annex, Block, Column, Figure, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.pictures import PRINT, svg
from kaohe.pictures.quarters import draw_quarters, quarters
from kaohe.pictures.values import balance, followed_item, reachable, steps
from kaohe.wording.dates import day, month_day
from kaohe.wording.figures import change, figure, fixed
from kaohe.wording.names import hidden


class Demand(NamedTuple):
    """What is asked for in the next quarter: of whom, and until when."""

    what: str
    whom: str = ""
    until: date | None = None


class Quarter(NamedTuple):
    """What the bulletin is of: the quarter's name, the boards of all quarters so far (its own last), and their facts.

    practice  good practice, named; `problems` are what people decided to say beside the counts
    """

    name: str
    year: int
    boards: dict[str, Board]
    facts: Facts
    practice: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()

    @property
    def board(self) -> Board:
        """The board as of the quarter's last day."""
        return list(self.boards.values())[-1]

    @property
    def before(self) -> Board | None:
        """The board of the quarter before."""
        found = list(self.boards.values())
        return found[-2] if len(found) > 1 else None


def bulletin(quarter: Quarter, rulebook: Rulebook, stationery: Stationery, issue: Issue) -> Paper:
    """The whole bulletin, red head and annexes included. No person is named in it."""
    blocks: list[Block] = [Text(_basis(quarter, rulebook)), Heading("总体情况"), *_overall(quarter, rulebook)]
    blocks += [Heading("各科室情况"), *_departments(quarter, rulebook)]
    if quarter.practice:
        blocks += [Heading("主要做法"), *common.paragraphs(quarter.practice)]
    blocks += [Heading("存在问题"), *_problems(quarter, rulebook)]
    if quarter.demands:
        blocks += [Heading("下一步要求"), *_demands(quarter.demands)]
    return common.official(
        f"{stationery.bureau}关于{quarter.year}年{quarter.name}目标绩效考核情况的通报",
        blocks,
        stationery,
        issue,
        head=True,
        addressee=stationery.addressee,
        annexes=[Annex(f"{quarter.year}年{quarter.name}扣分加分事项明细", (_ledger(quarter, rulebook),), landscape=True)],
    )


def _basis(quarter: Quarter, rulebook: Rulebook) -> str:
    board = quarter.board
    until = f"截至{day(board.as_of)}" if board.as_of else ""
    return (
        f"根据{common.measures(rulebook)}，局考核领导小组对各科室{quarter.year}年{quarter.name}目标绩效情况进行了考核。"
        f"{until}，有关情况已经汇总。业务工作目标年底划档，本季通报{_followed(rulebook).label}各项。现将有关情况通报如下。"
    )


def _followed(rulebook: Rulebook) -> Item:
    return rulebook.items[followed_item(rulebook)]


def _overall(quarter: Quarter, rulebook: Rulebook) -> list[Block]:
    code = followed_item(rulebook)
    now = {common.named(each): balance(each, code) for each in quarter.board.standings}
    if not now:
        return [Text("本季没有参加考核的科室。")]
    best, worst = max(now.values()), min(now.values())
    middle = common.mean(list(now.values()))
    sentences = [
        f"参加考核的科室{len(now)}个，本季记录事项{_events(quarter)}件。",
        f"{_followed(rulebook).label}满分{figure(_followed(rulebook).full)}分，各科室平均余{fixed(middle)}分；"
        f"最高{fixed(best)}分（{listed(name for name, value in now.items() if value == best)}），"
        f"最低{fixed(worst)}分（{listed(name for name, value in now.items() if value == worst)}）。",
        f"其中{common.bands(now.values())}。",
    ]
    if quarter.before:
        earlier = common.mean([balance(each, code) for each in quarter.before.standings])
        if earlier is not None and middle is not None:
            sentences.append(f"平均余分{common.moved(total([middle, -earlier]), '较上季')}。")
    vetoed = [common.named(each) for each in quarter.board.standings if each.vetoed]
    if vetoed:
        sentences.append(f"{listed(vetoed)}一票否决，不参加年度排名。")
    return [Text("".join(sentences))]


def _events(quarter: Quarter) -> int:
    start, end = _span(quarter)
    return sum(start <= entry.occurred_on <= end for entry in quarter.facts.entries)


def _span(quarter: Quarter) -> tuple[date, date]:
    """The quarter's first and last day: from after the one before to its own."""
    end = quarter.board.as_of or date(quarter.year, 12, 31)
    before = quarter.before.as_of if quarter.before else None
    return (date.fromordinal(before.toordinal() + 1) if before else date(quarter.year, 1, 1)), end


def _departments(quarter: Quarter, rulebook: Rulebook) -> list[Block]:
    """A row for each department in the order decreed: every part of the block, the whole, and what changed."""
    block = _followed(rulebook)
    columns = [Column("科室", least=3)]
    columns += [Column(f"{item.label}（{figure(item.full)}）", NUMBER, least=3) for item in block.items]
    columns += [Column(f"合计（{figure(block.full)}）", NUMBER, least=3), Column("较上季", NUMBER, least=3)]
    rows = [_department_row(each, quarter.before, block) for each in quarter.board.standings]
    table = Table(
        tuple(columns),
        tuple(rows),
        title=f"{quarter.year}年{quarter.name}{block.label}考核情况",
        unit="单位：分",
        note=f"注：表列为满分减去已发生扣分后的余额，加分计入，限额照算；尚未结束的事项不扣分。数据截至{_until(quarter)}。",
    )
    drawn = draw_quarters(quarters(quarter.boards, rulebook)) if len(quarter.boards) > 1 else None
    found: list[Block] = [Text(f"各科室{block.label}各项得分情况如下："), table]
    if drawn:
        found.append(Figure(svg(drawn, PRINT), 156.0, 156.0 * drawn.height / drawn.width, drawn.title, drawn.words))
    return found


def _until(quarter: Quarter) -> str:
    return day(quarter.board.as_of) if quarter.board.as_of else f"{quarter.year}年12月31日"


def _department_row(standing: Standing, before: Board | None, block: Item) -> tuple[str, ...]:
    node = standing.tree.find(block.code)
    parts: list[Exact] = []
    for child in node.children:
        known = child.points if child.points is not None else reachable(child)
        parts.append(known if child.points is not None else min(known, child.full))
    whole = balance(standing, block.code)
    moved = "—"
    if before:
        moved = change(total([whole, -balance(before.of(standing.department.code), block.code)]))
    return (common.named(standing), *map(fixed, parts), fixed(whole), moved)


def _problems(quarter: Quarter, rulebook: Rulebook) -> list[Block]:
    """How often each rule took points away this quarter, and in which departments; then what people wrote."""
    start, end = _span(quarter)
    counts: Counter[str] = Counter()
    where: dict[str, list[str]] = {}
    for standing in quarter.board.standings:
        for step in steps(standing.tree, rulebook):
            for line in step.lines:
                hits = [entry for entry in line.entries if start <= entry.occurred_on <= end]
                if line.points is None or line.points >= 0 or not line.rule or not hits:
                    continue
                counts[line.label] += sum(entry.count for entry in hits)
                names = where.setdefault(line.label, [])
                if common.named(standing) not in names:
                    names.append(common.named(standing))
    found: list[Block] = []
    if counts:
        words = "；".join(f"{label}{number}次（{listed(where[label])}）" for label, number in counts.most_common())
        found.append(Text(f"本季扣分事项主要是：{words}。"))
    else:
        found.append(Text("本季没有扣分事项。"))
    return [*found, *common.paragraphs(quarter.problems)]


def _demands(demands: Sequence[Demand]) -> list[Block]:
    """Each with who must do it and until when."""
    found: list[Block] = []
    for demand in demands:
        tail = "，".join(
            part for part in (f"责任科室：{demand.whom}" if demand.whom else "", f"完成时限：{day(demand.until)}" if demand.until else "") if part
        )
        text = demand.what.rstrip("。")
        found.append(Heading(f"{text}。", 3, run_in=f"{tail}。" if tail else ""))
    return found


def _ledger(quarter: Quarter, rulebook: Rulebook) -> Table:
    """What moved points this quarter, event by event, persons masked."""
    start, end = _span(quarter)
    names = {each.code: each.title for each in quarter.facts.departments or rulebook.departments}
    scoring = {code for code, rule in rulebook.rules.items() if rule.name not in ("flag", "quota", "graded")}
    order = {code: at for at, code in enumerate(names)}
    entries = [each for each in quarter.facts.entries if each.rule in scoring and start <= each.occurred_on <= end]
    entries.sort(key=lambda entry: (order.get(entry.department, 99), entry.occurred_on, entry.id))
    rows = tuple(
        (
            str(number), names.get(entry.department, entry.department), month_day(entry.occurred_on),
            rulebook.rules[entry.rule].label, f"{entry.count}", _about(entry), entry.id,
        )
        for number, entry in enumerate(entries, 1)
    )  # fmt: skip
    columns = (
        Column("序号"), Column("科室", CENTRE, least=3), Column("日期", CENTRE, least=4),
        Column("事项", TEXT, least=5, most=14), Column("次数", CENTRE), Column("情况", TEXT, least=8, most=30), Column("记录号"),
    )  # fmt: skip
    note = "注：负数为冲正；涉及人员只列姓氏。每一事项可凭记录号在系统中查到条款、佐证和登记人。"
    return Table(columns, rows or (("—",) * len(columns),), note=note)


def _about(entry: Entry) -> str:
    who = listed(entry.persons)
    text = "，".join(part for part in (who, entry.about) if part)
    return hidden(text, entry.persons) or "—"
