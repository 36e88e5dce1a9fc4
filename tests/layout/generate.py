"""Generates papers of every kind: titles of 0 to 60 characters, 1 to 40 departments, 1 to 30 pages, rare names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from kaohe.engine import Board, Department, Entry, Facts, Goal, Line, Standing, score
from kaohe.paper.description import STAMPED, UNSEALED, Colophon, Paper, Proof, Signature, Text
from kaohe.paper.kinds import bulletin, forms, information, meetings, objections, own_score, responsibility, results
from kaohe.paper.kinds.common import LETTERS, Issue, Stationery
from kaohe.paper.proofs import code_of
from tests.support.founding import founding_rulebook
from tests.support.years import random_year

RULEBOOK = founding_rulebook()
YEAR = 2025
RARE = ("王珺", "李喆", "赵赟", "钱堃", "孙龑", "欧阳犇", "周㛃", "吴䶮", "郑淼淼", "买买提·艾力")
SIZES = (1, 2, 3, 5, 8, 10, 12, 16, 25, 40)
#: Plain Han characters without punctuation: a line of them holds exactly as many as fit.
FILLER = "考核目标绩效机关建设业务工作科室负责完成情况按季通报年度结果公示复核领导小组认真落实责任时限质量标准进度计划措施改进提高"
WORDS = (
    "示范区财政局", "关于", "2025年度", "第三季度", "目标绩效考核", "业务工作目标", "机关建设", "信息报送", "考核结果", "的通报", "的公示",
    "情况", "重点工作", "完成情况", "和", "《业务工作目标绩效考核办法（试行）》", "及", "有关事项", "第1号",
)  # fmt: skip


class Case(NamedTuple):
    """One generated paper and how it came about."""

    name: str
    paper: Paper
    departments: int
    asked_pages: int


class World(NamedTuple):
    """A random finished year of so many departments, with its quarters."""

    facts: Facts
    board: Board
    quarters: dict[str, Board]


@cache
def world(number: int) -> World:
    """A year of that many departments; more than the founding ten are told apart by a number behind their names."""
    rng = random.Random(number)
    departments: list[Department] = []
    goals: list[Goal] = []
    entries: list[Entry] = []
    while len(departments) < number:
        year, turn = random_year(rng, RULEBOOK, complete=True), len(departments)
        taken = year.departments[: number - len(departments)]
        codes = {each.code: f"{each.code}-{turn}" for each in taken}
        departments += [
            replace(each, code=codes[each.code], name=f"{each.name}{turn or ''}", short=f"{each.title}{turn or ''}") for each in taken
        ]
        goals += [replace(goal, department=codes[goal.department]) for goal in year.goals if goal.department in codes]
        entries += [
            replace(
                entry, id=f"{turn}-{entry.id}", department=codes[entry.department], persons=tuple(rng.sample(RARE, len(entry.persons))),
                reverses=f"{turn}-{entry.reverses}" if entry.reverses else "",
            )
            for entry in year.entries
            if entry.department in codes
        ]  # fmt: skip
    facts = Facts(YEAR, tuple(departments), tuple(goals), tuple(entries), bureau="示范区财政局")
    ends = (date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30))
    names = RULEBOOK.periods[:3]
    quarters = {name: score(RULEBOOK, replace(facts, as_of=end)) for name, end in zip(names, ends, strict=True)}
    return World(facts, score(RULEBOOK, facts), quarters)


def stationery(rng: random.Random) -> Stationery:
    """A bureau's letterhead, with few or many addressees and copies."""
    bureau = rng.choice(["示范区财政局", "市南区财政局", "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗人民政府办公室", "局"])
    copies = tuple(rng.sample(["区委办公室", "区政府办公室", "市财政局", "区人大常委会办公室", "区政协办公室", "区纪委监委", "存档"], rng.randint(0, 7)))
    letters = frozenset(LETTERS if rng.random() < 0.7 else ())
    return Stationery(bureau, code="示财", copies=copies, telephone="0000-1234567", place="办公楼301室", letters=letters)


def issue(rng: random.Random) -> Issue:
    """A day with one or two digits, a number or none, a proof or none."""
    digest = f"{rng.getrandbits(256):064x}"
    proof = Proof(digest, code_of(digest), f"https://kaohe.example.gov.cn/check/{code_of(digest)}") if rng.random() < 0.8 else None
    day = date(2026, rng.choice([1, 10, 12]), rng.choice([1, 9, 28]))
    return Issue(day, rng.choice([None, 1, 12, 123]), proof, rng.choice(["", "", "演示数据，不得作为依据"]))


