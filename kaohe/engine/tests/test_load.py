"""Reading a rulebook: whatever is wrong is told with file and line, all at once."""

import pytest

from kaohe.engine import Loaded, canonical_texts, load, load_folder, sha256_hex, sm3_hex
from kaohe.engine.tests.little import DOCUMENT, RULES, TEXTS


def told(loaded: Loaded) -> list[tuple[str, str, int | None]]:
    assert loaded.rulebook is None
    assert all(problem.message("zh") and problem.message("en") for problem in loaded.problems)
    return [(problem.code, problem.place.file, problem.place.line) for problem in loaded.problems]


def line_of(file: str, part: str) -> int:
    return TEXTS[file].count("\n", 0, TEXTS[file].index(part)) + 1


def test_a_sound_rulebook_loads_without_a_word():
    rulebook, problems = load(TEXTS)
    assert problems == ()
    assert rulebook is not None
    assert list(rulebook.items) == ["total", "goals", "study", "duty", "briefs"]
    assert list(rulebook.rules) == ["grade.key", "absence", "breach", "forged", "missed", "brief", "praise"]
    assert rulebook.department_named(" 甲 处 ") == rulebook.departments[0]
    assert rulebook.in_language("总分", "en") == "total"
    assert rulebook.rules["absence"].clause == "1", "a rule without a clause of its own has that of its item"


def test_an_edition_is_known_by_the_digests_of_its_texts():
    rulebook = load(TEXTS).rulebook
    assert rulebook is not None
    assert rulebook.digest == sha256_hex(canonical_texts(TEXTS))
    assert rulebook.digest_sm3 == sm3_hex(canonical_texts(dict(reversed(TEXTS.items()))))
    other = load({**TEXTS, "english.yaml": "总分: sum\n"}).rulebook
    assert other is not None
    assert other.digest != rulebook.digest


def test_what_may_be_left_out_has_its_usual_meaning():
    lines = [
        line
        for line in RULES.splitlines(keepends=True)
        if not line.startswith(("rounding", "objection", "review", "issued", "progress"))
    ]
    rulebook = load({**TEXTS, "rulebook.yaml": "".join(lines)}).rulebook
    assert rulebook is not None
    assert (rulebook.rounding.places, rulebook.rounding.mode) == (2, "half_up")
    assert (rulebook.objection, rulebook.review, rulebook.progress, rulebook.issued) == (None, None, None, "")
    assert (rulebook.rules["breach"].per, rulebook.items["study"].cap, rulebook.items["study"].floor) == ("次", 10, 0)


# --- each refusal

