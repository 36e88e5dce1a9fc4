"""Reads a rulebook folder into a Rulebook, or says everything that is wrong with it: file, line, what, what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.engine.digests import sha256_hex, sm3_hex
from kaohe.engine.document import FILE as DOCUMENT
from kaohe.engine.document import read_document
from kaohe.engine.problems import Place, Problem, errors
from kaohe.engine.readings import FILE as READINGS
from kaohe.engine.readings import read_readings
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.rules import FILE as RULEBOOK
from kaohe.engine.rules import RulesReader
from kaohe.engine.yaml_text import Fields, read_yaml

ENGLISH: Final = "english.yaml"
CASES: Final = "cases/"


class Loaded(NamedTuple):
    """A rulebook where it could be read without an error, and all problems found."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]


def load_folder(path: Path) -> Loaded:
    """Load from a folder: document.md, rulebook.yaml, readings.yaml, english.yaml and cases/*.yaml. Never raises."""
    texts = {}
    try:
        for name in (DOCUMENT, RULEBOOK, READINGS, ENGLISH):
            if (path / name).is_file():
                texts[name] = (path / name).read_text(encoding="utf-8")
        for file in sorted((path / CASES).glob("*.yaml")):
            texts[CASES + file.name] = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        return Loaded(None, (Problem("rulebook.unreadable", {"file": str(path), "found": wrong}, Place(str(path))),))
    return load(texts)


def load(texts: Mapping[str, str]) -> Loaded:
    """Load from texts by file name (an adopted edition, a bundle). Never raises over the texts."""
    missing = [name for name in (DOCUMENT, RULEBOOK, READINGS) if name not in texts]
    if missing:
        return Loaded(None, tuple(Problem("rulebook.file_missing", {"file": name}, Place(name)) for name in missing))
    clauses, problems = read_document(texts[DOCUMENT])
    readings, cautions, wrong = read_readings(texts[READINGS])
    problems += wrong
    english, wrong = _read_english(texts.get(ENGLISH, ""))
    problems += wrong
    table, wrong = read_yaml(texts[RULEBOOK], RULEBOOK)
    problems += wrong
    if wrong:
        return Loaded(None, tuple(problems))
    reader = RulesReader(table, problems, clauses, readings, cautions)
    parts = reader.read()
    problems += _dead_reading_clauses(readings.values(), clauses)
    if errors(problems):
        return Loaded(None, tuple(problems))
    canonical = canonical_texts(texts)
    rulebook = Rulebook(
        **parts,
        clauses=clauses,
        readings=readings,
        cautions=cautions,
        english=english,
        texts=dict(texts),
        digest=sha256_hex(canonical),
        digest_sm3=sm3_hex(canonical),
    )
    return Loaded(rulebook, tuple(problems))


def canonical_texts(texts: Mapping[str, str]) -> bytes:
    """The bytes that an edition's digests are taken of: its texts as sorted JSON."""
    return json.dumps(dict(texts), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def english_of(text: str) -> Mapping[str, str]:
    """The table of Chinese texts and their English alone, from the text of english.yaml: for who needs a rulebook's words and no rules."""
    return _read_english(text)[0]


def clause_labels_of(text: str) -> Mapping[str, str]:
    """The label of each clause by its anchor alone, from the text of document.md."""
    return {anchor: clause.label for anchor, clause in read_document(text)[0].items()}


def _read_english(text: str) -> tuple[dict[str, str], list[Problem]]:
    """The table of Chinese texts and their English; an empty file is an empty table."""
    table, problems = read_yaml(text, ENGLISH)
    if table is None:
        return {}, problems
    fields = Fields(table, file=ENGLISH, where=ENGLISH, problems=problems)
    return {chinese: fields.text(chinese) for chinese in fields.table}, problems


def _dead_reading_clauses(readings: Iterable[Any], clauses: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem("rulebook.dead_clause", {"what": reading.code, "code": anchor}, reading.place)
        for reading in readings
        for anchor in reading.clauses
        if anchor not in clauses
    ]
