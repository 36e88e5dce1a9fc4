"""How Chinese names are spelled in letters: for logins that people can guess, and for finding 预算科 by ysk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

#: Surnames read otherwise than the same character elsewhere; a dictionary of words doesn't know that it stands first.
SURNAMES: Final = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "令狐": "ling hu", "单于": "chan yu", "澹台": "tan tai",
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


def name_spelled(name: str) -> str:
    """A person's name as one word of letters: 曾庆波 is zengqingbo, however 曾 is read elsewhere."""
    return "".join(_name_parts(name))


def _name_parts(name: str) -> tuple[str, ...]:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for length in (2, 1):
        if len(plain) > length and (surname := SURNAMES.get(plain[:length])):
            return (*surname.split(), *spelled(plain[length:]))
    return spelled(plain)


@lru_cache(maxsize=4096)
def letters_of(*texts: str) -> str:
    """What something of these names is found by: initials behind a dot, and all letters; 预算科 → " .ysk yusuanke".

    This is what the tables keep; `finding` asks it.
    """
    return _written(spelled(text) for text in texts)


@lru_cache(maxsize=4096)
def letters_of_name(name: str) -> str:
    """The same for a person, both as the surname is said and as its sign is read elsewhere: people type either."""
    return _written((_name_parts(name), spelled(name)))


def _written(readings: Iterable[tuple[str, ...]]) -> str:
    found = dict.fromkeys(
        word for parts in readings if parts for word in ("." + "".join(part[0] for part in parts), "".join(parts))
    )
    return "".join(f" {word}" for word in found)


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
