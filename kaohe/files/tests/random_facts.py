"""Random facts for property tests: everything that a year can hold, in texts as hostile as people's."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from kaohe.engine import Department, Entry, Facts, Goal, plainest
from kaohe.files.cells import read_code, read_name
from kaohe.files.columns import EXAMPLE
from kaohe.files.names import grading_rules
from kaohe.files.tests.workbooks import rulebook

#: Beginnings that spreadsheets take for formulas, and marks that only look like a part of the format.
TRICKS = (
    "=1+1",
    "+8",
    "-x",
    "@SUM(A1)",
    "'=a",
    "''-a",
    "_x0041_",
    "合计",
    "注：见下",
    "示例一",
    "a\tb",
    "a\nb",
    '"',
    "𠮷",
    "&amp;",
    "<c>",
    "1e5",
    "007",
)

_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)


def texts(largest=30):
    """Free text, as it is after reading: trimmed, line breaks plain."""
    free = st.text(st.one_of(_LETTERS, st.just("\n")), max_size=largest)
    return st.one_of(st.sampled_from(TRICKS), free).map(lambda text: text.strip())


def numbers_of_things():
    """Numbers and keys: full-width forms made plain."""
    words = {"合计", "小计", *EXAMPLE}
    return texts(12).map(read_code).filter(lambda text: text and text not in words and not _is_aside(text))


def _is_aside(text):
    from kaohe.files.cells import plain
    from kaohe.files.sheets import _EXAMPLE, _TOTAL

    return bool(_EXAMPLE.fullmatch(plain(text)) or _TOTAL.fullmatch(plain(text)))


def names():
    """Several names in one cell."""
    name = texts(12).map(read_name).filter(bool)
    return st.lists(name, max_size=3).map(tuple)


def amounts():
    """Exact numbers with and without a decimal."""
    decimals = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=4)
    fractions = st.fractions(0, 1000, max_denominator=97)
    return st.one_of(decimals, fractions.map(plainest), st.just(Fraction(60, 7)), st.just(Decimal("0.000000000001")))


days = st.dates(date(2025, 1, 1), date(2026, 2, 1))
_OWN_NAMES = st.lists(texts(8).map(read_name).filter(bool), max_size=2).map(tuple)


@st.composite
def departments(draw):
    """None (the rulebook's), or some of the rulebook's with other numbers and a new one."""
    if draw(st.booleans()):
        return ()
    known = draw(
        st.lists(st.sampled_from(rulebook().departments), min_size=1, max_size=4, unique_by=lambda each: each.code)
    )
    found = [
        Department(
            each.code,
            each.name,
            draw(st.sampled_from(["", each.short])),
            draw(st.sampled_from([(), each.aliases])),
            draw(st.none() | st.integers(0, 99)),
            draw(st.booleans()),
            draw(st.sampled_from([{}, {"brief_quota": Decimal(3)}, {"brief_quota": Decimal("2.5")}])),
        )
        for each in known
    ]
    if draw(st.booleans()):
        found.append(Department("digital", "数字财政科", "数字科", ("=数字", "信息、化科"), 3))
    return tuple(found)


@st.composite
def facts(draw):
    """A year's facts."""
    units = draw(departments())
    codes = [each.code for each in units or rulebook().departments]
    goals = draw(
        st.lists(_goal(codes), max_size=5, unique_by=lambda goal: (goal.department, read_code(goal.code).casefold()))
    )
    entries = draw(st.lists(_entry(codes, goals), max_size=8, unique_by=lambda entry: entry.id.casefold()))
    for entry in (
        draw(st.lists(st.sampled_from(entries), max_size=3, unique_by=lambda each: each.id)) if entries else []
    ):
        entries.append(draw(_reversal(entry)))
    return Facts(2025, units, tuple(goals), tuple(entries), draw(st.none() | days), draw(texts(10)))


@st.composite
def _goal(draw, codes):
    return Goal(
        code=draw(numbers_of_things()),
        department=draw(st.sampled_from(codes)),
        category=draw(st.sampled_from(sorted(rulebook().categories))),
        title=draw(texts()),
        base=draw(st.none() | amounts()),
        origin=draw(texts()),
        measure=draw(texts()),
        target=draw(texts()),
        due=draw(st.none() | st.dates(date(1800, 1, 1), date(2300, 1, 1))),
        key_work=draw(st.booleans()),
    )


@st.composite
def _entry(draw, codes, goals):
    rule = draw(st.sampled_from([each for each in rulebook().rules.values() if not hasattr(each, "category")]))
    common = {
        "id": draw(numbers_of_things()),
        "occurred_on": draw(days),
        "about": draw(texts()),
        "evidence": draw(names()),
        "recorded_on": draw(st.none() | days),
        "recorded_by": draw(texts(8)),
    }
    if goals and draw(st.booleans()):
        return draw(_grading(draw(st.sampled_from(goals)), common))
    levels = rule.known_levels()
    return Entry(
        department=draw(st.sampled_from(codes)),
        rule=rule.code,
        count=draw(st.integers(1, 500)),
        level=draw(st.sampled_from(levels)) if levels else "",
        matter=draw(st.just("") | numbers_of_things()),
        amount=draw(amounts()) if "amount" in rule.asks else None,
        persons=draw(names()),
        until=draw(st.none() | days) if rule.lasts else None,
        **common,
    )


@st.composite
def _grading(draw, goal, common):
    """Mostly as the sheet of gradings holds it; now and then with more than that sheet has columns for."""
    rule = grading_rules(rulebook())[goal.category]
    grade = draw(st.sampled_from(sorted(rule.scale.grades.values(), key=lambda each: each.code)))
    known = [condition.code for condition in grade.conditions]
    conditions = draw(st.lists(st.sampled_from(known), unique=True, max_size=2)) if known else []
    more = draw(st.sampled_from([{}, {}, {"matter": "m1"}, {"persons": ("张三",)}]))
    return Entry(
        department=goal.department,
        rule=rule.code,
        goal=goal.code,
        level=grade.code,
        conditions=tuple(conditions),
        **common,
        **more,
    )


@st.composite
def _reversal(draw, entry):
    from dataclasses import replace

    return replace(entry, id=f"{entry.id}-冲", count=-entry.count, reverses=entry.id, about=draw(texts()))
