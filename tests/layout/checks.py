"""What an inspector measures on a paper, each finding in a sentence; an empty list is a paper that may be issued."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from kaohe.paper import standard as std
from kaohe.paper.description import SEALED, Figure, Head, Heading, Paper, Table, Text
from kaohe.paper.heads import head_marks, moved_addressee, opening
from kaohe.paper.letters import clean, in_every_text
from kaohe.paper.plain import plain_text
from kaohe.paper.press import Layout
from kaohe.wording.dates import day
from tests.layout.generate import FILLER
from tests.layout.measure import Letter, Line, Page, Rule

EM = std.BODY / std.MM
CLOSING = "，。、；：！？）》”’"


class Tolerance(NamedTuple):
    """How exactly a paper is measured, in mm.

    sink  by how much a word processor sets the first line lower than the area begins: each line has its whole pitch, and the
          letters' feet stand at four fifths of it
    """

    edge: float = 1.0
    mark: float = 1.0
    rule: float = 0.5
    number: float = 1.0
    sink: float = 0.0
    pitch: float = std.PITCH
    #: A word processor may let a closing mark hang over the edge, by half its width; LibreOffice then loses some of them.
    marks_hang: bool = False


PDF = Tolerance()
WORD = Tolerance(edge=1.3, mark=1.5, rule=1.0, number=1.2, sink=3.1, pitch=std.WORD_PITCH, marks_hang=True)


def findings(paper: Paper, pages: list[Page], exact: Tolerance = PDF, layout: Layout | None = None) -> list[str]:
    """Everything that is off. `layout` is where the press itself says that text and colophon stand."""
    paper = in_every_text(paper, clean)
    return [
        *_sheets(paper, pages),
        *_edges(paper, pages, exact),
        *_grid(pages, exact),
        *_head(paper, pages, exact),
        *_first_page(paper, pages, exact),
        *_numbers(paper, pages, exact),
        *_tables(paper, pages),
        *_words(paper, pages, exact),
        *_attendance(paper, pages, exact),
        *_signature(paper, pages, exact),
        *_colophon(paper, pages, exact),
        *(_layout(pages, layout) if layout else ()),
    ]


def _near(found: float, wanted: float, off: float) -> bool:
    return abs(found - wanted) <= off


# ---- the sheets and their edges ----


def _sheets(paper: Paper, pages: list[Page]) -> Iterator[str]:
    for page in pages:
        size = sorted((page.width, page.height))
        if not (_near(size[0], 210, 0.2) and _near(size[1], 297, 0.2)):
            yield f"p{page.number}: the sheet is {page.width:.1f} × {page.height:.1f} mm"
    lying = paper.landscape or any(annex.landscape for annex in paper.annexes)
    if any(page.lies for page in pages) != lying:
        yield "a wide table isn't on a lying sheet" if lying else "a sheet lies that should stand"


def _edges(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    """Nothing of the text beyond the area: neither cut off nor in the margin. Warnings, proofs and a letter's mark stand in the strips."""
    for page in pages:
        left, top, right, bottom = page.area
        for line in page.lines():
            if paper.letter and page.number == 1 and line.letters[0].red:
                continue
            where = f"p{page.number} “{line.text[:12]}”"
            if line.left < left - exact.edge:
                yield f"{where}: begins at {line.left:.1f} mm, {left - line.left:.1f} outside"
            over = line.right - right
            if over > (EM / 2 if exact.marks_hang and line.letters[-1].text in CLOSING else exact.edge):
                yield f"{where}: ends at {line.right:.1f} mm, {over:.1f} outside"
            if line.bottom > bottom + exact.edge:
                yield f"{where}: {line.bottom - bottom:.1f} mm under the area"
            if line.top < top - exact.edge:
                yield f"{where}: {top - line.top:.1f} mm above the area"
        text = [line for line in page.lines() if _near(line.size, std.BODY, 0.2)]
        if text and _near(text[0].top, top, 6) and not page.lies and not _near(text[0].top, top + exact.sink, exact.edge + 0.5):
            yield f"p{page.number}: the first line begins {text[0].top - top:.1f} mm under the area's edge"


def _plain(line: Line) -> bool:
    """A line of the generated text alone: nothing but Han characters without marks."""
    return len(line.letters) > 20 and set(line.text) <= set(FILLER)


