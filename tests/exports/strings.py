"""Generates texts as people and attackers type them: formulas of every spreadsheet, links, odd marks, all lengths."""

from __future__ import annotations

import random

BEGINNINGS = (
    "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", " =", "  +", "'=", "''-", "'", '"', "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\",\"y\")",
    "@SUM(1+1)*", "+1-1", "-2+3", "=1+1", "{=A1}", "=IMPORTXML(", "%0A=", ";=", ",=", "|", "http://", "mailto:", "internal:", "file:///",
    "_x0041_", "合计", "注：", "1e5", "007", "1/2", "2025-1-1", "TRUE", "#REF!", "<f>", "&amp;", "]]>", "\\", "\u3000=", "´=",
)  # fmt: skip
LETTERS = "预算科张某无故缺勤学习培训（一）、，。：“”abcXYZ0189+-=@()[]{}<>&\"'|;,.%$#!?*/\\^~` \u3000\n𠮷😀éñß�★①Ⅳ"


def texts(number: int, seed: int = 1) -> list[str]:
    """So many different texts, as they are once the product has taken them in: trimmed, with plain line breaks."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < number:
        begin = rng.choice(BEGINNINGS) if rng.random() < 0.6 else ""
        body = "".join(rng.choices(LETTERS, k=rng.choice([0, 1, 2, 5, 12, 30, 120])))
        text = (begin + body).strip()
        if text and text.lower() not in ("true", "false"):
            found[text] = None
    return list(found)
