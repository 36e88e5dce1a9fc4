"""One file with edition, facts, results and their digests, from which anybody recomputes the same result offline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from kaohe.engine import (
    ENGINE_VERSION,
    Board,
    Facts,
    Place,
    Problem,
    Refused,
    Rulebook,
    board_data,
    errors,
    load,
    score,
    sha256_hex,
    sm3_hex,
)
from kaohe.files.atomic import new_file
from kaohe.files.bundle_words import about_this_file, trail_words
from kaohe.files.container import Member, pack
from kaohe.files.facts_data import canonical_facts, facts_data, facts_from_data
from kaohe.files.integrity import FACTS, MANIFEST, NOTES, PAPERS, RESULTS, RULEBOOK, SEAL, canonical, examine, seal_of

#: A bureau's year takes less than a tenth of this; what is larger is refused before it is read.
LARGEST: Final = 32_000_000
#: YAML is slow to read; a rulebook with all its cases takes a tenth of this.
LARGEST_EDITION: Final = 2_000_000
_MOST_DIFFERENCES: Final = 50
_LONGEST_VALUE: Final = 80


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `board` is the recomputed one, None where it never came to that.

    digests  "seal" (SM3 of the manifest, the one to keep on paper), "seal_sha256", and of each member its SHA-256
    """

    ok: bool
    problems: tuple[Problem, ...]
    board: Board | None = None
    rulebook: Rulebook | None = None
    digests: Mapping[str, str] = field(default_factory=dict)


def write_bundle(
    target: Path | BinaryIO, rulebook: Rulebook, facts: Facts, *, papers: Mapping[str, bytes] | None = None
) -> Mapping[str, str]:
    """Score the facts and write everything into one file; the same input gives the same bytes, on any machine.

    papers  what else belongs to the result and moves no number of it, by its name under "papers/"
    Returns the digests as in Verdict. Raises Refused where the facts hold errors, OSError where it can't be written.
    """
    facts = canonical_facts(facts)
    board = score(rulebook, facts)
    if wrong := errors(board.problems):
        raise Refused(wrong)
    members = [Member(NOTES, about_this_file(rulebook, board, ENGINE_VERSION).encode())]
    members += [Member(RULEBOOK + name, text.encode()) for name, text in sorted(rulebook.texts.items())]
    members.append(Member(FACTS, canonical(facts_data(facts))))
    members.append(Member(RESULTS, canonical(results_data(board))))
    members += [Member(PAPERS + name, content) for name, content in sorted((papers or {}).items())]
    manifest = canonical(
        {
            "format": 1,
            "engine": ENGINE_VERSION,
            "rulebook": rulebook.code,
            "year": board.year,
            "as_of": board.as_of.isoformat() if board.as_of else None,
            "members": {
                member.name: {
                    "bytes": len(member.content),
                    "sha256": sha256_hex(member.content),
                    "sm3": sm3_hex(member.content),
                }
                for member in members
            },
        }
    )
    members += [Member(MANIFEST, manifest), Member(SEAL, seal_of(manifest))]
    data = pack(members)
    if isinstance(target, Path):
        with new_file(target) as handle:
            handle.write(data)
    else:
        target.write(data)
    return _digests({member.name: member.content for member in members})