def _meeting(name: str) -> meetings.Meeting:
    return meetings.Meeting(name, date(2025, 5, 20), "局三楼会议室", "局长周建国", RARE, RARE[6:7], ("各科室负责人",), RARE[1], "第5期", time(9, 30))


def _bulletin(own: World, rng: random.Random) -> Paper:
    titles = [each.department.title for each in own.board.standings]
    goals = tuple(
        bulletin.KeyWork(
            rng.choice(titles), title(rng, rng.randint(4, 40)), rng.choice([None, 0, 75, 120]), rng.choice([True, False, None]),
            title(rng, rng.randint(0, 60)),
        )
        for _ in range(rng.choice([0, 0, 3, 24]))
    )  # fmt: skip
    quarter = bulletin.Quarter(
        "第三季度", YEAR, own.quarters, own.facts, goals, tuple(titles[: rng.choice([0, 2])]), ("预算科建立调度机制，进度列全市第二。",),
        ("个别科室台账不及时。",), (bulletin.Demand("逐项整改", "有关科室", date(2025, 10, 31)),),
    )  # fmt: skip
    return bulletin.bulletin(quarter, RULEBOOK, stationery(rng), issue(rng))


def _window() -> results.Window:
    return results.Window(date(2026, 1, 9), datetime(2026, 1, 13, 17, 30, tzinfo=UTC), 2, True, "2026年版", 5)


def _publication(own: World, rng: random.Random) -> Paper:
    return results.publication(
        own.board, RULEBOOK, stationery(rng), issue(rng), _window(), decided_on=date(2026, 1, 8), decided_by="局考核领导小组会议"
    )


def _final(own: World, rng: random.Random) -> Paper:
    return results.final_result(
        own.board, RULEBOOK, stationery(rng), issue(rng), handled=results.Handled(2, 1, 0, 1), published_on=date(2026, 1, 9),
        decided_on=date(2026, 1, 19), decided_by="局长办公会议",
    )  # fmt: skip


def _information(own: World, rng: random.Random) -> Paper:
    span = information.Span("年度", YEAR, date(YEAR, 1, 1), date(YEAR, 12, 31))
    return information.information_bulletin(own.board, own.facts, RULEBOOK, span, stationery(rng), issue(rng), final=True)


def _own_score(own: World, rng: random.Random) -> Paper:
    standing = rng.choice(own.board.standings)
    return own_score.own_score(standing, RULEBOOK, YEAR, stationery(rng), issue(rng), window=_window(), masked=rng.random() < 0.5)


def _responsibility(own: World, rng: random.Random) -> Paper:
    department = rng.choice(own.facts.departments)
    tree = own.board.of(department.code).tree
    bases = {str(line.values["goal"]): line.values["base"] for node in tree.walk() for line in node.lines if line.what == "grade"}
    goals = tuple(
        responsibility.Undertaken(
            each.code, each.category, each.title + FILLER[: rng.randint(0, 30)], "完成率", f"{rng.randint(80, 100)}%以上", date(YEAR, 11, 30),
            bases.get(each.code), rng.choice(RARE), rng.choice(RARE),
        )
        for each in own.facts.goals
        if each.department == department.code
    )  # fmt: skip
    return responsibility.responsibility(
        department.name, YEAR, goals, RULEBOOK, stationery(rng), issue(rng), approved_on=date(YEAR, 5, 20)
    )


def _directors(own: World, rng: random.Random) -> Paper:
    names = {each.code: each.title for each in own.facts.departments}
    goals = [
        meetings.Fixed(
            names[each.department], each.code, each.title, RULEBOOK.categories[each.category].label, rng.choice(["同意", "修改后同意"]),
            rng.choice(["", "", "时限提前到十一月底"]),
        )
        for each in own.facts.goals
    ]  # fmt: skip
    return meetings.directors_minutes(_meeting("局长办公会议"), YEAR, goals, stationery(rng), issue(rng))


def _grading(own: World, rng: random.Random) -> Paper:
    goals = [
        meetings.Graded(
            standing.department.title, str(line.values["goal"]), line.label, line.values["base"], str(line.values["grade"]),
            line.values["coefficient"], line.points, line.entries[0].about, rng.choice([(), (), RARE[:1]]),
        )
        for standing in own.board.standings
        for node in standing.tree.walk()
        for line in node.lines
        if line.what == "grade" and line.points is not None
    ]  # fmt: skip
    return meetings.grading_minutes(_meeting("考核领导小组会议"), YEAR, goals, RULEBOOK, stationery(rng), issue(rng))


def _signatures(own: World, rng: random.Random) -> Paper:
    signers = [meetings.Signer(f"{each.title}负责人", rng.choice(RARE)) for each in own.facts.departments]
    return meetings.signature_page("2025年度目标绩效考核结果", "经集体研究，一致同意考核结果，现予签字确认。", signers, stationery(rng), issue(rng))


