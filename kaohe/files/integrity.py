"""Is a bundle's file byte for byte what was written? Every byte that isn't is named, with its member and offset."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

from kaohe.engine import Place, Problem, sha256_hex, sm3_hex
from kaohe.files.bundle_words import Changed
from kaohe.files.changed_byte import find_changed_byte
from kaohe.files.container import CHECKSUM, CONTENT, HEADER, Member, Span, differing, pack, readings, spans

NOTES: Final = "说明.txt"
RULEBOOK: Final = "rulebook/"
FACTS: Final = "facts.json"
RESULTS: Final = "results.json"
PAPERS: Final = "papers/"
MANIFEST: Final = "manifest.json"
SEAL: Final = "seal.json"

_MOST_NAMED: Final = 20


def canonical(data: object) -> bytes:
    """JSON in the one form that digests are taken of: keys sorted, one a line, UTF-8, a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def seal_of(manifest: bytes) -> bytes:
    """The seal over a manifest: its digests in both algorithms."""
    return canonical({"format": 1, "manifest": {"sha256": sha256_hex(manifest), "sm3": sm3_hex(manifest)}})


def examine(data: bytes, place: Place) -> tuple[dict[str, bytes], list[Problem]]:
    """The members of a bundle as they were written, as far as that can be told, and everything that was changed.

    A single changed byte of a member is undone before the container is built anew: then what still differs from the
    file is exactly what was changed, wherever it stands. Of two ways to read a damaged container the one is right that
    leaves less to explain.
    """
    try:
        ways = readings(data)
    except ValueError:
        return {}, [Problem("bundle.not_a_bundle", {}, place)]
    first = _examined(ways[0], data, place)
    if not first[1]:
        return first
    return min((first, *(_examined(way, data, place) for way in ways[1:])), key=lambda result: _to_explain(result[1]))


def _to_explain(problems: list[Problem]) -> tuple[int, int]:
    """How many problems there are, and how many of them can't even name a byte."""
    return len(problems), sum("offset" not in problem.values for problem in problems)


def _examined(members: tuple[Member, ...], data: bytes, place: Place) -> tuple[dict[str, bytes], list[Problem]]:
    found = {member.name: member for member in members}
    if missing := [name for name in (MANIFEST, SEAL) if name not in found]:
        return {}, [Problem("bundle.missing_member", {"member": name}, place) for name in missing]
    parts: dict[str, bytes] = {}
    problems: list[Problem] = []
    _seal_and_manifest(found, parts, problems, place)
    listed = _listed(parts[MANIFEST]) if MANIFEST in parts else None
    if listed is None:
        return parts, problems or [Problem("bundle.manifest_broken", {}, place)]
    for name, digests in listed.items():
        _member(name, digests, found, parts, problems, place)
    extra = [name for name in found if name not in listed and name not in (MANIFEST, SEAL)]
    problems += [Problem("bundle.extra_member", {"member": name}, place) for name in extra]
    if parts.keys() == found.keys():
        spoiled = {str(problem.values.get("member")) for problem in problems}
        order = [name for name in _order(listed) if name in parts]
        problems += _changed_bytes(data, [Member(name, parts[name]) for name in order], spoiled, place)
    return parts, problems


def _seal_and_manifest(
    found: Mapping[str, Member], parts: dict[str, bytes], problems: list[Problem], place: Place
) -> None:
    """Which of the two is as written? The manifest's own checksum tells, and the seal must fit what it yields."""
    manifest, seal = found[MANIFEST], found[SEAL]
    content = manifest.content
    if zlib.crc32(content) != manifest.checksum and seal_of(content) != seal.content:
        mended = _mended(manifest, lambda guess: seal_of(guess) == seal.content)
        if mended is None:
            problems.append(_member_changed(manifest, "", place))
            return
        content = mended
    parts[MANIFEST], parts[SEAL] = content, seal_of(content)


