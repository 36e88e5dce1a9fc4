"""YAML is read strictly: whatever is odd in a text is told with its file and line, and never raises."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.problems import Place
from kaohe.engine.yaml_text import MOST_DEPTH, Fields, read_yaml

FILE = "some.yaml"


def told(problems) -> list[tuple[str, int | None]]:
    assert all(problem.place.file == FILE for problem in problems)
    return [(problem.code, problem.place.line) for problem in problems]


def read(text: str, use=lambda fields: None) -> tuple[object, list[tuple[str, int | None]]]:
    """What `use` makes of the text's table, and what was told."""
    value, problems = read_yaml(text, FILE)
    assert not problems
    fields = Fields(value, file=FILE, where="here", problems=problems)
    made = use(fields)
    return made, told(problems)


# --- the text


def test_every_scalar_stays_text_and_knows_its_line():
    value, problems = read_yaml("on: 2025-03-12\nfull: 1.50\nyes: true\nnone: ~\nlist: [1, 0x10]\n", FILE)
    assert value == {"on": "2025-03-12", "full": "1.50", "yes": "true", "none": "~", "list": ["1", "0x10"]}
    assert problems == []
    assert [each.line for each in value.values()] == [1, 2, 3, 4, 5]
    assert value.lines == {"on": 1, "full": 2, "yes": 3, "none": 4, "list": 5}


def test_an_empty_text_is_nothing():
    assert read_yaml("", FILE) == read_yaml("# only a comment\n", FILE) == (None, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("yaml.duplicate", 3)]),
        ("a: 1\n\"a\": 2\n", [("yaml.duplicate", 2)]),
        ("a: &one 1\nb: *one\n", [("yaml.alias", 1), ("yaml.alias", 2)]),
        ("a: &loop [*loop]\n", [("yaml.alias", 1), ("yaml.alias", 1)]),
        ("a: 1\n---\nb: 2\n", [("yaml.documents", 2)]),
        ("? [a, b]\n: 1\n", [("yaml.key", 1)]),
        ("a: [1\nb: 2\n", [("yaml.syntax", 2)]),
        ("a: 'open\n", [("yaml.syntax", 2)]),
        ("a: 1\n\tb: 2\n", [("yaml.syntax", 2)]),
        ("a: 1\nb: \x01\n", [("yaml.syntax", 2)]),
        ("a: 1\nb: \ud800\n", [("yaml.syntax", 2)]),
        ("a: 1\na: 2\nb: [\n", [("yaml.duplicate", 2), ("yaml.syntax", 4)]),
    ],
)  # fmt: skip
def test_what_a_text_may_not_hold_is_told_with_its_line(text, expected):
    _, problems = read_yaml(text, FILE)
    assert told(problems) == expected
    assert all(problem.message("zh") != problem.message("en") for problem in problems)


def test_of_two_equal_keys_the_first_is_kept():
    assert read_yaml("a: 1\na: 2\n", FILE)[0] == {"a": "1"}


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
def test_a_text_nested_without_end_is_refused_and_crashes_nothing(bracket):
    value, problems = read_yaml(bracket * 100_000, FILE)
    assert value is None
    assert told(problems) == [("yaml.deep", 1)]


def test_a_text_may_be_as_deep_as_a_rulebook_needs():
    assert read_yaml("[" * MOST_DEPTH + "]" * MOST_DEPTH, FILE)[1] == []
    assert told(read_yaml("[" * (MOST_DEPTH + 2) + "]" * (MOST_DEPTH + 2), FILE)[1]) == [("yaml.deep", 1)]


def test_no_object_is_ever_made():
    assert read_yaml("a: !!python/object/apply:os.getcwd []\n", FILE) == ({"a": []}, [])


@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{}&*!|>'\"#%@`?,~1\x00\u2028\ud800甲：")))
def test_no_text_whatever_raises(text):
    _, problems = read_yaml(text, FILE)
    assert all(place.line is not None and place.line >= 1 for place in (problem.place for problem in problems))


# --- its fields


def test_a_table_gives_what_is_asked_for():
    text = """\
name: 预算科
size: 6
share: 60/7
full: 1.50
day: 2025-03-12
close: "17:30"
open: true
way: sum
usual: [2, 4]
names: [甲, 乙]
numbers: {quota: 4}
many: [{code: a}, {code: b}]
"""

    def use(fields: Fields) -> list[object]:
        numbers, many = fields.numbers("numbers"), fields.many("many", "code", once=True)
        made = [
            fields.text("name"), fields.whole("size"), fields.number("share"), fields.amount("full"), fields.day("day"),
            fields.clock("close"), fields.yes("open"), fields.choice("way", ("sum", "mean")), fields.span("usual", (0, 9)),
            fields.texts("names"), numbers, [each.text("code") for each in many], [each.where for each in many],
        ]  # fmt: skip
        fields.done()
        return made

    made, problems = read(text, use)
    assert made == [
        "预算科", 6, Fraction(60, 7), Decimal("1.50"), date(2025, 3, 12), "17:30", True, "sum", (2, 4), ("甲", "乙"),
        {"quota": Decimal(4)}, ["a", "b"], ["many[a]", "many[b]"],
    ]  # fmt: skip
    assert problems == []


