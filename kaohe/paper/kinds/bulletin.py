"""The quarterly bulletin (季度通报): where everybody stands, what went well, what didn't, and what is asked for next (G9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from kaohe.engine import Board, Entry, Facts, Item, Rulebook, Standing, total
from kaohe.paper.description import CENTRE, NUMBER, TEXT, Annex, Block, Column, Figure, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.pictures import PRINT, svg
from kaohe.pictures.quarters import draw_quarters, quarters
from kaohe.pictures.values import balance, followed_item, steps
from kaohe.wording.dates import day, month_day
from kaohe.wording.figures import change, figure, fixed
from kaohe.wording.names import hidden

#: So many goals are named in the text; the annex has them all.
MOST_NAMED: Final = 5


class Demand(NamedTuple):
    """What is asked for in the next quarter: of whom, and until when."""

    what: str
    whom: str = ""
    until: date | None = None


class KeyWork(NamedTuple):
    """One key goal in that quarter: how far its department says it is, and whether it was found done as planned (None: not yet)."""

    department: str
    title: str
    completion: int | None
    met: bool | None
    sentence: str = ""


class Quarter(NamedTuple):
    """What the bulletin is of: the quarter's name, the boards of all quarters so far (its own last), and their facts.

    goals     the key goals; `missing` are departments that told nothing of theirs
    practice  good practice, named; `problems` are what people decided to say beside the counts
    """

    name: str
    year: int
    boards: dict[str, Board]
    facts: Facts
    goals: tuple[KeyWork, ...] = ()
    missing: tuple[str, ...] = ()
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
    if quarter.goals or quarter.missing:
        blocks += [Heading("重点工作目标"), Text(_key_work(quarter))]
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
        annexes=_annexes(quarter, rulebook),
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
    block = _followed(rulebook)
    now = {common.named(each): balance(each, block) for each in quarter.board.standings}
    if not now:
        return [Text("本季没有参加考核的科室。")]
    best, worst = max(now.values()), min(now.values())
    middle = common.mean(list(now.values()))
    sentences = [
        f"参加考核的科室{len(now)}个，本季记录事项{_events(quarter)}件。",
        f"{block.label}满分{figure(block.full)}分，各科室平均余{fixed(middle)}分；"
        f"最高{fixed(best)}分（{listed(name for name, value in now.items() if value == best)}），"
        f"最低{fixed(worst)}分（{listed(name for name, value in now.items() if value == worst)}）。",
        f"其中{common.bands(now.values())}。",
    ]
    if quarter.before:
        earlier = common.mean([balance(each, block) for each in quarter.before.standings])
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
        note=_note(quarter, block),
    )
    drawn = draw_quarters(quarters(quarter.boards, rulebook)) if len(quarter.boards) > 1 else None
    found: list[Block] = [Text(f"各科室{block.label}各项得分情况如下："), table]
    if drawn:
        found.append(Figure(svg(drawn, PRINT), 156.0, 156.0 * drawn.height / drawn.width, drawn.title, drawn.words))
    return found


def _note(quarter: Quarter, block: Item) -> str:
    """What the figures of the table are."""
    earned = listed(item.label for item in block.items if item.start == "zero")
    apart = f"{earned}从零分起计，列已得分；" if earned else ""
    return f"注：表列为满分减去已发生扣分后的余额，加分计入，限额照算；{apart}尚未结束的事项不扣分。数据截至{_until(quarter)}。"


def _key_work(quarter: Quarter) -> str:
    """How many key goals were found done as planned, how many not, and who told nothing."""
    met = sum(goal.met is True for goal in quarter.goals)
    missed = [goal for goal in quarter.goals if goal.met is False]
    waiting = len(quarter.goals) - met - len(missed)
    words = f"列入本季检查的重点工作目标{len(quarter.goals)}项，经核实按计划完成{met}项，未按计划完成{len(missed)}项"
    named = "；".join(f"{goal.department}：{goal.title}" for goal in missed[:MOST_NAMED])
    words += f"（{named}{'等，见附件2' if len(missed) > MOST_NAMED else ''}）" if missed else ""
    words += f"，尚未核实{waiting}项。" if waiting else "。"
    return words + (f"未报送完成情况的科室：{listed(quarter.missing)}。" if quarter.missing else "")


def _annexes(quarter: Quarter, rulebook: Rulebook) -> list[Annex]:
    span = f"{quarter.year}年{quarter.name}"
    ledger = Annex(f"{span}扣分加分事项明细", (_ledger(quarter, rulebook),), landscape=True)
    if all(goal.met is None and goal.completion is None for goal in quarter.goals):
        return [ledger]  # nothing was told of any: the text says so
    return [ledger, Annex(f"{span}重点工作目标完成情况", (_goals_table(quarter),))]


def _goals_table(quarter: Quarter) -> Table:
    persons = {name for entry in quarter.facts.entries for name in entry.persons}
    columns = (
        Column("序号"), Column("科室", CENTRE, least=3), Column("重点工作目标", TEXT, least=8, most=16), Column("完成率", NUMBER),
        Column("按计划完成", CENTRE, least=3), Column("完成情况", TEXT, least=8, most=16),
    )  # fmt: skip
    rows = tuple(
        (
            str(number), goal.department, goal.title, "—" if goal.completion is None else f"{goal.completion}%",
            {True: "是", False: "否", None: "未核实"}[goal.met], hidden(goal.sentence, persons) or "—",
        )
        for number, goal in enumerate(quarter.goals, 1)
    )  # fmt: skip
    return Table(columns, rows, note="注：完成率和完成情况由科室填报，是否按计划完成以核实为准。")


def _until(quarter: Quarter) -> str:
    return day(quarter.board.as_of) if quarter.board.as_of else f"{quarter.year}年12月31日"


def _department_row(standing: Standing, before: Board | None, block: Item) -> tuple[str, ...]:
    parts = [balance(standing, item) for item in block.items]
    whole = balance(standing, block)
    moved = "—"
    if before:
        moved = change(total([whole, -balance(before.of(standing.department.code), block)]))
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
