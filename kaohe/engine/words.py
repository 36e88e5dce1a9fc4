"""The tree in sentences: each line says what, how much, why, by which clause, on which entry and by whose hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from kaohe.engine.exact import Exact, rounded, shown, signed
from kaohe.engine.facts import Entry
from kaohe.engine.phrases import has_phrase, listed, phrase, register, several
from kaohe.engine.problems import Problem
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.tree import Line, Node

register(
    {
        "brief.full": ("满分", "full points"),
        "brief.floor": ("扣完为止", "used up"),
        "brief.cap": ("封顶", "limit"),
        "brief.quota_met": ("{period}基本分", "{period} base"),
        "brief.quota_extra": ("{period}超额", "{period} extra"),
        "brief.quota_unmet": ("{period}未达任务", "{period} short of quota"),
        "brief.quota_open": ("{period}基本分", "{period} base"),
        "brief.quota_unknown": ("{period}任务数未知", "{period} quota unknown"),
        "brief.period_open": ("{period}未结束", "{period} not over"),
        "brief.grade": ("{goal} {grade}", "{goal} {grade}"),
        "brief.grade_missing": ("{goal} 未划档", "{goal} not graded"),
        "brief.grade_wrong": ("{goal} 划档有误", "{goal} grading in error"),
        "brief.bonus": ("{label}（{level}）", "{label} ({level})"),
        "brief.beaten": ("{label}（{level}）", "{label} ({level})"),
        "brief.broken": ("记录有误", "entries in error"),
        "brief.goals_none": ("没有{category}", "{category}: none"),
        "brief.goals_sum": ("{category}基本分不符", "{category} base points off"),
        "words.unknown": ("待定", "pending"),
        "words.not_counted": ("（不计）", " (not counted)"),
        "words.entry": ("记录 #{id}", "entry #{id}"),
        "words.entries": ("记录 {count} 条", "{count} entries"),
        "words.evidence": ("佐证 {count} 件", "pieces of evidence: {count}"),
        "words.recorder": ("登记 {name}", "recorded by {name}"),
        "words.reversed": ("冲正 {trail}", "reversed by {trail}"),
        "words.node": ("{label}：{points} 分（满分 {full}）", "{label}: {points} points (of {full})"),
        "words.node_pending": (
            "{label}：待定，暂计 {settled} 分，未定 {undecided} 分（满分 {full}）",
            "{label}: pending, {settled} settled so far, {undecided} open (of {full})",
        ),
        "words.node_weight": ("，按 {weight} 计入上级", ", taken at {weight} by its parent"),
        "words.raised.veto": ("一票否决：{label}，不参加年度排名", "veto: {label}; outside this year's ranking"),
        "words.raised.bar": ("不得列入先进：{label}", "no honours: {label}"),
        "words.raised.refer": ("移交追究责任：{label}", "handed on for responsibility: {label}"),
    }
)

#: Whats whose values hold labels of the rulebook, to be spoken in the reader's language.
_LABELS = ("label", "level", "winner_level", "winner_label", "grade", "category", "period", "per")


class Sentence(NamedTuple):
    """One sentence of an explanation; `depth` is how far under the first node it stands."""

    depth: int
    text: str
    node: str
    line: Line | None = None


def explain(node: Node, rulebook: Rulebook, language: str = "zh") -> tuple[Sentence, ...]:
    """The node and everything under it, one sentence for each line of the tree, in the reader's language."""
    return tuple(_told(node, rulebook, language, 0))


def _told(node: Node, rulebook: Rulebook, language: str, depth: int) -> list[Sentence]:
    sentences = [Sentence(depth, say_node(node, rulebook, language), node.code)]
    sentences += [Sentence(depth + 1, say(line, rulebook, language), node.code, line) for line in node.lines]
    for raised in node.raised:
        label = rulebook.in_language(raised.label, language)
        text = phrase(f"words.raised.{raised.consequence}", language, {"label": label})
        clause = rulebook.in_language(rulebook.clause_label(raised.clause), language)
        sentences.append(Sentence(depth + 1, f"{text} · {clause}", node.code))
    for child in node.children:
        sentences += _told(child, rulebook, language, depth + 1)
    return sentences