WRONG = [
    # (what is replaced, by what, which problem, whereabouts the line is)
    ("format: 1", "format: 2", "rulebook.format", "format"),
    ("rulebook: small\n", "", "yaml.missing", "format"),
    ("label: 小办法", "label: [小办法]", "yaml.expected", "label: 小办法"),
    ("issued:", "isued:", "yaml.unknown_key", "issued"),
    ("places: 2", "places: 7", "yaml.expected", "rounding"),
    ("mode: half_up", "mode: nearest", "yaml.expected", "rounding"),
    ("at: published", "at: lines", "yaml.expected", "rounding"),
    ("readings: [R1]}\nperiods", "readings: [R9]}\nperiods", "rulebook.dead_reference", "rounding"),
    ("periods: [上半年, 下半年]", "periods: [一, 二, 三, 四, 五]", "rulebook.periods", "periods"),
    ("periods: [上半年, 下半年]\n", "", "rulebook.periods", "format"),
    ("periods: [上半年, 下半年]", "periods: []", "rulebook.periods", "periods"),
    ("days: 2", "days: 0", "yaml.expected", "objection"),
    ("unit: working", "unit: weekdays", "yaml.expected", "objection"),
    ('close: "17:30"', 'close: "24:30"', "yaml.expected", "objection"),
    ('close: "17:30", clause: "2"', 'close: "17:30", clause: "9"', "rulebook.dead_clause", "objection"),
    ("review:", "progress: {met: absence, missed: dancing}\nreview:", "rulebook.dead_reference", "review"),
    ("review:", "progress: {missed: missed}\nreview:", "yaml.missing", "review"),
    ("usual: [2, 4]", "usual: [4, 2]", "yaml.expected", "category: key"),
    ("full: 4, usual", "full: -4, usual", "yaml.expected", "category: key"),
    ("coefficient: 1.0", "coefficient: 1/3", "yaml.expected", "grade: good"),
    ("needs: condition", "doubtful_if: raining", "yaml.expected", "grade: good"),
    ("needs: condition", "needs: luck", "yaml.expected", "grade: good"),
    ("{condition: g1, label: 首创}", "{condition: g1, label: 首创}, {condition: g1, label: 二}", "rulebook.duplicate", "grade: good"),
    ("{condition: g1, label: 首创}", "{condition: g1, label: 首创, caution: K9}", "rulebook.dead_reference", "grade: good"),
    ("tree:\n", "trees:\n", "yaml.missing", "format"),
    ('  clause: "1"\n  full: 20', '  clause: "9"\n  full: 20', "rulebook.dead_clause", '  clause: "1"\n  full: 20'),
    ("  full: 20", "  full: twenty", "yaml.expected", "  full: 20"),
    ("  full: 20", "  full: 20\n  combine: mean", "yaml.expected", ("  full: 20", 1)),
    ("      full: 10", "      full: 10\n      weight: 0.5", "rulebook.weight_in_sum", "item: study"),
    ("      full: 10", "      full: 10\n      floor: 11", "rulebook.limits", "item: study"),
    ("      full: 10", "      full: 10\n      each_period: 5", "rulebook.kind_in_period", ("code: forged", 1)),
    ("  full: 20", "  full: 20\n  each_period: 10", "rulebook.items_in_period", ("  full: 20", 1)),
    ("item: briefs", "item: study", "rulebook.duplicate", "item: briefs"),
    ("item: briefs", "item: duty.2", "rulebook.duplicate", "item: briefs"),
    ("item: study", "item: stud", "rulebook.dead_reference", "ranking: total"),
    ("caution: K1\n      rules", "caution: K9\n      rules", "rulebook.dead_reference", "caution: K1"),
    ("category: key, scale", "category: other, scale", "yaml.expected", "code: grade.key"),
    ("scale: grades}", "scale: marks}", "yaml.expected", "code: grade.key"),
    ("kind: deduct, code: absence", "kind: minus, code: absence", "rulebook.unknown_kind", "code: absence"),
    ("code: breach", "code: absence", "rulebook.duplicate", "code: breach"),
    ("each: 1, per: 人次", "each: -1, per: 人次", "yaml.expected", "code: absence"),
    ("each: 1, per: 人次", "per: 人次", "yaml.missing", "code: absence"),
    ("per: 人次", "unit: 人次", "yaml.unknown_key", "code: absence"),
    ("per: 人次", "lasts: true, per: 人次", "rulebook.lasts", "code: absence"),
    ("per: 人次", "lasts: maybe, per: 人次", "yaml.expected", "code: absence"),
    ("asks: [person, about]", "asks: [persons]", "rulebook.dead_reference", "code: absence"),
    ("level: grave", "level: light", "rulebook.duplicate", "code: breach"),
    ("label: 重, each: 2", "label: 重, each: much", "yaml.expected", "code: breach"),
    ("raises: [veto]", "raises: [vetoes]", "rulebook.dead_reference", "code: forged"),
    ("each: 1, only", 'clause: "9", each: 1, only', "rulebook.dead_clause", "code: missed"),
    ("size_at_least: 2", "size_at_least: 0", "yaml.expected", "code: missed"),
    ("quota: briefs, ", "", "yaml.missing", "code: brief,"),
    ("effect: add", "effect: multiply", "yaml.expected", "code: praise"),
    ("unknown: full", "unknown: zero", "yaml.expected", "code: praise"),
    ("cap: none", "cap: nothing", "yaml.expected", "cap: none"),
    ("of: total", "of: sum", "rulebook.dead_reference", "ranking: total"),
    ("value: published", "value: rounded", "yaml.expected", "ranking: total"),
    ("without: [veto]", "without: [vetoes]", "rulebook.dead_reference", "ranking: total"),
    ("ranking: total, barred", "ranking: sum, barred", "rulebook.dead_reference", "honour: best"),
    ("barred_by: [veto, bar]", "barred_by: [veto, ban]", "rulebook.dead_reference", "honour: best"),
    ("department: b", "department: a", "rulebook.duplicate", "department: b"),
    ("name: 乙科", "name: 甲 处", "rulebook.duplicate", "department: b"),
    ("name: 乙科", "name: a", "rulebook.duplicate", "department: b"),
    ("size: 3", "size: few", "yaml.expected", "department: a"),
    ("size: 3", "size: -3", "yaml.expected", "department: a"),
    ("briefs: 2}", "briefs: two}", "yaml.expected", "department: a"),
    ("  - {attribute: briefs", "  - {attribute: briefs, label: 甲}\n  - {attribute: briefs", "rulebook.duplicate", ("attribute: briefs", 1)),
    ('  - {clause: "2", why', '  - {clause: "2", why: 一}\n  - {clause: "2", why', "rulebook.duplicate", ("why: 只排名次", 1)),
    ('clause: "2", why', 'clause: "9", why', "rulebook.dead_clause", "why: 只排名次"),
    ("other_readings: [R1]", "other_readings: [R9]", "rulebook.dead_reference", "other_readings"),
    ("other_readings: [R1]", "other_readings: R1", "yaml.expected", "other_readings"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "where"), WRONG, ids=[f"{new.strip()[:40]}" for _, new, _, _ in WRONG])