def _plain_start(line: Line) -> bool:
    return set(line.text[:2]) <= set(FILLER)


def _grid(pages: list[Page], exact: Tolerance) -> Iterator[str]:
    """22 lines on a page of text alone, 28 characters in a line, and even steps between them."""
    for page in pages:
        lines = page.lines()
        body = [line for line in lines if _near(line.size, std.BODY, 0.2)]
        # What follows a line may pull its last character down: a mark can't begin a line.
        full = [line for line, after in pairwise(body) if _plain(line) and _plain_start(after) and line.right > 182]
        for line in full:
            indented = line.left > 30
            wanted = std.CHARACTERS - (2 if indented else 0)
            if len(line.letters) != wanted:
                yield f"p{page.number}: {len(line.letters)} characters in “{line.text[:8]}…” instead of {wanted}"
            steps = [second.origin - first.origin for first, second in pairwise(line.letters)]
            if max(steps) - min(steps) > 0.25 or not _near(sum(steps) / len(steps), 156 / 28, 0.06):
                yield f"p{page.number}: characters stand {min(steps):.2f} to {max(steps):.2f} mm apart"
        if full and len(lines) == len(body) and len(body) > 4:
            for first, second in pairwise(body):
                step = second.feet - first.feet
                if not _near(step % (exact.pitch / std.MM), 0, 0.3) and not _near(step % (exact.pitch / std.MM), exact.pitch / std.MM, 0.3):
                    yield f"p{page.number}: {step:.2f} mm between two lines"
        pure = lines and all(set(line.text) <= set(FILLER) and _near(line.size, std.BODY, 0.2) for line in lines)
        if pure and page.number < len(pages) and _goes_on(pages[page.number]) and len(lines) != std.LINES:
            yield f"p{page.number}: {len(lines)} lines on a page of text alone"


def _goes_on(page: Page) -> bool:
    """True where the next page begins with a line of the same text, so that this one is full."""
    lines = page.lines()
    return bool(lines) and _plain(lines[0])


# ---- the head ----