def say_node(node: Node, rulebook: Rulebook, language: str = "zh") -> str:
    """The node's own sentence: its points, or what is settled and what is open."""
    values = {
        "label": rulebook.in_language(node.label, language),
        "full": shown(node.full),
        "points": "" if node.points is None else readable(node.points),
        "settled": readable(node.settled),
        "undecided": readable(node.undecided),
    }
    text = phrase("words.node_pending" if node.pending else "words.node", language, values)
    if node.weight != 1:
        text += phrase("words.node_weight", language, {"weight": f"{shown(node.weight * 100)}%"})
    clause = rulebook.in_language(rulebook.clause_label(node.clause), language)
    return f"{text} · {clause}"


def readable(number: Exact) -> str:
    """The exact text; a fraction has the nearest decimal in front: "≈58.7736 (82283/1400)"."""
    if isinstance(number, Decimal):
        return shown(number)
    return f"≈{shown(rounded(number, 4, 'half_up'))} ({shown(number)})"


def brief(line: Line, rulebook: Rulebook, language: str = "zh") -> str:
    """A line in a few words: "无故缺勤 −9"; in round brackets where it isn't counted; "？" while unknown."""
    code = f"brief.{line.what}"
    values = _spoken_values(line, rulebook, language)
    name = phrase(code, language, values) if has_phrase(code) else str(values["label"])
    text = f"{name} {'？' if line.points is None else signed(line.points)}"
    return text if line.counted else f"({text})"


def say(line: Line, rulebook: Rulebook, language: str = "zh") -> str:
    """A line as one full sentence: points, arithmetic, clause, date and persons, entry, evidence, recorder."""
    points = phrase("words.unknown", language) if line.points is None else signed(line.points)
    counted = "" if line.counted else phrase("words.not_counted", language)
    told = phrase(f"line.{line.what}", language, _spoken_values(line, rulebook, language))
    clause = rulebook.in_language(rulebook.clause_label(line.clause), language)
    parts = [f"{points}{counted} {told}", clause]
    if line.entries and all(each.reverses for each in line.entries[1:]):
        parts += say_entry(line.entries[0], language, trail=line.entries[1:])
    elif line.entries:
        parts.append(phrase("words.entries", language, {"count": len(line.entries)}))
    return " · ".join(part for part in parts if part)


def say_entry(entry: Entry, language: str = "zh", trail: tuple[Entry, ...] = ()) -> list[str]:
    """The parts that point to one entry: date, persons and event, number, reversals, evidence, recorder."""
    event = " ".join(part for part in (listed(entry.persons, language), entry.about) if part)
    parts = [
        f"{entry.occurred_on.isoformat()} {event}".strip(),
        phrase("words.entry", language, {"id": entry.id}),
    ]
    if trail:
        parts.append(phrase("words.reversed", language, {"trail": listed([f"#{each.id}" for each in trail], language)}))
    if entry.evidence:
        parts.append(phrase("words.evidence", language, {"count": len(entry.evidence)}))
    if entry.recorded_by:
        parts.append(phrase("words.recorder", language, {"name": entry.recorded_by}))
    return parts


def spoken(problem: Problem, rulebook: Rulebook, language: str = "zh") -> Problem:
    """The same problem with the rulebook's labels (departments, items, grades …) in the reader's language."""

    def told(value: object) -> object:
        if several(value):
            return tuple(map(told, value))
        return rulebook.in_language(value, language) if isinstance(value, str) else value

    values = {name: told(value) for name, value in problem.values.items()}
    return replace(problem, values=values, clause=rulebook.in_language(problem.clause, language))


def _spoken_values(line: Line, rulebook: Rulebook, language: str) -> dict[str, object]:
    values = {"label": line.label, **told_values(line)}
    for name in _LABELS:
        if name in values:
            values[name] = rulebook.in_language(str(values[name]), language)
    return values


def told_values(line: Line) -> dict[str, object]:
    """What fills the line's sentence: its values, the numbers of a trail each by itself."""
    return {name: str(value).split("、") if name == "trail" else value for name, value in line.values.items()}