def _listed(manifest: bytes) -> dict[str, Mapping[str, object]] | None:
    """The members that a manifest lists with their digests; None where it is no manifest of this format."""
    try:
        data = json.loads(manifest)
    except (ValueError, RecursionError):
        return None
    members = data.get("members") if isinstance(data, dict) and data.get("format") == 1 else None
    if not isinstance(members, dict) or not {FACTS, RESULTS} <= members.keys():
        return None
    if not all(isinstance(digests, dict) for digests in members.values()):
        return None
    return members


def _member(
    name: str,
    digests: Mapping[str, object],
    found: Mapping[str, Member],
    parts: dict[str, bytes],
    problems: list[Problem],
    place: Place,
) -> None:
    """Take a member as it was written into `parts`, or say what is wrong with it."""
    member = found.get(name)
    if member is None:
        problems.append(Problem("bundle.missing_member", {"member": name}, place))
        return
    expected = str(digests.get("sha256"))
    parts[name] = member.content
    if sha256_hex(member.content) != expected:
        content = _mended(member, lambda guess: sha256_hex(guess) == expected)
        if content is None:
            problems.append(_member_changed(member, expected, place))
        else:
            parts[name] = content
    elif sm3_hex(member.content) != digests.get("sm3") or len(member.content) != digests.get("bytes"):
        problems.append(Problem("bundle.digests_disagree", {"member": name}, place))


def _mended(member: Member, is_right: Callable[[bytes], bool]) -> bytes | None:
    changed = find_changed_byte(member.content, member.checksum or 0, is_right)
    if changed is None:
        return None
    before, after = member.content[: changed.offset], member.content[changed.offset + 1 :]
    return before + bytes([changed.expected]) + after


def _member_changed(member: Member, expected: str, place: Place) -> Problem:
    values = {"member": member.name, "found": sha256_hex(member.content), "expected": expected or "?"}
    return Problem("bundle.member_changed", values, place)


def _order(listed: Mapping[str, object]) -> list[str]:
    """The order in which a bundle is written."""
    edition, papers = (sorted(name for name in listed if name.startswith(folder)) for folder in (RULEBOOK, PAPERS))
    return [NOTES, *edition, FACTS, RESULTS, *papers, MANIFEST, SEAL]


def _changed_bytes(data: bytes, members: list[Member], spoiled: set[str], place: Place) -> Iterator[Problem]:
    """Each stretch of the container that differs from the one built anew, by its first byte."""
    built = pack(members)
    if data == built:
        return
    if len(data) < len(built):
        yield Problem("bundle.cut_short", {"found": len(data), "expected": len(built)}, place)
    if len(data) > len(built):
        yield Problem("bundle.surplus", {"found": len(data), "expected": len(built)}, place)
    short = min(len(data), len(built))
    stretches = groupby(_placed(differing(data[:short], built[:short]), members), key=lambda pair: pair[1])
    for number, (span, pairs) in enumerate(stretches):
        if number == _MOST_NAMED:
            yield Problem("bundle.more_changes", {"most": _MOST_NAMED}, place)
            return
        if span.part == CHECKSUM and span.member in spoiled:
            continue
        offsets = [offset for offset, _ in pairs]
        yield _changed(data, built, offsets, span, place)


def _placed(offsets: Iterator[int], members: list[Member]) -> Iterator[tuple[int, Span]]:
    everywhere = spans(members)
    span = next(everywhere)
    for offset in offsets:
        while offset >= span.end:
            span = next(everywhere)
        yield offset, span


def _changed(data: bytes, built: bytes, offsets: list[int], span: Span, place: Place) -> Problem:
    first = offsets[0]
    code = {CONTENT: "bundle.changed_content", HEADER: "bundle.changed_header", CHECKSUM: "bundle.changed_checksum"}
    values = {
        "member": span.member,
        "offset": first,
        "within": first - span.start,
        "changed": Changed(f"0x{built[first]:02x}", f"0x{data[first]:02x}", len(offsets)),
    }
    return Problem(code.get(span.part, "bundle.changed_directory"), values, place)
