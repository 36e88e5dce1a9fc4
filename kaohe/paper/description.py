"""An official paper (公文) described: what it says, in plain values. How it looks is the standard's business, not its own.

One description gives the PDF, the Word file, the preview and the plain text; none of them knows more than stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

#: How a column of a table is set.
TEXT: Final = "text"
NUMBER: Final = "number"
CENTRE: Final = "centre"


class Heading(NamedTuple):
    """A heading of level 1 to 4; its number (一、 （一） 1. （1）) is counted, not written.

    run_in  what follows in the same line, in the body's own face
    """

    text: str
    level: int = 1
    run_in: str = ""


class Text(NamedTuple):
    """A paragraph. `indent` False sets it flush left, `lead` is what stands in front of it in bold."""

    text: str
    indent: bool = True
    lead: str = ""


class Column(NamedTuple):
    """A column: its head, how it is set, and the head over several columns that share one `group`.

    least, most  how many characters wide it is at least, and beyond how many its text is broken
    """

    head: str
    kind: str = CENTRE
    group: str = ""
    least: int = 2
    most: int = 16


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page. Cells are ready texts: figures come written, "—" for none.

    headless   no row of heads; `labelled` sets every second column as the label of the one after it
    last_is_total  the last row sums up and is set apart
    row_height     least height of a row in mm, for what is filled in by hand
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    unit: str = ""
    note: str = ""
    headless: bool = False
    labelled: bool = False
    last_is_total: bool = False
    row_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its SVG, its size in mm, what stands under it, and its words for who can't see it."""

    svg: str
    width: float
    height: float
    caption: str
    words: str


class Gap(NamedTuple):
    """Empty lines."""

    lines: int = 1


Block = Heading | Text | Table | Figure | Gap


class Head(NamedTuple):
    """The red head (版头). A paper without one is a plain sheet under its title.

    mark      发文机关标志, such as “示范区财政局文件” or “局长办公会议纪要”
    number    发文字号, such as “示财〔2026〕3号”; minutes may write 第3期
    copy      份号, six digits; secrecy 密级和保密期限; urgency 紧急程度
    signer    签发人, for papers that go upward
    minutes   set as 纪要
    letter    set as a letter (信函格式): the mark high above two double red rules, the number to the right, a colophon without rules
    """

    mark: str
    number: str = ""
    copy: str = ""
    secrecy: str = ""
    urgency: str = ""
    signer: str = ""
    minutes: bool = False
    letter: bool = False


#: How a paper is signed.
SEALED: Final = "sealed"
UNSEALED: Final = "unsealed"
STAMPED: Final = "stamped"


class Signature(NamedTuple):
    """署名 and 成文日期. `way` is SEALED, UNSEALED or STAMPED (with the signer's post and name instead of an office)."""

    name: str
    day: date | None = None
    way: str = SEALED
    post: str = ""


class Colophon(NamedTuple):
    """版记: to whom copies go, who printed it and when."""

    copies: tuple[str, ...] = ()
    printer: str = ""
    day: date | None = None


class Proof(NamedTuple):
    """What the foot of every page says, so that paper can be checked against the archive.

    digest   of what was archived; `code` is what a person types, `address` what the QR symbol says
    """

    digest: str
    code: str
    address: str
    method: str = "SM3"


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: on a new page, under its own title. `landscape` where its tables need the width."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One official paper.

    title      a line break in it breaks the title by hand
    addressee  主送机关, without the colon
    remark     附注, without the brackets
    attendance who was at the meeting (出席、请假、列席), each with its label as `lead`; stands under the text and the annexes' names
    warning    what must stand on every page while it isn't the real thing (草稿, 演示数据)
    landscape  the whole paper is one wide form
    """

    title: str
    blocks: tuple[Block, ...]
    head: Head | None = None
    addressee: str = ""
    signature: Signature | None = None
    remark: str = ""
    annexes: tuple[Annex, ...] = ()
    colophon: Colophon | None = None
    proof: Proof | None = None
    warning: str = ""
    landscape: bool = False
    attendance: tuple[Text, ...] = ()
    issuer: str = ""
    day: date | None = None

    @property
    def letter(self) -> bool:
        """True for a letter (信函格式)."""
        return self.head is not None and self.head.letter
