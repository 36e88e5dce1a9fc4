"""Pictures of results: each a pure function from values to a drawing, with its table and its words. It knows no Django.

A room of its own, below `files` and `paper`, since pages, workbooks and papers all show the same drawing.
"""

from kaohe.pictures import phrases as phrases
from kaohe.pictures.chart import PictureTable, described
from kaohe.pictures.drawing import Picture
from kaohe.pictures.paint import DARK, LIGHT, PRINT, page_svg, svg

__all__ = ["DARK", "LIGHT", "PRINT", "Picture", "PictureTable", "described", "page_svg", "svg"]