class Disputes(NamedTuple):
    """What a department disputes: lines of its tree, each with the code of its item; and its standing once those in `upheld` are undone."""

    standing: Standing
    lines: tuple[tuple[str, Line], ...]
    upheld: frozenset[str]
    after: Standing


def disputes(own: World, rng: random.Random) -> Disputes:
    """Up to six losses of one department; some of them hold. The same start of `rng` gives the same."""
    standing = rng.choice([each for each in own.board.standings if _losses(each)] or list(own.board.standings))
    lines = _losses(standing)
    chosen = tuple(rng.sample(lines, rng.randint(1, min(6, len(lines))))) if lines else ()
    upheld = frozenset(entry.id for _item, line in chosen if rng.random() < 0.5 for entry in line.entries)
    code = standing.department.code
    facts = replace(
        own.facts, departments=(standing.department,), goals=tuple(each for each in own.facts.goals if each.department == code),
        entries=tuple(each for each in own.facts.entries if each.department == code and not {each.id, each.reverses} & upheld),
    )  # fmt: skip
    return Disputes(standing, chosen, upheld, score(RULEBOOK, facts).of(code))


def _losses(standing: Standing) -> list[tuple[str, Line]]:
    return [
        (node.code, line) for node in standing.tree.walk() if node.code in RULEBOOK.items for line in node.lines
        if line.what == "deduct" and line.counted and line.points and len(line.entries) == 1
    ]  # fmt: skip


def _objection(found: Disputes, rng: random.Random) -> objections.Objection:
    lines = tuple(
        objections.Disputed(
            RULEBOOK.items[code].label, RULEBOOK.clause_label(line.clause), line.entries[0].id, line.points, FILLER[: rng.randint(6, 50)]
        )
        for code, line in found.lines
    )
    filed = datetime(2026, 1, 12, 16, 42, tzinfo=UTC)
    department = found.standing.department.name
    return objections.Objection("异2026-001", department, rng.choice(RARE), filed, datetime(2026, 1, 13, 17, 30, tzinfo=UTC), YEAR, lines, ("会议通知",))


def _receipt(own: World, rng: random.Random) -> Paper:
    return objections.receipt(_objection(disputes(own, rng), rng), stationery(rng), issue(rng), reply_by=date(2026, 1, 19))


def _decision(own: World, rng: random.Random) -> Paper:
    found = disputes(own, rng)
    about = _objection(found, rng)
    findings = tuple(
        objections.Finding(
            each.item, FILLER[: rng.randint(20, 54)], each.clause, objections.UPHELD if each.entry in found.upheld else objections.DISMISSED,
            found.standing.tree.find(code).points, found.after.tree.find(code).points,
        )
        for each, (code, _line) in zip(about.lines, found.lines, strict=True)
    )  # fmt: skip
    totals = found.standing.tree.points, found.after.tree.points
    corrections = tuple(f"冲正记录{number}" for number in sorted(found.upheld))
    decided = objections.Decision(findings, *totals, date(2026, 1, 16), "考核领导小组会议", RARE[:2], RARE[2:3], corrections)
    return objections.decision(about, decided, RULEBOOK, stationery(rng), issue(rng))


def _score_sheet(own: World, rng: random.Random) -> Paper:
    return forms.score_sheet(own.board, RULEBOOK, stationery(rng), issue(rng))


def _statistics(own: World, rng: random.Random) -> Paper:
    span = information.Span("年度", YEAR, date(YEAR, 1, 1), date(YEAR, 12, 31))
    return forms.statistics_form(own.board, own.facts, RULEBOOK, span, stationery(rng), issue(rng))


def _key_goals(own: World, rng: random.Random) -> Paper:
    goals = [
        forms.KeyGoal(each.title, rng.choice(RARE), rng.choice(RARE), "完成七成", FILLER[: rng.randint(0, 40)], rng.choice([True, False, None]))
        for each in own.facts.goals
    ]
    return forms.key_goals("预算科", YEAR, "第三季度", goals, stationery(rng), issue(rng))


