"""A little rulebook with every kind of rule in it, and short ways to score a few entries under one rule or two."""

from __future__ import annotations

from datetime import date
from typing import Any

from kaohe.engine import Department, Entry, Facts, Goal, Line, Rulebook, Standing, brief, load, score

YEAR = 2025
DOCUMENT = "# 小办法\n\n### 1 · A1 · 第一条 · 学习 · 计分\n\n### 2 · A2 · 第二条 · 名次\n"
READINGS = """\
readings:
  - {reading: R1, clauses: ["1"], gap: 未写明, default: 按人次}
cautions:
  - {caution: K1, title: 提示, text: 内容}
"""
RULES = """\
format: 1
rulebook: small
label: 小办法
bureau: 某局
issued: 2024-12-31
rounding: {places: 2, mode: half_up, at: published, readings: [R1]}
periods: [上半年, 下半年]
objection: {days: 2, unit: working, close: "17:30", clause: "2"}
review: {days: 5, unit: calendar}
goals:
  - {category: key, label: 重点, clause: "1", full: 4, usual: [2, 4]}
scales:
  - scale: grades
    clause: "1"
    grades:
      - {grade: good, label: 良, coefficient: 1.0, clause: "1", needs: condition, conditions: [{condition: g1, label: 首创}]}
tree:
  item: total
  label: 总分
  clause: "1"
  full: 20
  items:
    - item: goals
      label: 目标
      clause: "1"
      full: 4
      start: zero
      rules:
        - {kind: graded, code: grade.key, label: 划档, category: key, scale: grades}
    - item: study
      label: 学习
      clause: "1"
      full: 10
      caution: K1
      rules:
        - {kind: deduct, code: absence, label: 缺勤, each: 1, per: 人次, asks: [person, about], readings: [R1]}
        - {kind: deduct, code: breach, label: 违规, levels: [{level: light, label: 轻, each: 1}, {level: grave, label: 重, each: 2}]}
        - {kind: void, code: forged, label: 作假, raises: [veto]}
    - item: duty
      label: 履职
      clause: "1"
      full: 4
      each_period: 2
      rules:
        - {kind: deduct, code: missed, label: 未完成, each: 1, only: {size_at_least: 2}}
    - item: briefs
      label: 信息
      clause: "1"
      full: 2
      start: zero
      cap: none
      rules:
        - {kind: quota, code: brief, label: 报送, base: 1, quota: briefs, extra: 0.5}
        - {kind: judged, code: praise, label: 表扬, effect: add, unknown: full, most: 1}
rankings:
  - {ranking: total, label: 排名, clause: "2", of: total, value: published, then_by: study, without: [veto]}
honours:
  - {honour: best, label: 先进, clause: "2", ranking: total, barred_by: [veto, bar]}
attributes:
  - {attribute: briefs, label: 任务数}
departments:
  - {department: a, name: 甲科, short: 甲, aliases: [甲处], size: 3, attributes: {briefs: 2}}
  - {department: b, name: 乙科}
unscored:
  - {clause: "2", why: 只排名次}
other_readings: [R1]
"""
ENGLISH = "总分: total\n"
TEXTS = {"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": RULES, "english.yaml": ENGLISH}


def little(**replacing: str) -> Rulebook:
    """The little rulebook; each keyword names a text of TEXTS by its first word (`rulebook=…`)."""
    texts = dict(TEXTS)
    for name, text in replacing.items():
        texts[next(file for file in texts if file.startswith(name))] = text
    return loaded(texts)


def loaded(texts: dict[str, str]) -> Rulebook:
    rulebook, problems = load(texts)
    assert rulebook is not None, "\n".join(map(str, problems))
    return rulebook


def one_item(rules: str, settings: str = "full: 10") -> Rulebook:
    """A rulebook whose only item "it" has these settings and these rules, each a line of YAML."""
    lines = [f"    {line}" for line in rules.strip().splitlines()]
    own = "\n".join(f"  {line.strip()}" for line in settings.split(";"))
    tree = f'tree:\n  item: it\n  label: 项目\n  clause: "1"\n{own}\n  rules:\n' + "\n".join(lines)
    start, end = RULES.index("tree:"), RULES.index("rankings:")
    text = RULES[:start] + tree + "\n" + RULES[end:].replace("of: total", "of: it").replace(", then_by: study", "")
    return little(rulebook=text)


def entry(rule: str, number: str = "1", **more: Any) -> Entry:
    """An entry of department a on 12 March."""
    fields: dict[str, Any] = {"id": number, "department": "a", "rule": rule, "occurred_on": date(YEAR, 3, 12)}
    return Entry(**(fields | more))


def undone(original: Entry, number: str = "r", **more: Any) -> Entry:
    """The reversal of an entry, whole unless `count` says less."""
    same: dict[str, Any] = {"rule": original.rule, "level": original.level, "matter": original.matter}
    same |= {"goal": original.goal, "amount": original.amount, "reverses": original.id, "count": -original.count}
    return entry(**({"number": number} | same | more))


def stand(
    rulebook: Rulebook, *entries: Entry, goals: tuple[Goal, ...] = (), as_of: date | None = None, **department: Any
) -> Standing:
    """What department a comes to with these entries."""
    known: dict[str, Any] = {"code": "a", "name": "甲科", "size": 3, "attributes": {}} | department
    return score(rulebook, Facts(YEAR, (Department(**known),), goals, entries, as_of)).standings[0]


def briefs(lines: tuple[Line, ...], rulebook: Rulebook) -> list[str]:
    """The lines in a few words each."""
    return [brief(line, rulebook) for line in lines]


def codes(standing: Standing) -> list[str]:
    """The codes of what is wrong or open."""
    return [problem.code for problem in standing.problems]
