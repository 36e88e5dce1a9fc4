"""The page on the rulebook format names every key that the reader asks for, every kind and every construct."""

import dataclasses
import re
from pathlib import Path

import pytest

from kaohe.engine import KINDS, Rule, load_folder, run_cases
from kaohe.engine.rules import CONSEQUENCES
from kaohe.engine.yaml_text import Fields

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "rulebook-format.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+)(?::[^`]*)?`", PAGE))
FOUNDING = ROOT / "rulebooks" / "shinan-finance-2005"


def keys_asked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every key that the reader looks for while it reads the founding rulebook and runs its cases."""
    asked: set[str] = set()
    take = Fields._take

    def noting(fields, key, default):
        asked.add(key)
        return take(fields, key, default)

    monkeypatch.setattr(Fields, "_take", noting)
    rulebook, problems = load_folder(FOUNDING)
    assert rulebook is not None
    assert problems == ()
    run_cases(rulebook)
    # The names of items and attributes are the rulebook's own words, not the format's.
    attributes = {name for department in rulebook.departments for name in department.attributes}
    return {key for key in asked if re.fullmatch(r"[a-z_]+", key) and key not in {*rulebook.items, *attributes}}


def test_every_key_of_the_format_is_explained(monkeypatch: pytest.MonkeyPatch):
    asked = keys_asked_for(monkeypatch)
    assert len(asked) > 60
    assert sorted(asked - NAMED) == []


def test_every_kind_and_each_of_its_settings_is_explained():
    shared = {field.name for field in dataclasses.fields(Rule)}
    for name, kind in KINDS.items():
        row = re.search(rf"^\| `{name}` \|.*$", PAGE, re.MULTILINE)
        assert row is not None, name
        settings = {field.name for field in dataclasses.fields(kind)} - shared
        assert sorted(setting for setting in settings if setting not in row.group()) == [], name


def test_every_consequence_is_explained():
    assert sorted(set(CONSEQUENCES) - NAMED) == []


def test_each_of_the_sixty_three_constructs_has_its_place():
    rows = re.findall(r"^\| (C\d\d) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert [number for number, _, _ in rows] == [f"C{number:02}" for number in range(1, 64)]
    assert [
        number for number, _, place in rows if not re.match(r"现有|新设置|新类别|第二遍|用途|往年|`votes", place)
    ] == []


def test_a_kind_that_the_page_calls_new_does_not_exist_yet():
    planned = {name.removesuffix(".py") for name in re.findall(r"新类别 kind：`([a-z_]+\.py)`", PAGE)}
    assert planned & set(KINDS) == set()
    assert len(planned) >= 10
