"""A rulebook of one clause and a few facts: small enough to turn over every byte of what comes of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from kaohe.engine import Entry, Facts, Rulebook, load

TEXTS: Final = {
    "document.md": "# 小办法\n\n### 1 · A1 · 第一条 · 学习 · 计分\n\n缺勤扣分。\n",
    "readings.yaml": "readings: []\n",
    "rulebook.yaml": """\
format: 1
rulebook: small
label: 小办法
bureau: 某局
issued: 2024-12-31
rounding: {places: 2, mode: half_up, at: published}
periods: [上半年, 下半年]
tree:
  item: total
  label: 总分
  clause: "1"
  full: 10
  rules:
    - {kind: deduct, code: absence, label: 缺勤, each: 1, per: 次}
rankings:
  - {ranking: total, label: 排名, clause: "1", of: total, value: published}
departments:
  - {department: a, name: 甲科}
""",
}


@cache
def small_rulebook(**replacing: str) -> Rulebook:
    """The small rulebook; `each="2"` makes an absence cost two points."""
    text = TEXTS["rulebook.yaml"]
    for key, value in replacing.items():
        text = text.replace(f"{key}: 1,", f"{key}: {value},")
    loaded = load({**TEXTS, "rulebook.yaml": text})
    assert loaded.rulebook is not None, loaded.problems
    return loaded.rulebook


def small_facts(absences: int = 3) -> Facts:
    """A year in which the one department was absent so often."""
    return Facts(2025, entries=(Entry("1", "a", "absence", date(2025, 3, 12), absences),))