def verify_bundle(path: Path, *, seal: str = "") -> Verdict:
    """Check every byte, load the edition, score the facts again, compare with what is stored to the last digit.

    seal  the digest on paper, if one has it: SM3 or SHA-256, spaces ignored
    Never raises over what the file holds; every finding is a problem of the verdict.
    """
    place = Place(file=path.name)
    try:
        with path.open("rb") as handle:
            data = handle.read(LARGEST + 1)
    except OSError as wrong:
        return _refused(Problem("bundle.unreadable", {"found": wrong.strerror or str(wrong)}, place))
    if len(data) > LARGEST:
        return _refused(Problem("bundle.too_large", {"most": LARGEST // 1_000_000}, place))
    parts, problems = examine(data, place)
    digests = _digests(parts) if MANIFEST in parts else {}
    if seal and digests:
        problems += _against_paper(seal, digests, place)
    if problems:
        return Verdict(False, tuple(problems), digests=digests)
    board, rulebook, problems = _recompute(parts, place)
    return Verdict(not errors(problems), tuple(problems), board, rulebook, digests)


def results_data(board: Board) -> dict[str, object]:
    """The board for comparing: all its numbers and codes, without the wording of its problems, which may be mended."""
    data: dict[str, Any] = board_data(board)
    data["problems"] = [{key: part for key, part in each.items() if key != "message"} for each in data["problems"]]
    return data


def _refused(problem: Problem) -> Verdict:
    return Verdict(False, (problem,))


def _digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    found = {"seal": sm3_hex(parts[MANIFEST]), "seal_sha256": sha256_hex(parts[MANIFEST])}
    return found | {name: sha256_hex(content) for name, content in parts.items()}


def _against_paper(seal: str, digests: Mapping[str, str], place: Place) -> list[Problem]:
    plain = "".join(seal.split()).lower()
    if plain in (digests["seal"], digests["seal_sha256"]):
        return []
    return [Problem("bundle.other_seal", {"found": digests["seal"], "expected": plain}, place)]


def _recompute(parts: Mapping[str, bytes], place: Place) -> tuple[Board | None, Rulebook | None, list[Problem]]:
    manifest = json.loads(parts[MANIFEST])
    if sum(len(content) for name, content in parts.items() if name.startswith(RULEBOOK)) > LARGEST_EDITION:
        return None, None, [Problem("bundle.edition_too_large", {"most": LARGEST_EDITION // 1_000_000}, place)]
    try:
        texts = {
            name[len(RULEBOOK) :]: content.decode() for name, content in parts.items() if name.startswith(RULEBOOK)
        }
        given = json.loads(parts[FACTS])
        stored = json.loads(parts[RESULTS])
    except (ValueError, RecursionError) as wrong:
        return None, None, [Problem("bundle.member_unreadable", {"found": type(wrong).__name__}, place)]
    loaded = load(texts)
    if loaded.rulebook is None:
        return None, None, list(loaded.problems)
    read = facts_from_data(given, loaded.rulebook)
    if read.facts is None:
        return None, loaded.rulebook, list(read.problems)
    board = score(loaded.rulebook, read.facts)
    problems = list(_results_differ(parts[RESULTS], stored, board, place))
    about = (manifest.get("rulebook"), manifest.get("year"), manifest.get("as_of"))
    if about != (board.rulebook, board.year, board.as_of.isoformat() if board.as_of else None):
        problems.append(Problem("bundle.manifest_differs", {}, place))
    if problems and manifest.get("engine") != ENGINE_VERSION:
        values = {"found": manifest.get("engine"), "expected": ENGINE_VERSION}
        problems.append(Problem("bundle.other_engine", values, place, severity="warning"))
    return board, loaded.rulebook, problems


def _results_differ(raw: bytes, stored: object, board: Board, place: Place) -> Iterator[Problem]:
    computed = results_data(board)
    if raw == canonical(computed):
        return
    number = 0
    for number, (trail, old, new) in enumerate(differences(stored, json.loads(canonical(computed))), 1):
        if number > _MOST_DIFFERENCES:
            yield Problem("bundle.more_differences", {"most": _MOST_DIFFERENCES}, place)
            return
        values = {"where": trail_words(trail), "found": _short(old), "expected": _short(new)}
        yield Problem("bundle.result_differs", values, place)
    if number == 0:
        yield Problem("bundle.not_canonical", {"member": RESULTS}, place)


def differences(
    old: object, new: object, trail: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Where two nested values differ: the trail of keys to it, the old and the new value (None: not there)."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from differences(old.get(key), new.get(key), (*trail, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            one, other = (each[index] if index < len(each) else None for each in (old, new))
            yield from differences(one, other, (*trail, _name_of(other or one, index)))
    elif old != new or type(old) is not type(new):
        yield trail, old, new


def _name_of(value: object, index: int) -> str:
    """What a reader calls an element of a list: its name or label, else its number."""
    if isinstance(value, dict):
        for key in ("name", "label", "department", "code"):
            if isinstance(name := value.get(key), str) and name:
                return name
    return str(index + 1)


def _short(value: object) -> str:
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        text = "…"
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
