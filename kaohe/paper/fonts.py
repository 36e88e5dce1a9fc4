"""The type a paper is set in: a site's own licensed faces first, then free stand-ins, which the preview names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

#: For each part: what the standard asks for, and every family name under which it comes. What follows are stand-ins.
STANDARD: Final = {
    "title": ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05_GBK")),
    "body": ("仿宋_GB2312", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋")),
    "kai": ("楷体_GB2312", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体")),
    "hei": ("黑体", ("SimHei", "黑体")),
    "song": ("宋体", ("SimSun", "宋体", "NSimSun", "新宋体")),
}  # fmt: skip
_FREE: Final = {
    "title": ("FandolSong", "Noto Serif SC"),
    "body": ("Zhuque Fangsong (technical preview)", "FandolFang R", "FandolFang", "Noto Serif SC"),
    "kai": ("LXGW WenKai", "FandolKai", "Noto Serif SC"),
    "hei": ("FandolHei", "Noto Sans SC"),
    "song": ("FandolSong", "Noto Serif SC"),
}
#: Behind every chain, so that a rare character of a name is drawn in another face rather than not at all.
_LAST: Final = ("Noto Serif SC", "Noto Sans SC")


class Substitution(NamedTuple):
    """A face that the standard asks for and this machine hasn't, with what stands in for it."""

    part: str
    wanted: str
    used: str


class Faces(NamedTuple):
    """The chain of families for each part, and what had to be substituted."""

    chains: dict[str, tuple[str, ...]]
    substitutions: tuple[Substitution, ...]

    @property
    def title_is_thin(self) -> bool:
        """True where the title's stand-in has the weight of a text face and is thickened."""
        return any(each.part == "title" for each in self.substitutions)


def choose(families: frozenset[str]) -> Faces:
    """The chains where these families are at hand; every chain ends with the ones that hold all characters."""
    chains, substitutions = {}, []
    rest = tuple(sorted(families - set(_LAST)))
    for part, (wanted, names) in STANDARD.items():
        here = [name for name in (*names, *_FREE[part], *_LAST) if name in families]
        # Whatever else is at hand comes last: it may have the one character of a name that all others lack.
        chains[part] = tuple(dict.fromkeys([*here, *rest]))
        if not here or here[0] not in names:
            substitutions.append(Substitution(part, wanted, here[0] if here else ""))
    return Faces(chains, tuple(substitutions))


@cache
def included_folder() -> Path:
    """Where the free faces lie that come with the installation."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.serif_path()).parent
