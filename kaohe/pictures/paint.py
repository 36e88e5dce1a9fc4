"""Inks for drawings: whole SVG files for paper and workbooks, and SVG for a page, whose style sheet gives the colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from kaohe.pictures.drawing import Box, Dot, Link, Path, Picture, Shape, Words, is_chinese
from kaohe.wording.figures import plain

#: What each name of a colour is on white, on a dark ground and on paper. Every pair that touches differs in lightness too,
#: so that the drawing survives a grey printer and every kind of colour-blindness.
LIGHT: Final = {
    "ink": "#1c2330", "ink-2": "#566072", "on-blue": "#ffffff", "on-pale": "#1c2330", "line": "#dfe4ec", "line-2": "#b9c2d0",
    "card": "#ffffff", "sunken": "#f4f6f9", "blue": "#1f4e9c", "blue-ink": "#1f4e9c", "blue-mid": "#6390da", "blue-soft": "#a9c4ec", "blue-wash": "#e8effb",
    "seal": "#b93426", "green": "#1a7045", "green-wash": "#cfe8da", "amber": "#8f4d00", "amber-soft": "#e9b872",
    "amber-wash": "#fbe9cd", "grey": "#8a94a5", "grey-wash": "#e9edf2",
}  # fmt: skip
DARK: Final = {
    "ink": "#e7ebf2", "ink-2": "#a6b0c0", "on-blue": "#ffffff", "on-pale": "#0f131a", "line": "#2a323e", "line-2": "#4a5566",
    "card": "#171c25", "sunken": "#1d2430", "blue": "#3567c6", "blue-ink": "#93b8f4", "blue-mid": "#7aa6f2", "blue-soft": "#bcd3f9", "blue-wash": "#1b2940",
    "seal": "#f3988c", "green": "#6fca9c", "green-wash": "#1d4a33", "amber": "#ebb35c", "amber-soft": "#b07a2c",
    "amber-wash": "#40300f", "grey": "#8792a4", "grey-wash": "#29313d",
}  # fmt: skip
PRINT: Final = LIGHT | {
    "ink": "#000000", "ink-2": "#333333", "line": "#cccccc", "line-2": "#999999", "sunken": "#f5f5f5", "blue": "#173f80", "blue-ink": "#173f80",
}  # fmt: skip

_FONTS: Final = "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
#: Lines over a colour: an area that is lost is drawn in slanting ones, one that is open in dots.
_TEXTURES: Final = {
    "slant": '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" {edge} stroke-width="1.6"/>',
    "dots": '<circle cx="2" cy="2" r="1.1" {fill}/><circle cx="6" cy="6" r="1.1" {fill}/>',
}



def svg(picture: Picture, palette: Mapping[str, str] = PRINT, *, ground: bool = False) -> str:
    """The drawing as an SVG file of its own, on a ground where it must not be transparent."""
    size = f'width="{plain(picture.width)}" height="{plain(picture.height)}" font-family="{_FONTS}"'
    under = f'<rect width="100%" height="100%" fill="{palette["card"]}"/>' if ground else ""
    return _Painter("k", palette).drawn(picture, size, under)


def page_svg(picture: Picture, name: str) -> str:
    """The drawing for a page: colours are classes (`kp-fill-blue`), `name` keeps its parts apart from other drawings'."""
    return _Painter(name).drawn(picture, f'class="kp" aria-labelledby="{name}-t {name}-d"', "")


