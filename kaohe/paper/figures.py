"""How large a picture is set: as it asks, or as large as its page has room for."""

from __future__ import annotations

from typing import Final

from kaohe.paper import standard as std
from kaohe.paper.description import Figure

#: What a heading above it and the caption under it need of the area's height, in mm.
_BESIDE: Final = 40.0


def figure_size(figure: Figure, *, lying: bool) -> tuple[float, float]:
    """Width and height in mm."""
    wide, high = (std.AREA_HEIGHT, std.AREA_WIDTH) if lying else (std.AREA_WIDTH, std.AREA_HEIGHT)
    share = min(1.0, wide / figure.width, (high - _BESIDE) / figure.height)
    return figure.width * share, figure.height * share
