"""Counts headings and attachments, so that nobody writes a number by hand and both outputs have the same one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaohe.paper.description import Annex, Block, Heading
from kaohe.wording.dates import heading_number


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with the number in front of it, "" for what has none. A heading starts the levels under it anew."""
    counts = [0, 0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading):
            yield "", block
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (4 - block.level)
        yield heading_number(block.level, counts[block.level]), block


def annex_marks(annexes: Sequence[Annex]) -> list[str]:
    """What stands over each annex: 附件 alone where there is one, 附件1 and 附件2 where there are more."""
    return ["附件"] if len(annexes) == 1 else [f"附件{number}" for number in range(1, len(annexes) + 1)]


def attachment_lines(annexes: Sequence[Annex]) -> list[tuple[str, str]]:
    """The note under the text: a number (where there are several) and the name, without a full stop."""
    names = ["".join(annex.title.split("\n")).rstrip("。") for annex in annexes]
    return [("" if len(names) == 1 else f"{number}.", name) for number, name in enumerate(names, 1)]
