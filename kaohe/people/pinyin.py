"""How Chinese names are spelled in letters: for logins that people can guess, and for finding 预算科 by ysk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

#: Surnames read otherwise than the same character elsewhere; a dictionary of words doesn't know that it stands first.
SURNAMES: Final = {
    "万俟": "moqi", "尉迟": "yuchi", "长孙": "zhangsun", "令狐": "linghu", "单于": "chanyu", "澹台": "tantai",
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "任": "ren", "区": "ou", "查": "zha", "盖": "ge", "朴": "piao",
    "翟": "zhai", "乐": "yue", "华": "hua", "逄": "pang", "员": "yun", "种": "chong", "缪": "miao", "宓": "mi", "召": "shao",
    "冼": "xian", "覃": "qin", "尹": "yin", "燕": "yan", "么": "yao", "黑": "he", "洗": "xian", "折": "she", "繁": "po",
    "隗": "wei", "牟": "mu", "那": "na", "晟": "cheng", "宁": "ning", "郇": "xun", "褚": "chu", "訾": "zi", "重": "chong",
    "应": "ying", "乜": "nie", "秘": "bi", "钭": "tou", "过": "guo", "纪": "ji", "薄": "bo", "葛": "ge", "卜": "bu",
}  # fmt: skip
LONGEST_LOGIN: Final = 40
#: What a login is made of where nothing of the name can be spelled.
NAMELESS: Final = "user"


def spelled(text: str) -> tuple[str, ...]:
    """Each sign's syllable, words read as words: 会计 is kuai ji; letters and digits stay together."""
    # The dictionary takes half a second and twenty megabytes, which most requests never need.
    from pypinyin import lazy_pinyin

    found = (_ascii(part) for part in lazy_pinyin(unicodedata.normalize("NFKC", text)))
    return tuple(part for part in found if part)


@lru_cache(maxsize=4096)
def name_spelled(name: str) -> str:
    """A person's name as one word of letters: 曾庆波 is zengqingbo, however 曾 is read elsewhere."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for length in (2, 1):
        if len(plain) > length and (surname := SURNAMES.get(plain[:length])):
            return surname + "".join(spelled(plain[length:]))
    return "".join(spelled(plain))


@lru_cache(maxsize=4096)
def keys(text: str) -> tuple[str, str]:
    """What a text is found by: all letters and the initials, 预算科 → (yusuanke, ysk)."""
    parts = spelled(text)
    return "".join(parts), "".join(part[0] for part in parts)


def login_for(name: str, taken: Collection[str]) -> str:
    """A login for that person that nobody has: zhangsan, else zhangsan2, zhangsan3 … The same question, the same answer."""
    base = (name_spelled(name) or NAMELESS)[:LONGEST_LOGIN]
    held = {each.lower() for each in taken}
    login, number = base, 1
    while login in held:
        number += 1
        login = f"{base}{number}"
    return login


def _ascii(part: str) -> str:
    """Letters and digits only; ü is written v, as people type it."""
    text = unicodedata.normalize("NFKD", part.lower().replace("ü", "v"))
    return re.sub(r"[^a-z0-9]", "", text)
