"""What every paper of a bureau has: its letterhead, what it is called, when it was issued; and a few ways of saying things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import Exact, Rulebook, Standing, plainest, total
from kaohe.paper.description import (
    SEALED,
    Annex,
    Block,
    Colophon,
    Head,
    Paper,
    Proof,
    Signature,
    Text,
)
from kaohe.wording.dates import year_number
from kaohe.wording.figures import fixed, size

#: The papers to a department that a bureau may have set as letters; answers to an objection are, unless it says otherwise.
RECEIPT, DECISION, SCORE = "receipt", "decision", "score"
LETTERS: Final = (RECEIPT, DECISION, SCORE)


class Stationery(NamedTuple):
    """What a bureau's papers have in common (公文要素), from its settings.

    bureau      发文机关, as it signs; `mark` is 发文机关标志, `code` 机关代字
    addressee   主送机关; `copies` are 抄送机关, `printer` is 印发机关
    office      who answers questions: its name, telephone and place
    letters     which of its papers are letters
    """

    bureau: str
    mark: str = ""
    code: str = ""
    addressee: str = "机关各科室"
    copies: tuple[str, ...] = ()
    printer: str = ""
    office: str = "局考核办"
    telephone: str = ""
    place: str = ""
    letters: frozenset[str] = frozenset({RECEIPT, DECISION})

    @property
    def red_mark(self) -> str:
        """The mark of its papers with a red head."""
        return self.mark or f"{self.bureau}文件"


class Issue(NamedTuple):
    """One issuing: its day, its running number of the year (None while it has none), its proof.

    warning  what stands on every page while it isn't the real thing
    """

    day: date
    number: int | None = None
    proof: Proof | None = None
    warning: str = ""


def red_head(stationery: Stationery, issue: Issue) -> Head:
    """The red head of that issue; without a number while it is a draft."""
    number = year_number(stationery.code, issue.day.year, issue.number) if issue.number is not None else ""
    return Head(stationery.red_mark, number)


def letter_head(mark: str, stationery: Stationery, issue: Issue) -> Head:
    """A letter's head: who writes, without 文件, and the number with 函 behind the bureau's code: 示财函〔2026〕3号."""
    code = stationery.code.removesuffix("发").removesuffix("函")
    number = year_number(f"{code}函", issue.day.year, issue.number) if issue.number is not None else ""
    return Head(mark, number, letter=True)


def official(
    title: str,
    blocks: Sequence[Block],
    stationery: Stationery,
    issue: Issue,
    *,
    head: bool = False,
    letter: bool = False,
    addressee: str = "",
    annexes: Sequence[Annex] = (),
    way: str = SEALED,
    signed_by: str = "",
    remark: str = "",
) -> Paper:
    """A paper of that bureau: with a red head, which a colophon closes; a letter of who signs it; or a plain sheet."""
    signed_by = signed_by or stationery.bureau
    return Paper(
        title=title,
        blocks=tuple(blocks),
        head=red_head(stationery, issue) if head else letter_head(signed_by, stationery, issue) if letter else None,
        addressee=addressee,
        signature=Signature(signed_by, issue.day, way),
        remark=remark,
        annexes=tuple(annexes),
        colophon=Colophon(stationery.copies, stationery.printer or f"{stationery.bureau}办公室", issue.day) if head else None,
        proof=issue.proof,
        warning=issue.warning,
        issuer=stationery.bureau,
        day=issue.day,
    )


def measures(rulebook: Rulebook) -> str:
    """The measures by name."""
    return f"《{rulebook.label}》"


def listed(names: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(names)


def mean(numbers: Sequence[Exact]) -> Exact | None:
    """The exact mean; None of nothing."""
    return plainest(Fraction(total(numbers)) / len(numbers)) if numbers else None


def moved(change_of: Exact, since: str) -> str:
    """较上季提高1.25分, 较上季下降0.50分, 与上季持平."""
    if not change_of:
        return f"{since.replace('较', '与', 1)}持平"
    return f"{since}{'提高' if change_of > 0 else '下降'}{fixed(size(change_of))}分"


def bands(numbers: Iterable[Exact], steps: Sequence[int] = (95, 90, 80, 70)) -> str:
    """How numbers are spread: 95分以上2个、90—95分3个…, empty bands left out."""
    numbers = list(numbers)
    found = []
    for at, low in enumerate(steps):
        high = steps[at - 1] if at else None
        count = sum(number >= low and (high is None or number < high) for number in numbers)
        if count:
            found.append(f"{low}分以上{count}个" if high is None else f"{low}—{high}分{count}个")
    if under := sum(number < steps[-1] for number in numbers):
        found.append(f"不足{steps[-1]}分{under}个")
    return listed(found)


def named(standing: Standing) -> str:
    """A department as papers call it."""
    return standing.department.title


def paragraphs(texts: Iterable[str]) -> list[Text]:
    """A paragraph for each text that isn't empty."""
    return [Text(text.strip()) for text in texts if text.strip()]