def test_what_is_left_out_is_its_default():
    def use(fields: Fields) -> list[object]:
        return [
            fields.text("a", ""), fields.whole("b", None), fields.amount("c", None), fields.yes("d", False),
            fields.choice("e", ("x",), ""), fields.texts("f"), fields.fields("g"), fields.many("h", "code"),
            fields.numbers("i"), fields.span("j", (0, 9)), fields.clock("k", ""), fields.day("l", None),
        ]  # fmt: skip

    assert read("{}", use) == (["", None, None, False, "", (), None, [], {}, (0, 9), "", None], [])


@pytest.mark.parametrize(
    "use",
    [
        lambda fields: fields.text("x"),
        lambda fields: fields.number("x"),
        lambda fields: fields.amount("x"),
        lambda fields: fields.whole("x"),
        lambda fields: fields.day("x"),
        lambda fields: fields.yes("x"),
        lambda fields: fields.clock("x"),
        lambda fields: fields.choice("x", ("a", "b")),
    ],
)
def test_what_is_required_and_missing_is_told_once(use):
    assert read("\nother: 1\n", use)[1] == [("yaml.missing", 2)]


@pytest.mark.parametrize(
    ("value", "use"),
    [
        ("[1]", lambda fields: fields.text("x")),
        ('""', lambda fields: fields.text("x")),
        ("seven", lambda fields: fields.number("x")),
        ("1 2", lambda fields: fields.number("x")),
        ("1,25", lambda fields: fields.number("x")),
        ("[7]", lambda fields: fields.number("x")),
        ("60/7", lambda fields: fields.amount("x")),
        ("-1", lambda fields: fields.amount("x")),
        ("1.5", lambda fields: fields.whole("x")),
        ("1_000", lambda fields: fields.whole("x")),
        ("0", lambda fields: fields.whole("x", least=1)),
        ("9" * 5000, lambda fields: fields.whole("x")),
        ("20250312", lambda fields: fields.day("x")),
        ("2025-02-30", lambda fields: fields.day("x")),
        ("yes", lambda fields: fields.yes("x")),
        ("2025-W11-3", lambda fields: fields.day("x")),
        ("17:30:00", lambda fields: fields.clock("x")),
        ("25:00", lambda fields: fields.clock("x")),
        ("9:00", lambda fields: fields.clock("x")),
        ("c", lambda fields: fields.choice("x", ("a", "b"))),
        ("a", lambda fields: fields.texts("x")),
        ("[a, [b]]", lambda fields: fields.texts("x")),
        ("[4, 2]", lambda fields: fields.span("x", (0, 9))),
        ("[2]", lambda fields: fields.span("x", (0, 9))),
        ("[-1, 2]", lambda fields: fields.span("x", (0, 9))),
        ("7", lambda fields: fields.fields("x")),
        ("{a: 1}", lambda fields: fields.many("x", "code")),
        ("[7]", lambda fields: fields.many("x", "code")),
        ("{a: b}", lambda fields: fields.numbers("x")),
    ],
)
def test_what_is_of_the_wrong_kind_is_told_with_what_was_found(value, use):
    _, problems = read(f"\nx: {value}\n", use)
    assert problems == [("yaml.expected", 2)]


def test_a_name_that_may_come_once_is_told_where_it_comes_again():
    text = "x:\n  - {code: a}\n  - {code: b}\n  - {code: a}\n"
    assert read(text, lambda fields: fields.many("x", "code", once=True))[1] == [("rulebook.duplicate", 4)]
    assert read(text, lambda fields: fields.many("x", "code"))[1] == []


def test_a_key_that_nobody_asked_for_is_told_with_those_that_can_be():
    problems: list = []
    fields = Fields(read_yaml("a: 1\nb: 2\nc: 3\n", FILE)[0], file=FILE, where="here", problems=problems)
    fields.text("b")
    fields.done()
    assert told(problems) == [("yaml.unknown_key", 1), ("yaml.unknown_key", 3)]
    assert problems[0].message("zh") == "some.yaml › 第 1 行: here：不认识的键“a”。可用：b。"


def test_a_thing_that_is_no_table_is_told_and_then_reads_as_an_empty_one():
    problems: list = []
    fields = Fields(None, file=FILE, where="here", problems=problems, line=3)
    assert not fields.has("a")
    assert fields.text("a", "") == ""
    fields.done()
    assert told(problems) == [("yaml.expected", 3)]
    assert fields.place == Place(FILE, 3)


def test_what_was_expected_is_said_in_the_readers_language():
    problems: list = []
    fields = Fields(read_yaml("x: seven\n", FILE)[0], file=FILE, where="here", problems=problems)
    fields.whole("x")
    assert "整数" in problems[0].message("zh")
    assert "a whole number" in problems[0].message("en")