def _inquiries(own: World, rng: random.Random) -> Paper:
    start = datetime(YEAR, 1, 4, 9, 5, tzinfo=UTC)
    if rng.random() < 0.5:
        on, about = date(YEAR, 3, rng.randint(1, 28)), FILLER[: rng.randint(4, 40)]
        checks = [forms.Check(on, about, rng.choice(RARE), "接听电话不规范", f"记录{at}") for at in range(rng.randint(0, 30))]
        complaints = [forms.Complaint(on, "窗口态度", about, rng.choice(RARE), "投诉查实", "移交追究责任", f"记录{at}") for at in range(rng.randint(0, 30))]
        return forms.service_ledger("办公室", YEAR, checks, complaints, stationery(rng), issue(rng), until=date(YEAR, 12, 31))
    entries = [
        forms.Inquiry(start + timedelta(days=at), "王女士", FILLER[: rng.randint(4, 40)], rng.choice(RARE), "当场答复", start + timedelta(days=at, minutes=15))
        for at in range(rng.randint(0, 60))
    ]
    return forms.first_inquiries("办公室", YEAR, entries, stationery(rng), issue(rng))


def _leaves(own: World, rng: random.Random) -> Paper:
    start = datetime(YEAR, 2, 3, 8, 30, tzinfo=UTC)
    entries = [
        forms.Leave(rng.choice(RARE), "赴区委参加会议", start + timedelta(days=at), start + timedelta(days=at, hours=4), rng.choice(RARE))
        for at in range(rng.randint(0, 60))
    ]
    return forms.leaves("办公室", YEAR, entries, stationery(rng), issue(rng))


def _trainings(own: World, rng: random.Random) -> Paper:
    entries = [
        forms.Training(rng.choice(RARE), "政府会计制度培训班", "市财政局", date(YEAR, 4, 7), date(YEAR, 4, 7 + at % 5), Decimal(40), (True, at % 3 > 0), 2)
        for at in range(rng.randint(0, 40))
    ]
    return forms.trainings("办公室", YEAR, entries, stationery(rng), issue(rng))


def _members(own: World, rng: random.Random) -> Paper:
    found = [forms.Member("成员", rng.choice(RARE), f"{each.title}负责人", date(YEAR, 1, 1)) for each in own.facts.departments]
    return forms.members([("领导小组", found), ("办公室", found[:3])], stationery(rng), issue(rng))


KINDS: dict[str, Callable[[World, random.Random], Paper]] = {
    "bulletin": _bulletin, "publication": _publication, "final": _final, "information": _information, "own score": _own_score,
    "responsibility": _responsibility, "director's minutes": _directors, "grading minutes": _grading, "signature page": _signatures,
    "receipt": _receipt, "decision": _decision, "score sheet": _score_sheet, "statistics": _statistics, "key goals": _key_goals,
    "inquiries": _inquiries, "leaves": _leaves, "trainings": _trainings, "members": _members,
}  # fmt: skip


def title(rng: random.Random, length: int) -> str:
    """A title of exactly so many characters, made of words that such titles have."""
    text = ""
    while len(text) < length:
        text += rng.choice(WORDS)
    return text[:length].rstrip("《（和及的关于") if length else ""


def case(number: int) -> Case:
    """The paper with that number; the same number gives the same paper."""
    rng = random.Random(1_000_003 * number + 7)
    name = list(KINDS)[number % len(KINDS)]
    departments = SIZES[(number // len(KINDS)) % len(SIZES)]
    paper = KINDS[name](world(departments), rng)
    pages = 1
    if rng.random() < 0.7 and not (paper.head and paper.head.minutes):
        paper = replace(paper, title=title(rng, rng.randint(0, 60)))
    if paper.addressee and rng.random() < 0.3:
        paper = replace(paper, addressee="、".join(each.title for each in world(departments).facts.departments))
    if not paper.landscape and rng.random() < 0.35:
        pages = rng.choice([2, 3, 5, 30 if number % 7 == 0 else 8])
        paper = replace(paper, blocks=(*_filler(rng, pages), *paper.blocks))
    if paper.head and paper.head.letter and rng.random() < 0.5:  # what a bureau's own letters may have beside
        head = paper.head._replace(secrecy=rng.choice(["", "机密★1年"]), urgency=rng.choice(["", "特急"]))
        paper = replace(paper, head=head, colophon=Colophon(tuple(rng.sample(["区委办公室", "市财政局", "存档"], rng.randint(1, 3)))))
    if paper.signature and rng.random() < 0.3:
        way = rng.choice([UNSEALED, STAMPED])
        name_of = RARE[0] if way == STAMPED else paper.signature.name
        paper = replace(paper, signature=Signature(name_of, paper.signature.day, way, "局长" if way == STAMPED else ""))
    return Case(f"{number} {name}", paper, departments, pages)


def _filler(rng: random.Random, pages: int) -> Iterator[Text]:
    """Paragraphs of plain characters for nearly that many pages."""
    left = pages * 616 - 400
    while left > 0:
        length = rng.randint(60, 400)
        yield Text((FILLER * 8)[:length])
        left -= length + 14


def cases(number: int) -> Iterator[Case]:
    """So many papers."""
    return map(case, range(number))
