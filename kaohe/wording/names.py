"""Names of persons on what is published: masked here and nowhere else. Departments are named, persons are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: Family names of two characters; the rest have one.
_FAMILIES: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐呼延闾丘子车亓官司寇巫马公西颛孙"
    "壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕段干百里东郭南门羊舌微生梁丘左丘东门西门南荣"
    "第五"
)
_DOUBLE: Final = frozenset(_FAMILIES[at : at + 2] for at in range(0, len(_FAMILIES), 2))
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


def masked(name: str) -> str:
    """Who knows the person may guess, who doesn't learns nothing: 王某某, 欧阳某, J. D.

    A name in Chinese keeps its family name; one with a dot in its middle (买买提·艾力) keeps its first character; a name in
    letters keeps its initials.
    """
    name = name.strip()
    if not name:
        return ""
    if not _HAN.match(name):
        return " ".join(f"{word[0].upper()}." for word in re.split(r"[\s.·-]+", name) if word)
    if "·" in name or "•" in name:
        return f"{name[0]}某"
    family = name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]
    return family + "某" * max(1, min(2, len(name) - len(family)))


def hidden(text: str, names: Iterable[str]) -> str:
    """The text with every one of these persons masked; the longest name first, since one may stand within another."""
    for name in sorted({each.strip() for each in names if len(each.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, masked(name))
    return text
