"""Three hundred generated papers of every kind are set as the standard asks; their Word files too, within its tolerance.

The whole set as Word files takes some minutes: `python -m tests.layout 300 --word`. Here a paper of each kind is set by LibreOffice.
"""

import pytest

from kaohe.paper.press import press
from tests.layout.checks import PDF, WORD, findings, told
from tests.layout.generate import KINDS, case
from tests.layout.measure import read
from tests.layout.office import converted

NUMBER, TOGETHER = 300, 25
#: One of each kind, among them long ones and bureaus of forty departments; and one of which LibreOffice once lost the rows of a table.
SAMPLE = [*(at + len(KINDS) * (at % 10) for at in range(len(KINDS))), 256]


@pytest.mark.parametrize("first", range(0, NUMBER, TOGETHER))
def test_papers_are_set_as_the_standard_asks(first):
    machine = press()
    off = []
    for number in range(first, first + TOGETHER):
        made = case(number)
        found = findings(made.paper, read(machine.pdf(made.paper)), PDF, machine.layout(made.paper)) + machine.warnings(made.paper)
        if found:
            off.append(told(made.name, found))
    assert not off, "\n".join(off)


@pytest.mark.libreoffice
def test_a_word_file_of_each_kind_is_set_so_too():
    off = []
    for made, content in converted(map(case, SAMPLE)):
        found = findings(made.paper, read(content), WORD)
        if found:
            off.append(told(made.name, found))
    assert not off, "\n".join(off)


def test_the_set_is_as_wide_as_it_claims():
    """All kinds, one to forty departments, titles from none to very long, papers from one page to thirty."""
    made = [case(number) for number in range(NUMBER)]
    assert {each.name.partition(" ")[2] for each in made} == set(KINDS)
    assert {each.departments for each in made} >= {1, 40}
    lengths = [len(each.paper.title) for each in made]
    assert (min(lengths), max(lengths) > 55) == (0, True)
    assert {each.asked_pages for each in made} >= {1, 30}


# ---- the inspector sees what is off ----


@pytest.fixture(scope="module")
def good():
    paper = next(made.paper for made in map(case, range(0, 400, len(KINDS))) if made.paper.head and made.paper.head.number)
    return paper, press().pdf(paper)


def spoilt(content, change):
    pages = read(content)
    for page in pages:
        change(page)
    return pages


def move(page, across=0.0, down=0.0):
    page.letters = [
        each._replace(
            left=each.left + across, right=each.right + across, origin=each.origin + across,
            top=each.top + down, bottom=each.bottom + down, feet=each.feet + down,
        )
        for each in page.letters
    ]  # fmt: skip


def test_a_good_paper_has_no_findings(good):
    paper, content = good
    assert findings(paper, read(content)) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda page: move(page, across=3), "outside"),
        (lambda page: move(page, down=3), "mm"),
        (lambda page: setattr(page, "rules", []), "red rule"),
        (lambda page: setattr(page, "letters", [each for each in page.letters if each.text != "—"]), "no number"),
        (lambda page: setattr(page, "letters", [each for each in page.letters if each.text != "9"]), "missing"),
        (lambda page: setattr(page, "letters", [each._replace(red=False) for each in page.letters]), "the mark"),
        (lambda page: setattr(page, "width", 205.0), "the sheet"),
    ],
)
def test_what_is_off_is_found(good, change, word):
    paper, content = good
    found = findings(paper, spoilt(content, change))
    assert any(word in each for each in found), found


@pytest.fixture(scope="module")
def letter():
    """A letter with a number, copies and more than one page."""
    paper = next(each.paper for each in map(case, range(10, 900, len(KINDS))) if each.paper.letter and each.paper.colophon and each.paper.head.number)
    return paper, press().pdf(paper)


def rules(change):
    """What changes the red rules of the first page; the lower rule is drawn first."""

    def of(page):
        if page.number == 1:
            page.rules = change(page.rules)

    return of


def test_a_good_letter_has_no_findings(letter):
    paper, content = letter
    assert findings(paper, read(content)) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda page: move(page, down=2), "under the sheet's edge"),
        (rules(lambda found: [each._replace(top=each.top + 2, bottom=each.bottom + 2) for each in found]), "above the sheet's edge"),
        (rules(lambda found: [each._replace(right=184.0) for each in found]), "reaches from"),
        (rules(lambda found: found[1:]), "two double red rules"),
        (rules(lambda found: [each._replace(top=each.top - 0.4, bottom=each.bottom + 0.4) if at in (0, 3) else each for at, each in enumerate(found)]),
         "thick above thin"),
        (lambda page: setattr(page, "letters", [each for each in page.letters if each.text not in "〔〕"]), "missing under the red rule"),
        (lambda page: setattr(page, "letters", [each for each in page.letters if each.text != "抄"]), "the colophon isn't"),
    ],
)  # fmt: skip
def test_what_is_off_in_a_letter_is_found(letter, change, word):
    paper, content = letter
    found = findings(paper, spoilt(content, change))
    assert any(word in each for each in found), found


def test_a_missing_page_is_found(good):
    paper, content = good
    pages = read(content)
    assert any("odd one" in each or "missing" in each for each in findings(paper, pages[:-1]))
