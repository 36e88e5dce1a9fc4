"""The order in which the format wants the parts of a property to stand; some word processors refuse a file in any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from docx.oxml.ns import qn

_ORDERS: Final = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
    " spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
    " divId cnfStyle rPr sectPr pPrChange",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    " eastAsianLayout specVanish oMath",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd"
    " tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType"
    " cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
}
_RANKS: Final = {
    qn(parent): {qn(f"w:{name}"): rank for rank, name in enumerate(names.split())} for parent, names in _ORDERS.items()
}


def put_in_order(roots: Iterable[Any]) -> None:
    """Sort the parts of every property under these elements."""
    for root in roots:
        for parent, ranks in _RANKS.items():
            for properties in root.iter(parent):
                children = list(properties)
                ordered = sorted(children, key=lambda child, ranks=ranks: ranks.get(child.tag, len(ranks)))  # type: ignore[misc]
                if ordered != children:
                    properties[:] = ordered
