"""What a batch holds: the papers of a kind, or of the whole year, under the names they have in the file. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, Final, NamedTuple, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from kaohe.paper.description import Paper
from kaohe.paper.press import Press
from kaohe.paper.word.book import write_word
from kaohe.reports.catalogue import KINDS, PaperKind
from kaohe.reports.models import Form
from kaohe.reports.registers import filled
from kaohe.reports.source import Choice, Source

#: Every paper of the year that holds something; empty registers are no paper of a year.
ALL: Final = "all"
#: The list of what a file holds, with a digest of each, so that one which was changed later is told from it.
LIST: Final = "目录.txt"


class Item(NamedTuple):
    """One paper of a batch."""

    kind: PaperKind
    choice: Choice
    name: str


def items_of(source: Source, what: str) -> list[Item]:
    """The papers in their order, each once, empty forms left out; empty where the person is offered none."""
    kinds = [each for each in KINDS.values() if what in (each.code, ALL)]
    return [
        Item(kind, choice, _name(kind, number, choice))
        for kind in kinds
        for number, choice in enumerate((each for each in kind.choices(source) if filled(each)), 1)
    ]


def _name(kind: PaperKind, number: int, choice: Choice) -> str:
    """Such as "得分告知单/03-行财科": in the order of the list, whatever the names are."""
    # "Open" is what a list says of the only one of its kind.
    words = choice.row.title if choice.row else choice.words if choice.words != _("打开") else str(kind.label)
    if choice.row and choice.words != words:
        words = f"{words}-{choice.words}"
    return f"{_plain(str(kind.label))}/{number:02}-{_plain(words)}"


def _plain(words: str) -> str:
    return re.sub(r'[\s\\/:*?"<>|·]+', "-", words).strip("-")[:60]


def files_of(paper: Paper, form: Form, press: Press) -> Iterator[tuple[str, bytes]]:
    """The endings and contents that the form asks for."""
    if form in (Form.PDF, Form.BOTH):
        yield "pdf", press.pdf(paper)
    if form in (Form.WORD, Form.BOTH):
        yield "docx", write_word(paper, press)


class Packer:
    """A file being filled, as a context: the same papers in the same order give the same bytes. Left without `finish`, it is worth nothing."""

    def __init__(self, target: BinaryIO) -> None:
        self._packed = ZipFile(target, "w")
        self._listed: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        """Put one file in."""
        # Papers are compressed by themselves.
        self._packed.writestr(_entry(name), content, ZIP_STORED)
        self._listed.append(f"{sha256(content).hexdigest()}  {name}")

    def finish(self) -> None:
        """Put the list in."""
        self._packed.writestr(_entry(LIST), "\n".join([*self._listed, ""]).encode(), ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._packed.close()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o600 << 16
    return entry
