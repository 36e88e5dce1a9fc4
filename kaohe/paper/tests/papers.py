"""A paper with every part, for these tests."""

from __future__ import annotations

from datetime import date

from kaohe.paper.description import (
    CENTRE,
    NUMBER,
    TEXT,
    Annex,
    Colophon,
    Column,
    Figure,
    Head,
    Heading,
    Paper,
    Proof,
    Signature,
    Table,
    Text,
)
from kaohe.paper.proofs import code_of

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PROOF = Proof(DIGEST, code_of(DIGEST), f"https://kaohe.example.gov.cn/check/{code_of(DIGEST)}")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" width="10" height="5"><rect width="10" height="5" fill="#1f4e9c"/></svg>'
TABLE = Table(
    (Column("名次"), Column("科室", CENTRE, group="考核对象"), Column("总分", NUMBER, group="考核对象"), Column("备注", TEXT)),
    tuple((str(number), f"第{number}科", f"{100 - number}.50", "—") for number in range(1, 41)),
    title="考核结果",
    unit="单位：分",
    note="注：保留两位小数。",
)
WHOLE = Paper(
    title="关于2025年度目标绩效考核结果的通报",
    blocks=(
        Text("根据办法，现将有关情况通报如下。"), Heading("总体情况"), Heading("得分", 2), TABLE, Heading("整改。", 3, run_in="按期完成。"),
        Figure(SVG, 100, 50, "得分构成", "一条蓝色的横条"), Text("特此通报。"),
    ),
    head=Head("示范区财政局文件", "示财〔2026〕3号", copy="000001", secrecy="内部", urgency="特急"),
    addressee="机关各科室",
    signature=Signature("示范区财政局", date(2026, 1, 9)),
    remark="此件公开发布",
    annexes=(Annex("明细", (Text("附件正文"),)), Annex("宽表", (TABLE,), landscape=True)),
    colophon=Colophon(("区委办公室", "存档"), "示范区财政局办公室", date(2026, 1, 9)),
    proof=PROOF,
    warning="演示数据",
)  # fmt: skip
