"""Random rulebooks: every kind and setting, trees of every shape, every limit, odd numbers of periods and decimals."""

from __future__ import annotations

import random
from typing import Any

import yaml

from kaohe.engine import Rulebook, load

DOCUMENT = "# 办法\n\n### 1 · A1 · 第一条 · 全文 · 计分\n"
READINGS = "readings: []\ncautions: []\n"
NUMBERS = ["0", "1", "2", "3", "5", "0.5", "0.25", "0.125", "1.5", "2.05", "0.005", "0.333", "10"]
#: What codes end with besides: signs that columns use themselves, and what people write.
ENDINGS = ["", "", "+", "-", "", "~x", "#1", "", "|raw", " 甲", "'s", '"', "*"]
CONSEQUENCES = ["veto", "bar", "refer"]


class _Book:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.number = 0
        self.categories = [f"c{at}" for at in range(rng.randint(0, 2))]
        self.periods = [f"第{at}期" for at in range(1, rng.choice([1, 2, 3, 4, 4, 6, 12]) + 1)]

    def code(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}{ENDINGS[self.number % len(ENDINGS)]}"

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def amount(self) -> str:
        return self.rng.choice(NUMBERS)

    def item(self, depth: int, weighted: bool) -> dict[str, Any]:
        rng = self.rng
        item: dict[str, Any] = {"item": self.code("i"), "label": "项目", "clause": "1", "full": str(rng.randint(1, 40))}
        if weighted:
            item["weight"] = rng.choice(["0.6", "0.4", "0.25", "1", "0.333"])
        if self.chance(0.2):
            item["once_per_matter"] = "true"
        self.limits(item)
        if depth and self.chance(0.6):
            item["combine"] = rng.choice(["sum", "weighted"])
            item["items"] = [self.item(depth - 1, item["combine"] == "weighted") for _ in range(rng.randint(1, 3))]
            return item
        item["start"] = rng.choice(["full", "zero"])
        by_period = self.chance(0.3)
        if by_period:
            item["each_period"] = self.amount()
        item["rules"] = [self.rule(by_period, item) for _ in range(rng.randint(1, 4))]
        return item

    def limits(self, item: dict[str, Any]) -> None:
        floor = self.rng.choice([None, None, "none", "0.5", "2"])
        cap = self.rng.choice([None, None, "none", "7.25"])
        # With neither limit there could be no proof that 64 bits are enough; and a floor must not pass the cap.
        if floor == "none" and cap == "none":
            floor = None
        item |= {name: value for name, value in (("floor", floor), ("cap", cap)) if value is not None}
        if floor == "2":
            item["cap"] = cap = "7.25" if cap is None else cap

    def rule(self, by_period: bool, item: dict[str, Any]) -> dict[str, Any]:
        rng = self.rng
        kinds = ["deduct", "deduct", "bonus", "bonus", "flag"]
        if not by_period:
            kinds += ["void", "quota", "judged"] + (["graded"] if self.categories else [])
        kind = rng.choice(kinds)
        rule: dict[str, Any] = {"kind": kind, "code": self.code("r"), "label": "规则", "asks": ["matter"]}
        if self.chance(0.25):
            rule["raises"] = rng.sample(CONSEQUENCES, rng.randint(1, 2))
        if kind in ("deduct", "bonus"):
            if self.chance(0.5):
                rule["each"] = self.amount()
            else:
                rule["levels"] = [
                    {"level": f"l{at}", "label": "层级", "each": self.amount()} for at in range(rng.randint(1, 4))
                ]
            if self.chance(0.25):
                rule["only"] = {"size_at_least": str(rng.randint(1, 4))}
        if kind == "bonus" and self.chance(0.5):
            # Rivals must leave out the same departments, so those with a limit of size stay by themselves.
            rule["highest_of"] = "matter" if "only" in rule else rng.choice(["matter", "matter_in_item"])
        if kind == "quota":
            rule |= {"base": self.amount(), "quota": rng.choice(["q1", "q2"]), "extra": self.amount()}
        if kind == "judged":
            rule |= {"effect": rng.choice(["deduct", "add"]), "unknown": rng.choice(["full", "pending"]), "most": "9"}
        if kind == "graded":
            rule |= {"category": rng.choice(self.categories), "scale": "s"}
        return rule


def random_book(rng: random.Random) -> Rulebook:
    """A rulebook that could be adopted by somebody."""
    book = _Book(rng)
    tree = book.item(3, False)
    tree.pop("weight", None)
    codes = [each["item"] for each in _walk(tree)]
    boxes = [f"{each['item']}.1" for each in _walk(tree) if "each_period" in each]
    rankings = [
        {
            "ranking": f"k{at}", "label": "排名", "clause": "1", "of": rng.choice(codes + boxes),
            "value": rng.choice(["published", "raw"]), "without": rng.sample(CONSEQUENCES, rng.randint(0, 2)),
        }
        for at in range(rng.randint(1, 2))
    ]  # fmt: skip
    rankings[0]["of"], rankings[0]["then_by"] = codes[0], rng.choice(codes)
    honour: dict[str, Any] = {"honour": "h", "label": "先进", "clause": "1", "ranking": "k0"}
    honour["barred_by"] = rng.sample(CONSEQUENCES, rng.randint(0, 2))
    text = {
        "format": "1", "rulebook": "random", "label": "办法", "bureau": "某局",
        "rounding": {"places": str(rng.choice([0, 1, 2, 2, 2, 3])), "mode": rng.choice(["half_up", "half_up", "half_even", "down", "up"])},
        "periods": book.periods,
        "goals": [{"category": each, "label": "目标", "clause": "1", "full": rng.choice(["40", "60", "7.5"])} for each in book.categories],
        "scales": [{"scale": "s", "clause": "1", "grades": [
            {"grade": "a", "label": "甲", "coefficient": "1", "clause": "1"},
            {"grade": "b", "label": "乙", "coefficient": rng.choice(["0.85", "0.333"]), "clause": "1"},
            {"grade": "c", "label": "丙", "coefficient": "0", "clause": "1"},
        ]}],
        "tree": tree, "rankings": rankings, "honours": [honour],
        "attributes": [{"attribute": "q1", "label": "任务一"}, {"attribute": "q2", "label": "任务二"}],
    }  # fmt: skip
    texts = {"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": yaml.safe_dump(text, allow_unicode=True)}
    loaded = load(texts)
    assert loaded.rulebook is not None, "\n".join(map(str, loaded.problems))
    return loaded.rulebook


def _walk(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [item, *(below for each in item.get("items", ()) for below in _walk(each))]
