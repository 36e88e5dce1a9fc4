"""Every sentence exists once, in both languages, with the same blanks to fill; every one is used, and none is missing."""

import ast
import re
import string
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from kaohe import engine
from kaohe.engine import Said, has_phrase, phrase, register
from kaohe.engine.phrases import _PHRASES

ENGINE = Path(engine.__file__).parent
SOURCES = [path for path in ENGINE.rglob("*.py") if "tests" not in path.parts]
ROOMS = [path for path in ENGINE.parent.rglob("*.py") if "tests" not in path.parts]
CODE = re.compile(
    r"(place|problem|yaml|rulebook|document|check|ledger|goals|facts|grading|period|judged|line|brief|words|kind)\.[a-z_.]+"
)
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
#: Where a code is put together from parts, all that it can come to.
MADE = {
    'f"line.{line.what}"', 'f"brief.{line.what}"', 'f"words.raised.{raised.consequence}"', 'f"grading.{grade.needs}_missing"',
    'f"yaml.is.{what}"',
}  # fmt: skip


def constants(path: Path, *, registered: bool) -> set[str]:
    """The texts in a source: the keys of the phrase tables, or all but those."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keys = {
        id(key)
        for table in ast.walk(tree)
        if isinstance(table, ast.Dict) and table.values and all(_is_pair(value) for value in table.values)
        for key in table.keys
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (id(node) in keys) == registered
    }


def _is_pair(value: ast.expr) -> bool:
    return isinstance(value, ast.Tuple) and len(value.elts) == 2


REGISTERED = set().union(*(constants(path, registered=True) for path in SOURCES))
LITERALS = set().union(*(constants(path, registered=False) for path in ROOMS))
ENGINE_LITERALS = set().union(*(constants(path, registered=False) for path in SOURCES))


def fields(text: str) -> set[str]:
    """The blanks of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sentences() -> dict[str, tuple[str, str]]:
    """The engine's own sentences; other rooms may have registered theirs beside them."""
    return {code: _PHRASES[code] for code in sorted(REGISTERED)}


def test_the_scan_sees_the_sentences():
    assert len(REGISTERED) > 120
    assert set(_PHRASES) >= REGISTERED


def test_both_languages_have_the_same_blanks():
    """But for the unit counted, which English leaves out where it would only be in the way."""
    odd = {code: fields(chinese) ^ fields(english) for code, (chinese, english) in sentences().items()}
    assert {code: blanks for code, blanks in odd.items() if blanks - {"per"}} == {}


def test_english_sentences_hold_no_chinese():
    assert [code for code, (_, english) in sentences().items() if CHINESE.search(english)] == []


def test_chinese_sentences_are_chinese():
    bare = re.compile(r"\{\w+\}|[^\w]|\d")
    assert [
        code for code, (chinese, _) in sentences().items() if bare.sub("", chinese) and not CHINESE.search(chinese)
    ] == []


def test_every_code_that_the_engine_uses_is_registered():
    used = {text for text in ENGINE_LITERALS if CODE.fullmatch(text) and not text.endswith(".")}
    assert sorted(code for code in used if not has_phrase(code) and not re.search(r"\.(yaml|py|md)$", code)) == []


def test_every_registered_code_is_used():
    """By its full name, or as one of the parts that a code is put together from."""
    endings = {code: code.partition(".")[2] for code in REGISTERED}
    unused = [
        code
        for code in REGISTERED - LITERALS
        if not (code.startswith(("line.", "brief.")) and endings[code] in ENGINE_LITERALS)
        and not (code.startswith("yaml.is.") and code.removeprefix("yaml.is.") in ENGINE_LITERALS)
        and not (code.startswith("kind.") and endings[code] in engine.KINDS)
        and not (code.startswith("words.raised.") and code.removeprefix("words.raised.") in ENGINE_LITERALS)
        and code not in ("grading.condition_missing", "grading.evidence_missing")
    ]
    assert sorted(unused) == []


def test_codes_are_put_together_only_where_this_test_knows_of_it():
    made = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and re.match(
                r"(line|brief|words|grading|yaml|ledger|kind)\.", _start(node)
            ):
                made.add(f'f"{ast.unparse(node)[2:-1]}"')
    assert made == MADE


def _start(node: ast.JoinedStr) -> str:
    first = node.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def test_every_line_that_a_kind_or_an_item_makes_has_its_sentence():
    """Each `Line(points, what, …)` of the engine names its sentence, and so does each name handed on to one."""
    whats: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > 1:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                what = node.args[0 if name == "_item_line" else 1]
                if (
                    name in ("Line", "_line", "_aside", "_item_line")
                    and isinstance(what, ast.Constant)
                    and isinstance(what.value, str)
                ):
                    whats.add(what.value)
    assert {"full", "deduct", "beaten", "quota_met", "unusable", "goals_sum"} <= whats
    assert sorted(what for what in whats if not has_phrase(f"line.{what}")) == []


def test_a_code_may_stand_once():
    register({"place.line": _PHRASES["place.line"]})
    with pytest.raises(ValueError, match=r"place\.line"):
        register({"place.line": ("别的", "another")})
    assert phrase("place.line", "zh", {"number": 3}) == "第 3 行"


def test_a_sentence_is_filled_in_the_readers_language():
    assert phrase("period.open", "en-gb", {"department": "Budget", "item": "Post", "period": "Q1"}).startswith("Budget")
    assert phrase("period.open", "zh-hans", {"department": "预算科", "item": "履职", "period": "一季度"}).startswith(
        "预算科"
    )
    with pytest.raises(KeyError):
        phrase("no.such")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "目标 K1：类别“丙”不存在。可用：甲、1/3、第 3 行。"), ("en", "Goal K1: there is no class “丙”. Known ones: 甲, 1/3, line 3.")],
)
def test_several_values_are_listed_as_the_readers_language_does(language, expected):
    values = {"goal": "K1", "found": "丙", "expected": ("甲", Fraction(1, 3), Said("place.line", {"number": 3}))}
    assert phrase("goals.unknown_category", language, values) == expected


def test_a_named_tuple_is_one_value():
    class Pair(NamedTuple):
        one: int
        other: int

        def __str__(self) -> str:
            return f"{self.one} of {self.other}"

    assert phrase("place.line", "en", {"number": Pair(1, 3)}) == "line 1 of 3"