def test_each_mistake_in_the_rules_is_told_where_it_stands(old, new, code, where):
    assert RULES.count(old) == 1, "the test must know what it spoils"
    part, further = where if isinstance(where, tuple) else (where, 0)
    expected = (code, "rulebook.yaml", line_of("rulebook.yaml", part) + further)
    assert expected in told(load({**TEXTS, "rulebook.yaml": RULES.replace(old, new)}))


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "where"),
    [
        ("readings.yaml", "reading: R1", "reading: R2", "rulebook.dead_reference", None),
        ("readings.yaml", 'clauses: ["1"]', 'clauses: ["9"]', "rulebook.dead_clause", "reading: R1"),
        ("readings.yaml", "gap: 未写明", "gap: [未写明]", "yaml.expected", "gap"),
        ("readings.yaml", "default: 按人次", "reads: 按人次", "yaml.unknown_key", "reading: R1"),
        ("readings.yaml", "cautions:\n", "cautions:\n  - {caution: K1, title: 一, text: 二}\n", "rulebook.duplicate", ("K1", 1)),
        ("readings.yaml", "readings:\n", "readings:\n  - {reading: R1, clauses: [], gap: 一, default: 二}\n", "rulebook.duplicate", ("R1", 1)),
        ("readings.yaml", "readings:", "- readings:", "yaml.syntax", ("readings", 2)),
        ("readings.yaml", "text: 内容", "txt: 内容", "yaml.missing", "caution: K1"),
        ("english.yaml", "total", "{a: b}", "yaml.expected", "total"),
        ("english.yaml", "总分: total", "- total", "yaml.expected", "total"),
        ("english.yaml", "总分: total\n", "总分: a\n总分: b\n", "yaml.duplicate", ("total", 1)),
        ("document.md", "### 1 · A1", "### 一 · A1", "document.heading", "### 1"),
        ("document.md", "### 2 · A2", "### 1 · A2", "rulebook.duplicate", "### 2"),
    ],
)  # fmt: skip
def test_each_mistake_in_the_other_texts_is_told_where_it_stands(file, old, new, code, where):
    assert TEXTS[file].count(old) == 1
    found = told(load({**TEXTS, file: TEXTS[file].replace(old, new)}))
    if where is None:  # the mistake shows only in what cites it
        assert code in [each[0] for each in found]
    else:
        part, further = where if isinstance(where, tuple) else (where, 0)
        assert (code, file, line_of(file, part) + further) in found


def test_everything_wrong_is_told_at_once():
    rules = (
        RULES.replace("format: 1", "format: 2").replace("each: 1, per: 人次", "each: -1").replace("of: total", "of: x")
    )
    found = told(load({**TEXTS, "rulebook.yaml": rules, "document.md": DOCUMENT + "### 三\n"}))
    assert {code for code, _, _ in found} >= {
        "rulebook.format", "yaml.expected", "rulebook.dead_reference", "document.heading",
    }  # fmt: skip


def test_an_item_holds_items_or_rules_and_not_both():
    both = RULES.replace("  full: 20\n", "  full: 20\n  rules: [{kind: flag, code: note, label: 备查}]\n")
    neither = RULES.replace(
        "        - {kind: graded, code: grade.key, label: 划档, category: key, scale: grades}\n", ""
    )
    for rules in (both, neither):
        assert "rulebook.items_or_rules" in [each[0] for each in told(load({**TEXTS, "rulebook.yaml": rules}))]


# --- files


@pytest.mark.parametrize("file", ["document.md", "rulebook.yaml", "readings.yaml"])
def test_a_missing_file_is_named(file):
    texts = {name: text for name, text in TEXTS.items() if name != file}
    assert told(load(texts)) == [("rulebook.file_missing", file, None)]


def test_all_missing_files_are_named_at_once(tmp_path):
    assert [file for _, file, _ in told(load_folder(tmp_path / "nowhere"))] == [
        "document.md", "rulebook.yaml", "readings.yaml",
    ]  # fmt: skip


def test_the_translation_may_be_left_out():
    assert load({name: text for name, text in TEXTS.items() if name != "english.yaml"}).rulebook is not None


def test_a_folder_gives_what_its_texts_give(tmp_path):
    (tmp_path / "cases").mkdir()
    for name, text in {**TEXTS, "cases/1.yaml": "[]\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    rulebook = load_folder(tmp_path).rulebook
    assert rulebook == load({**TEXTS, "cases/1.yaml": "[]\n"}).rulebook


def test_a_file_that_is_no_text_is_told(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_bytes(text.encode("gb18030"))
    loaded = load_folder(tmp_path)
    assert loaded.rulebook is None
    assert [problem.code for problem in loaded.problems] == ["rulebook.unreadable"]
