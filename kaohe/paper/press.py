"""The press: a description in, PDF/A, pages to look at, or a picture as PNG out. Nothing is fetched, nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.paper.as_data import paper_data
from kaohe.paper.description import Paper
from kaohe.paper.fonts import Faces, Substitution, choose, included_folder
from kaohe.paper.letters import clean, in_every_text, settable

_HERE: Final = Path(__file__).parent
_OFFICIAL: Final = _HERE / "official.typ"
_PICTURE: Final = _HERE / "picture.typ"
#: For archives (ISO 19005-2), tagged for readers of the screen.
_STANDARDS: Final = ("a-2a",)


class Layout(NamedTuple):
    """Where things came to stand: how many pages, the last one with text, and the one with the colophon (0 without).

    room  how many lines are left under the text on its last page
    """

    pages: int
    text_end: int
    colophon: int
    room: float


class Press:
    """Sets papers in the faces of a folder, where there is one, and those that come with the installation."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    @cached_property
    def _fonts(self) -> Any:
        import typst

        folders = [str(each) for each in (self.folder, included_folder()) if each and each.is_dir()]
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

    @cached_property
    def _files(self) -> tuple[Path, ...]:
        """Every file of type that may be used."""
        kinds = {".otf", ".ttf", ".ttc", ".otc"}
        folders = [each for each in (self.folder, included_folder()) if each and each.is_dir()]
        return tuple(path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix.lower() in kinds)

    @cached_property
    def faces(self) -> Faces:
        """Which family sets which part here."""
        return choose(frozenset(self._fonts.families()))

    @property
    def substitutions(self) -> tuple[Substitution, ...]:
        """What the standard asks for and this machine hasn't."""
        return self.faces.substitutions

    def pdf(self, paper: Paper) -> bytes:
        """The paper as PDF/A-2a. The same description gives the same bytes."""
        return self._compiler(paper).compile(format="pdf", pdf_standards=list(_STANDARDS), timestamp=_moment(paper))  # type: ignore[no-any-return]

    def warnings(self, paper: Paper) -> list[str]:
        """What the typesetter isn't content with, such as places that never come to rest. Tests want none."""
        _made, found = self._compiler(paper).compile_with_warnings(format="pdf", pdf_standards=list(_STANDARDS))
        return [str(each.message) for each in found]

    def pages(self, paper: Paper) -> list[bytes]:
        """Every page as SVG, for the preview: the very pages of the PDF."""
        return _several(self._compiler(paper).compile(format="svg"))

    def pictures(self, paper: Paper, ppi: float = 96) -> list[bytes]:
        """Every page as PNG."""
        return _several(self._compiler(paper).compile(format="png", ppi=ppi))

    def layout(self, paper: Paper) -> Layout:
        """Where the parts came to stand."""
        return Layout(*json.loads(self._compiler(paper).query("<layout>", field="value", one=True)))

    def png(self, svg: str, ppi: float = 144) -> bytes:
        """A drawing as PNG, in the faces of the papers."""
        compiler = self._with(_PICTURE, {"svg": settable(clean(svg), self._files), "faces": json.dumps(self.faces.chains["hei"])})
        return _several(compiler.compile(format="png", ppi=ppi))[0]

    def missing(self, paper: Paper) -> tuple[str, ...]:
        """The characters of a paper that no face here has; 〓 stands for them in the PDF and the preview."""
        found: dict[str, None] = {}

        def look(text: str) -> str:
            found.update(dict.fromkeys(letter for letter in clean(text) if settable(letter, self._files) != letter))
            return text

        in_every_text(paper, look)
        return tuple(found)

    def _compiler(self, paper: Paper) -> Any:
        fit = in_every_text(paper, lambda text: settable(clean(text), self._files))
        return self._with(_OFFICIAL, {"paper": json.dumps(paper_data(fit, self.faces), ensure_ascii=False)})

    def _with(self, source: Path, inputs: Mapping[str, str]) -> Any:
        import typst

        return typst.Compiler(
            str(source), root=str(_HERE), font_paths=self._fonts, ignore_system_fonts=True, sys_inputs=dict(inputs)
        )


@lru_cache(maxsize=4)
def press(folder: Path | None = None) -> Press:
    """The press for a folder of faces; its faces are looked through once."""
    return Press(folder)


def _moment(paper: Paper) -> datetime:
    """What the file says of its making: the paper's own day, so that printing it again changes no byte."""
    day = paper.day or (paper.signature.day if paper.signature else None)
    return datetime.combine(day, time(), UTC) if day else datetime(2005, 12, 29, tzinfo=UTC)


def _several(made: Any) -> list[bytes]:
    return list(made) if isinstance(made, list) else [made]