def _head(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    first = pages[0]
    red = [each for each in first.letters if each.red and each.size > 12]
    rules = [rule for rule in first.rules if rule.red and rule.right - rule.left > 100]
    if paper.head is None:
        if red or rules:
            yield "there is red on a paper without a red head"
        return
    if "".join(each.text for each in red) != "".join(paper.head.mark.split()):
        yield f"the mark reads “{''.join(each.text for each in red)}”"
        return
    if paper.letter:
        yield from _letter_head(paper.head, red, rules, first, exact)
        return
    top = min(each.top for each in red)
    if not _near(top, std.TOP + std.MARK_DROP, exact.mark):
        yield f"the mark begins {top - std.TOP:.1f} mm under the area's edge instead of {std.MARK_DROP}"
    left, right = min(each.left for each in red), max(each.right for each in red)
    if left < 27 or right > 185 or not _near((left + right) / 2, 106, 2):
        yield f"the mark reaches from {left:.1f} to {right:.1f} mm"
    if not rules:
        yield "there is no red rule"
        return
    rule = rules[0]
    middle = (rule.top + rule.bottom) / 2
    if not (_near(rule.left, 28, 1) and _near(rule.right, 184, 1)):
        yield f"the red rule reaches from {rule.left:.1f} to {rule.right:.1f} mm"
    if paper.head.number:
        yield from _number(paper.head.number, first, max(each.bottom for each in red), middle, exact)


def _letter_head(head: Head, red: list[Letter], rules: list[Rule], page: Page, exact: Tolerance) -> Iterator[str]:
    """信函: mark and double rules at their places of the sheet, not of the area; the number under the upper rule to the right."""
    top, bottom = min(each.top for each in red), max(each.bottom for each in red)
    if not _near(top, std.LETTER_TOP, exact.mark):
        yield f"the mark begins {top:.1f} mm under the sheet's edge instead of {std.LETTER_TOP}"
    middle = (min(each.left for each in red) + max(each.right for each in red)) / 2
    if not _near(middle, std.PAGE_WIDTH / 2, 2):
        yield f"the mark's middle is at {middle:.1f} mm"
    lines = sorted(rules, key=_middle)
    if len(lines) != 4:
        yield f"a letter has two double red rules, here are {len(lines)} lines"
        return
    for rule in lines:
        if not (_near(rule.left, std.LETTER_LEFT, 1) and _near(rule.right, std.LETTER_LEFT + std.LETTER_RULE, 1)):
            yield f"a red rule reaches from {rule.left:.1f} to {rule.right:.1f} mm"
    heavy = [rule.bottom - rule.top for rule in lines]
    if not (heavy[0] > heavy[1] and heavy[2] < heavy[3]):
        yield "the upper red rule isn't thick above thin, or the lower one not thin above thick"
    weight = std.LETTER_WEIGHT / std.MM
    start, end = (_middle(lines[at]) + side * std.LETTER_THICK / std.MM / 2 for at, side in ((0, -1), (3, 1)))
    if not _near(start - bottom, std.RULE_DROP, exact.rule):
        yield f"the upper red rule is {start - bottom:.1f} mm under the mark instead of {std.RULE_DROP}"
    if not _near(std.PAGE_HEIGHT - end, std.LETTER_FOOT, exact.rule):
        yield f"the lower red rule is {std.PAGE_HEIGHT - end:.1f} mm above the sheet's edge instead of {std.LETTER_FOOT}"
    for first, second in (lines[:2], lines[2:]):
        if not _near(_middle(second) - _middle(first), weight - (std.LETTER_THICK + std.LETTER_THIN) / std.MM / 2, 0.2):
            yield f"a double red rule's lines are {_middle(second) - _middle(first):.2f} mm apart"
    under = [(words, "right") for words in [head.number] if words] + [(words, "left") for words, _face in head_marks(head)[:1]]
    for words, side in under:
        yield from _under_rule("".join(words.split()), side, page, start + weight, exact)


def _middle(rule: Rule) -> float:
    return (rule.top + rule.bottom) / 2


def _under_rule(words: str, side: str, page: Page, rule: float, exact: Tolerance) -> Iterator[str]:
    """The first line under a letter's upper rule: seven eighths of a character under it, at the area's edge."""
    line = next((line for line in page.lines() if words in "".join(line.text.split())), None)
    if line is None:
        yield f"“{words}” is missing under the red rule"
        return
    top = min(each.top for each in line.letters if each.text not in "〔〕★")
    if not _near(top - rule, std.LETTER_NEAR / std.MM, exact.rule + 0.6):
        yield f"“{words}” stands {top - rule:.1f} mm under the red rule instead of {std.LETTER_NEAR / std.MM:.1f}"
    off = 184 - line.right if side == "right" else line.left - 28
    if not _near(off, 0, exact.edge):
        yield f"“{words}” is {off:.1f} mm off the area's {side} edge"


def _number(number: str, page: Page, mark_bottom: float, rule: float, exact: Tolerance) -> Iterator[str]:
    line = next((line for line in page.lines() if "".join(number.split()) in "".join(line.text.split())), None)
    if line is None:
        yield f"the number {number} is missing"
        return
    # The characters of the number, not the brackets, which reach lower.
    letters = [each for each in line.letters if each.text not in "〔〕"]
    bottom, top = max(each.bottom for each in letters), min(each.top for each in letters)
    if not _near(rule - bottom, std.RULE_DROP, exact.rule + 0.6):
        yield f"the red rule is {rule - bottom:.1f} mm under the number instead of {std.RULE_DROP}"
    empty = (top - mark_bottom) / (exact.pitch / std.MM)
    if not 1.6 <= empty <= 2.6:
        yield f"{empty:.1f} empty lines between mark and number instead of 2"
    if not _near((line.left + line.right) / 2, 106, 1.5):
        yield "the number isn't in the middle"


def _first_page(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    """The first page shows text, under the title and the addressee."""
    text = _without_marks(pages[0].text(), exact)
    lines = opening(paper)
    for words in lines.title:
        if _without_marks(words, exact) not in text:
            yield f"the title's line “{words}” isn't on the first page"
    addressee, _copied = moved_addressee(paper)
    if addressee and _without_marks(addressee, exact) not in text:
        yield "the addressee isn't on the first page"
    first = next((block for block in paper.blocks if isinstance(block, Text | Heading | Table)), None)
    words = first.lead + first.text if isinstance(first, Text) else first.text if isinstance(first, Heading) else ""
    if isinstance(first, Table):
        words = (first.title or first.columns[0].head) if not first.headless else first.rows[0][0]
    if _without_marks(words[:6], exact) not in text:
        yield f"the first page shows no text (“{words[:6]}”)"


def _without_marks(text: str, exact: Tolerance) -> str:
    """Without spaces; and without the marks that may be lost at the end of a line."""
    text = "".join(text.split())
    return text.translate(dict.fromkeys(map(ord, CLOSING))) if exact.marks_hang else text


# ---- page numbers ----


def _numbers(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    last = len(pages)
    for page in pages:
        dashes = _dashes(page)
        colophon_only = (
            page.number == last and (paper.colophon or moved_addressee(paper)[1]) and not _text_before_colophon(page)
        )
        blank = not page.lines() and page.number == last - 1
        if colophon_only or blank or (paper.letter and page.number == 1):
            if dashes:
                yield f"p{page.number} has a number, though it should have none"
            continue
        if len(dashes) != 2:
            yield f"p{page.number} has no number"
            continue
        yield from _number_place(page, dashes, exact)


def _dashes(page: Page) -> list[Letter]:
    return [each for each in page.strip() if each.text == "—" and _near(each.size, std.FOUR, 0.3)]


def _number_place(page: Page, dashes: list[Letter], exact: Tolerance) -> Iterator[str]:
    """As on the bound sheet: a lying page is turned to the left."""
    odd = page.number % 2 == 1
    inset = EM
    if page.lies:
        drop = 35 - max(each.right for each in dashes)
        start, end = min(each.top for each in dashes), max(each.bottom for each in dashes)
        low, high = 28, 184
    else:
        drop = min(each.top for each in dashes) - 262
        start, end = min(each.left for each in dashes), max(each.right for each in dashes)
        low, high = 28, 184
    if not _near(drop, std.NUMBER_DROP, exact.number):
        yield f"p{page.number}: the number's dash stands {drop:.1f} mm under the area instead of {std.NUMBER_DROP}"
    off = high - end - inset if odd else start - low - inset
    if not _near(off, 0, exact.number + 0.3):
        yield f"p{page.number}: the number is {off:.1f} mm off its place"


def _text_before_colophon(page: Page) -> bool:
    return any(line.bottom < 225 for line in page.lines()) or any(line.size > 15 for line in page.lines())


# ---- tables, words, figures ----


def _tables(paper: Paper, pages: list[Page]) -> Iterator[str]:
    """A table's heads stand on every page that holds rows of it."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    for table in blocks:
        if not isinstance(table, Table) or table.headless or len(table.rows) < 3:
            continue
        heads = ["".join(column.head.split()) for column in table.columns]
        longest = max(heads, key=len)
        keys = _keys(table)
        holding = [page for page in pages if keys and any(key in line for line in _joined(page) for key in keys)]
        for page in holding:
            letters = Counter(page.text())
            if not Counter("".join(heads)) <= letters:
                yield f"p{page.number}: rows of a table without its heads (“{longest}”)"


def _joined(page: Page) -> list[str]:
    return ["".join(line.text.split()) for line in page.lines()]


def _keys(table: Table) -> list[str]:
    """Rows as they would stand in one line, where they are short enough for that and like no other line."""
    found = ["".join("".join(row).split()) for row in table.rows if all(len(cell) <= 10 for cell in row)]
    return [key for key in found if len(key) >= 12]


def _words(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    """Every character of the description is on paper, as often as it stands there, and every figure in one piece."""
    wanted = plain_text(paper)
    told = {
        block.words
        for block in [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
        if isinstance(block, Figure)
    }
    for words in told:  # said to who can't see the picture, not written
        wanted = wanted.replace(words, "")
    found = Counter("".join(each.text for page in pages for each in page.letters))
    missing = Counter("".join(wanted.split())) - found
    if exact.marks_hang:
        for mark in CLOSING:
            missing.pop(mark, None)
    if missing:
        yield f"missing: {dict(missing.most_common(8))}"
    lines = "\n".join(line for page in pages for line in _joined(page))
    for block in [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]:
        if isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row)
            torn = [cell for cell in cells if re.fullmatch(r"[+−]?[\d.,]+%?", cell) and cell not in lines]
            if torn:
                yield f"figures torn or missing: {torn[:4]}"


# ---- attendance, signature and colophon ----


def _attendance(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    """出席, 请假, 列席: the label two characters in, further lines under the first name."""
    lines = [line for page in pages for line in page.lines()]
    for each in paper.attendance:
        at = next((at for at, line in enumerate(lines) if "".join(line.text.split()).startswith(each.lead)), None)
        if at is None:
            yield f"“{each.lead}” begins no line"
            continue
        if not _near(lines[at].left, 28 + 2 * 156 / 28, exact.edge):
            yield f"“{each.lead}” begins at {lines[at].left:.1f} mm"
        more = lines[at + 1] if at + 1 < len(lines) else None
        long = len(each.lead + each.text) > std.CHARACTERS - 2
        if long and more and not _near(more.left, 28 + (2 + len(each.lead)) * 156 / 28, exact.edge):
            yield f"the second line of “{each.lead}” begins at {more.left:.1f} mm"


def _signature(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    signature = paper.signature
    if signature is None or signature.day is None:
        return
    words = day(signature.day)
    hits = [(page, line) for page in pages for line in page.lines() if "".join(line.text.split()) == words]
    if not hits:
        yield "the day under the signature is missing"
        return
    page, line = hits[-1]
    if signature.way == SEALED and not _near(184 - line.right, 4 * 156 / 28, exact.edge + 0.5):
        yield f"the day ends {184 - line.right:.1f} mm from the right instead of four characters"
    if not any(other.bottom < line.top - 4 * EM and other.left < 60 for other in page.lines()):
        yield f"p{page.number}: who signs stands on a page without text"


def _colophon(paper: Paper, pages: list[Page], exact: Tolerance) -> Iterator[str]:
    _addressee, copied = moved_addressee(paper)
    if paper.colophon is None and not copied:
        return
    last = pages[-1]
    if paper.letter:
        yield from _letter_colophon(paper, copied, last, exact)
        return
    if len(pages) % 2:
        yield f"the colophon closes page {len(pages)}, an odd one"
    rules = sorted((rule for rule in last.rules if rule.right - rule.left > 140 and not rule.red), key=lambda rule: rule.bottom)
    if not rules:
        yield "the colophon has no rules"
        return
    lowest = rules[-1]
    middle = (lowest.top + lowest.bottom) / 2
    if not _near(middle, 262, exact.edge):
        yield f"the colophon's last rule stands at {middle:.1f} mm instead of 262"
    words = f"{paper.colophon.printer}" if paper.colophon else f"主送：{copied[:4]}"
    line = next((line for line in last.lines() if words[:6] in "".join(line.text.split()) and line.bottom > 200), None)
    if line is None:
        yield "the colophon isn't on the last page"
    elif not _near(line.size, std.FOUR, 0.3) or not _near(line.left, 28 + std.FOUR / std.MM, 1.2):
        yield f"the colophon is set at {line.left:.1f} mm in {line.size:.1f} points"


def _letter_colophon(paper: Paper, copied: str, page: Page, exact: Tolerance) -> Iterator[str]:
    """Its last line at the foot of the last page's area, without rules."""
    copies = paper.colophon.copies if paper.colophon else ()
    words = "".join((f"抄送：{copies[0]}" if copies else f"主送：{copied}")[:6].split())
    line = next((line for line in page.lines() if words in "".join(line.text.split()) and line.bottom > 200), None)
    if line is None:
        yield "the colophon isn't on the last page"
        return
    if not _near(line.size, std.FOUR, 0.3) or not _near(line.left, 28 + std.FOUR / std.MM, 1.2):
        yield f"the colophon is set at {line.left:.1f} mm in {line.size:.1f} points"
    lowest = page.lines()[-1]
    if not _near(lowest.bottom, 262, exact.edge + exact.sink / 2):
        yield f"the colophon ends at {lowest.bottom:.1f} mm instead of 262"
    if any(rule.top > line.top - 5 and not rule.red for rule in page.rules):
        yield "a letter's colophon has no rules"


def _layout(pages: list[Page], layout: Layout) -> Iterator[str]:
    if layout.pages != len(pages):
        yield f"the press says {layout.pages} pages, there are {len(pages)}"


def told(name: str, found: Iterable[str]) -> str:
    """Findings for a reader."""
    return f"{name}:\n  " + "\n  ".join(found)
