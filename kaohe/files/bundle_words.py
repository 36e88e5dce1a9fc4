"""The sentences of a bundle: what its notes say, and what is said of one that was changed."""

from __future__ import annotations

from typing import Final, NamedTuple

from kaohe.engine import Board, Rulebook, phrase, register

register(
    {
        "bundle.unreadable": (
            "无法读取：{found}。请检查文件路径和权限。",
            "It can't be read: {found}. Check the path and the permissions.",
        ),
        "bundle.too_large": (
            "文件超过 {most} MB，不是本系统的存证包。",
            "The file is over {most} MB; it is no bundle of this system.",
        ),
        "bundle.edition_too_large": (
            "包内的规则文本超过 {most} MB，不予读取。",
            "The rulebook inside is over {most} MB; it is not read.",
        ),
        "bundle.not_a_bundle": (
            "不是存证包，或已严重损坏。请用“bundle”命令生成的文件。",
            "This is no bundle, or it is badly damaged. Give a file that “bundle” has written.",
        ),
        "bundle.missing_member": (
            "缺少成员 {member}，文件可能被截断或删改。请重新取得原件。",
            "The member {member} is missing; the file may have been cut short or edited. Get the original again.",
        ),
        "bundle.extra_member": ("多出成员 {member}，不在清单之内。", "The member {member} is not in the manifest."),
        "bundle.manifest_broken": (
            "清单 manifest.json 的格式不对，无法核验。",
            "manifest.json is not in the right form, so nothing can be verified.",
        ),
        "bundle.member_changed": (
            "成员 {member} 被改动，且不止一个字节。SHA-256 应为 {expected}，现为 {found}。",
            "The member {member} was changed, in more than one byte. SHA-256 must be {expected}, found {found}.",
        ),
        "bundle.digests_disagree": (
            "成员 {member} 的 SM3、长度与 SHA-256 不能同时成立：清单被改动。",
            "SM3, length and SHA-256 of {member} can't all be true: the manifest was edited.",
        ),
        "bundle.cut_short": (
            "文件被截断：应有 {expected} 字节，现有 {found} 字节。",
            "The file is cut short: it must have {expected} bytes, found {found}.",
        ),
        "bundle.surplus": (
            "文件尾部多出内容：应有 {expected} 字节，现有 {found} 字节。",
            "Something was added at the end: the file must have {expected} bytes, found {found}.",
        ),
        "bundle.changed": (
            "应为 {expected}，现为 {found}；此处共 {differing} 个字节不同。",
            "it must be {expected}, found {found}; {differing} byte(s) differ here.",
        ),
        "bundle.changed_content": (
            "成员 {member} 的第 {within} 字节（文件偏移 {offset}）被改动：{changed}",
            "Byte {within} of member {member} (file offset {offset}) was changed: {changed}",
        ),
        "bundle.changed_header": (
            "容器结构：成员 {member} 的文件头（文件偏移 {offset}）被改动：{changed}",
            "Container: the header of member {member} (file offset {offset}) was changed: {changed}",
        ),
        "bundle.changed_checksum": (
            "容器结构：成员 {member} 的校验和（文件偏移 {offset}）被改动：{changed}",
            "Container: the checksum of member {member} (file offset {offset}) was changed: {changed}",
        ),
        "bundle.changed_directory": (
            "容器结构：目录 {member}（文件偏移 {offset}）被改动：{changed}",
            "Container: the directory {member} (file offset {offset}) was changed: {changed}",
        ),
        "bundle.more_changes": (
            "改动之处超过 {most} 处，其余从略。",
            "More than {most} places were changed; the rest is left out.",
        ),
        "bundle.other_seal": (
            "封签不符：纸面为 {expected}，文件为 {found}。这不是当时封存的那一份。",
            "The seal is another one: {expected} on paper, {found} in the file. This isn't the one that was sealed.",
        ),
        "bundle.member_unreadable": ("包内文件无法解读（{found}）。", "A member can't be read ({found})."),
        "bundle.manifest_differs": (
            "清单所写的规则、年度或截止日期与重新计算的不符。",
            "Rulebook, year or date in the manifest aren't those of the recomputed results.",
        ),
        "bundle.result_differs": (
            "结果不符：{where}，包内为 {found}，重新计算为 {expected}。",
            "Results differ: {where}: the bundle says {found}, recomputing gives {expected}.",
        ),
        "bundle.more_differences": (
            "结果不符之处超过 {most} 处，其余从略。",
            "The results differ in more than {most} places; the rest is left out.",
        ),
        "bundle.not_canonical": (
            "成员 {member} 的数值相同，但写法不是规定格式。",
            "The values of {member} agree, but it isn't written in the canonical form.",
        ),
        "bundle.other_engine": (
            "该包由引擎 {found} 计算，本机为 {expected}；差异可能出自引擎修订。",
            "The bundle was computed by engine {found}, this is {expected}; the differences may come from a mended engine.",
        ),
    }
)


class Changed(NamedTuple):
    """The second half of a sentence on changed bytes, spoken in the language of the first."""

    expected: str
    found: str
    differing: int

    def in_language(self, language: str) -> str:
        """What the first byte must be, what it is, and how many differ from there on."""
        return phrase("bundle.changed", language, self._asdict())


_KEYS: Final = {
    "departments": "",
    "tree": "",
    "children": "",
    "points": "得分 points",
    "settled": "暂计 settled",
    "undecided": "未定 undecided",
    "raw": "限额前 raw",
    "published": "公布分 published",
    "rank": "名次 rank",
    "lines": "计分行 lines",
}


def trail_words(trail: tuple[str, ...]) -> str:
    """A trail of keys as a reader follows it: 预算科 › 学习培训 › 得分 points."""
    return " › ".join(word for key in trail if (word := _KEYS.get(key, key)))


def about_this_file(rulebook: Rulebook, board: Board, engine: str) -> str:
    """The notes inside a bundle: what it is and how anybody checks it, Chinese first."""
    until = board.as_of.isoformat() if board.as_of else "年终 year end"
    return f"""\
考核结果存证包 · A bundle of assessment results

单位 bureau      {board.bureau}
办法 rulebook    {rulebook.label} ({rulebook.code}，{rulebook.issued})
年度 year        {board.year}
截止 as of       {until}
引擎 engine      {engine}

本文件装有：考核办法全文与规则（rulebook/）、当年事实（facts.json）、考核结果（results.json）、
各成员的 SM3 与 SHA-256 摘要（manifest.json），以及对清单的封签（seal.json）。
任何人都可离线重新计算，逐位核对，任何一个字节被改动都会被指出：

    ./run verify 本文件

封签应与纸面所载一致；封签一致而结果可重算，即证明结果出自这些规则和事实。

This file holds the rulebook (rulebook/), the facts of the year (facts.json), the results (results.json), the SM3 and
SHA-256 digests of each member (manifest.json) and a seal over that list (seal.json). Anybody can recompute the results
offline, to the last digit, with the command above; any changed byte is named. Compare the seal with the one on paper.
"""