@dataclass(slots=True)
class _Painter:
    """Paints with the inks of a palette; without one for a page, where links lead somewhere."""

    name: str
    palette: Mapping[str, str] | None = None
    textures: set[str] = field(default_factory=set)

    def drawn(self, picture: Picture, head: str, under: str) -> str:
        """The whole SVG."""
        parts = "".join(self.shape(shape) for shape in picture.shapes)
        linked = self.palette is None and any(isinstance(shape, Link) for shape in picture.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plain(picture.width)} {plain(picture.height)}"'
            f' role="{"group" if linked else "img"}" {head}>'
            f'<title id="{self.name}-t">{escape(picture.title)}</title><desc id="{self.name}-d">{escape(picture.words)}</desc>'
            f"{self._patterns()}{under}{parts}</svg>"
        )

    def _patterns(self) -> str:
        made = [
            f'<pattern id="{self._pattern(texture)}" width="8" height="8" patternUnits="userSpaceOnUse">'
            + _TEXTURES[texture.split()[0]].format(
                edge=self.ink(edge=texture.split()[1]), fill=self.ink(fill=texture.split()[1])
            )
            + "</pattern>"
            for texture in sorted(self.textures)
        ]
        return f"<defs>{''.join(made)}</defs>" if made else ""

    def _pattern(self, texture: str) -> str:
        return f"{self.name}-{texture.replace(' ', '-')}"

    def ink(self, *, fill: str = "", edge: str = "") -> str:
        """Fill and edge as attributes, or as one class attribute."""
        named = [(role, colour) for role, colour in (("fill", fill), ("stroke", edge)) if colour]
        none = "" if fill else 'fill="none"'
        if self.palette is None:
            return f'{none} class="{" ".join(f"kp-{role}-{colour}" for role, colour in named)}"'
        palette = self.palette
        return " ".join([none, *(f'{role}="{palette[colour]}"' for role, colour in named)])

    def shape(self, shape: Shape) -> str:
        """One shape."""
        match shape:
            case Box():
                return "".join(self._box(shape))
            case Path():
                dash = f' stroke-dasharray="{plain(shape.dash)}"' if shape.dash else ""
                stroke = f' stroke-width="{plain(shape.width)}" stroke-linejoin="round"{dash}' if shape.edge else ""
                return f'<path d="{shape.d}" {self.ink(fill=shape.fill, edge=shape.edge)}{stroke}/>'
            case Dot():
                place = f'cx="{plain(shape.x)}" cy="{plain(shape.y)}" r="{plain(shape.radius)}"'
                return f"<circle {place} {self.ink(fill=shape.fill, edge=shape.edge)}/>"
            case Words():
                return self._words(shape)
            case Link():
                inner = "".join(self.shape(each) for each in shape.shapes)
                if self.palette is not None:
                    return inner
                return f'<a href="{escape(shape.href)}">{inner}</a>'

    def _box(self, box: Box) -> Iterator[str]:
        place = f'x="{plain(box.x)}" y="{plain(box.y)}" width="{plain(max(0.0, box.width))}" height="{plain(max(0.0, box.height))}"'
        place += f' rx="{plain(box.radius)}"' if box.radius else ""
        if box.fill or box.edge:
            yield f"<rect {place} {self.ink(fill=box.fill, edge=box.edge)}/>"
        if box.texture:
            self.textures.add(box.texture)
            yield f'<rect {place} fill="url(#{self._pattern(box.texture)})"/>'

    def _words(self, words: Words) -> str:
        look = f'font-size="{plain(words.size)}"'
        edge = ""
        if words.halo:
            edge = "card"
            look += ' stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
        elif words.bold and self.palette is not None:
            # The faces of paper have one weight: a hair around each letter makes another.
            edge = words.ink
            look += f' stroke-width="{plain(words.size * 0.03)}"'
        elif words.bold:
            look += ' font-weight="600"'
        if words.upright and not is_chinese(words.text):
            turned = f'transform="translate({plain(words.x - words.size * 0.32)} {plain(words.y - words.size)}) rotate(90)"'
            return f"<text {turned} {look} {self.ink(fill=words.ink, edge=edge)}>{escape(words.text)}</text>"
        if words.upright:
            spans = "".join(
                f'<tspan x="{plain(words.x)}" y="{plain(words.y + number * words.size * 1.14)}">{escape(letter)}</tspan>'
                for number, letter in enumerate(words.text)
            )
            return f'<text text-anchor="middle" {look} {self.ink(fill=words.ink, edge=edge)}>{spans}</text>'
        look += f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
        place = f'x="{plain(words.x)}" y="{plain(words.y)}"'
        return f"<text {place} {look} {self.ink(fill=words.ink, edge=edge)}>{escape(words.text)}</text>"
