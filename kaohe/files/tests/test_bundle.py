"""A bundle proves a result: it verifies as written, and whatever was done to it since is named."""

import io
import json
import random
import zipfile
from datetime import date

import pytest

from kaohe.engine import Place, Refused, score, sha256_hex, sm3_hex
from kaohe.files import bundle as bundling
from kaohe.files.bundle import results_data, verify_bundle, write_bundle
from kaohe.files.container import CONTENT, Member, pack, spans, unpack
from kaohe.files.integrity import FACTS, MANIFEST, RESULTS, SEAL, canonical, examine, seal_of
from tests.support.small import small_facts, small_rulebook


@pytest.fixture
def data():
    target = io.BytesIO()
    write_bundle(target, small_rulebook(), small_facts())
    return target.getvalue()


@pytest.fixture
def verify(tmp_path):
    def of(data, **settings):
        path = tmp_path / "year.kaohe"
        path.write_bytes(data)
        return verify_bundle(path, **settings)

    return of


def codes(verdict):
    return [problem.code for problem in verdict.problems]


def members_of(data):
    return {member.name: member.content for member in unpack(data)}


def forged(data, **changes):
    """A bundle with members replaced and every digest made to fit, as a careful forger would."""
    parts = members_of(data) | changes
    manifest = json.loads(parts[MANIFEST])
    for name, listed in manifest["members"].items():
        content = parts[name]
        listed |= {"bytes": len(content), "sha256": sha256_hex(content), "sm3": sm3_hex(content)}
    parts[MANIFEST] = canonical(manifest)
    parts[SEAL] = seal_of(parts[MANIFEST])
    return pack([Member(name, content) for name, content in parts.items()])


def test_a_bundle_verifies(data, verify):
    verdict = verify(data)
    assert (verdict.ok, codes(verdict)) == (True, [])
    assert verdict.board.of("a").published == 7


def test_the_verdict_gives_the_seal_and_every_digest(data, verify):
    parts = members_of(data)
    digests = verify(data).digests
    assert digests["seal"] == json.loads(parts[SEAL])["manifest"]["sm3"]
    assert digests[FACTS] == json.loads(parts[MANIFEST])["members"][FACTS]["sha256"] == sha256_hex(parts[FACTS])


def test_the_seal_is_compared_with_the_one_on_paper(data, verify):
    digests = verify(data).digests
    on_paper = " ".join([digests["seal"][:32], digests["seal"][32:].upper()])
    assert verify(data, seal=on_paper).ok
    assert verify(data, seal=digests["seal_sha256"]).ok
    assert codes(verify(data, seal="0" * 64)) == ["bundle.other_seal"]


def test_the_same_facts_give_the_same_bytes(data):
    again = io.BytesIO()
    facts = small_facts()
    write_bundle(again, small_rulebook(), facts)
    assert again.getvalue() == data


def test_any_tool_opens_a_bundle(data):
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert "说明.txt" in opened.namelist()
        assert "小办法" in opened.read("说明.txt").decode()


def test_a_bundle_is_written_whole_into_a_file(tmp_path, data):
    path = tmp_path / "year.kaohe"
    write_bundle(path, small_rulebook(), small_facts())
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir()] == ["year.kaohe"]


def test_facts_with_errors_are_not_bundled(tmp_path):
    facts = small_facts()
    stranger = facts.entries[0].__class__("2", "nobody", "absence", date(2025, 3, 12))
    with pytest.raises(Refused):
        write_bundle(tmp_path / "year.kaohe", small_rulebook(), facts.__class__(2025, entries=(stranger,)))
    assert not list(tmp_path.iterdir())


def test_every_changed_byte_is_named_by_its_offset_and_member(data):
    """All headers, checksums, the whole directory, and every fifth byte of the contents."""
    rng = random.Random(5)
    for span in spans(unpack(data)):
        for offset in range(span.start, span.end, 5 if span.part == CONTENT else 1):
            changed = bytearray(data)
            changed[offset] ^= rng.randrange(1, 256)
            _, problems = examine(bytes(changed), Place())
            named = [(problem.values.get("offset"), problem.values.get("member")) for problem in problems]
            assert named == [(offset, span.member)], [problem.message() for problem in problems]


def test_a_changed_byte_is_named_by_its_member(data, verify):
    at = data.index(b'"count": 3')
    verdict = verify(data[: at + 9] + b"1" + data[at + 10 :])
    message = verdict.problems[0].message()
    assert verdict.problems[0].values["member"] == FACTS
    assert "facts.json" in message
    assert "应为 0x33，现为 0x31" in message
    assert "it must be 0x33, found 0x31" in verdict.problems[0].message("en")


def test_many_changed_bytes_are_named_by_their_member(data, verify):
    verdict = verify(data.replace(b"absence", b"allowed"))
    assert {problem.values["member"] for problem in verdict.problems} >= {FACTS, RESULTS, "rulebook/rulebook.yaml"}


def test_forged_results_are_caught_by_computing_again(data, verify):
    results = json.loads(members_of(data)[RESULTS])
    results["departments"][0]["tree"]["points"] = "9.5"
    results["departments"][0]["published"] = "9.5"
    verdict = verify(forged(data, **{RESULTS: canonical(results)}))
    assert codes(verdict) == ["bundle.result_differs"] * 2
    assert "甲科 › 得分 points" in verdict.problems[-1].message()
    assert "9.5" in verdict.problems[-1].message()


def test_forged_facts_are_caught_by_computing_again(data, verify):
    facts = members_of(data)[FACTS].replace(b'"count": 3', b'"count": 1')
    verdict = verify(forged(data, **{FACTS: facts}))
    assert not verdict.ok
    assert set(codes(verdict)) == {"bundle.result_differs"}


def test_facts_and_results_forged_together_have_another_seal(data, verify):
    paper = verify(data).digests["seal"]
    other = io.BytesIO()
    write_bundle(other, small_rulebook(), small_facts(absences=1))
    assert verify(other.getvalue()).ok
    assert codes(verify(other.getvalue(), seal=paper)) == ["bundle.other_seal"]


def test_results_in_another_spelling_are_named(data, verify):
    results = members_of(data)[RESULTS].replace(b"\n", b"\n ", 1)
    assert codes(verify(forged(data, **{RESULTS: results}))) == ["bundle.not_canonical"]


def test_a_forged_rulebook_is_caught_by_computing_again(data, verify):
    text = small_rulebook(each="2").texts["rulebook.yaml"].encode()
    verdict = verify(forged(data, **{"rulebook/rulebook.yaml": text}))
    assert not verdict.ok
    assert "bundle.result_differs" in codes(verdict)


def test_results_nested_beyond_reason_are_refused(data, verify):
    for depth in (300, 900, 2000):
        results = members_of(data)[RESULTS].replace(b'"year": 2025', b'"year": ' + b"[" * depth + b"]" * depth)
        assert not verify(forged(data, **{RESULTS: results})).ok


def test_an_enormous_rulebook_is_not_read(data, verify, monkeypatch):
    monkeypatch.setattr(bundling, "LARGEST_EDITION", 100)
    assert codes(verify(data)) == ["bundle.edition_too_large"]


def test_a_rulebook_that_cannot_be_read_is_told(data, verify):
    verdict = verify(forged(data, **{"rulebook/rulebook.yaml": b"format: [\n"}))
    assert not verdict.ok
    assert verdict.problems


@pytest.mark.parametrize("content", [b"[]", b"{}", b"[" * 100_000, b"1", b"\xff", b'{"year": 99999999999999999999}'])
def test_hostile_facts_are_refused(data, verify, content):
    assert not verify(forged(data, **{FACTS: content})).ok


@pytest.mark.parametrize("content", [b"[]", b"null", b"[" * 100_000, b"\xff", b"1" * 5000])
def test_hostile_results_are_refused(data, verify, content):
    assert not verify(forged(data, **{RESULTS: content})).ok


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b'{"format": 1, "members": []}', b'{"format": 1, "members": {"facts.json": 1}}', b"[" * 99_999],
)
def test_a_hostile_manifest_is_refused(data, verify, manifest):
    parts = members_of(data) | {MANIFEST: manifest, SEAL: seal_of(manifest)}
    assert codes(verify(pack([Member(*part) for part in parts.items()]))) == ["bundle.manifest_broken"]


@pytest.mark.parametrize("length", [0, 1, 21, 22, 100, -1, -22, -300, -2000])
def test_a_bundle_cut_short_is_refused(data, verify, length):
    assert not verify(data[:length]).ok


def test_something_added_at_the_end_is_named(data, verify):
    verdict = verify(data + b"more")
    assert not verdict.ok


def test_a_member_too_many_is_named(data, verify):
    members = list(unpack(data))
    verdict = verify(pack([*members, Member("more.txt", b"more")]))
    assert codes(verdict) == ["bundle.extra_member"]


def test_a_member_taken_out_is_named(data, verify):
    verdict = verify(pack([member for member in unpack(data) if member.name != RESULTS]))
    assert codes(verdict) == ["bundle.missing_member"]


def test_members_in_another_order_are_named(data, verify):
    verdict = verify(pack(list(reversed(unpack(data)))))
    assert not verdict.ok
    assert verdict.problems


def test_a_bomb_is_refused(verify):
    """Compressed members don't exist here, so nothing can be larger than its file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in (FACTS, RESULTS, MANIFEST, SEAL):
            bomb.writestr(name, b"0" * 50_000_000)
    assert not verify(target.getvalue()).ok


def test_overlapping_members_are_refused(verify):
    """Directory entries that all point at one member would multiply it."""
    inner = b"{}" * 1000
    one = pack([Member("a", inner)])
    entry = one[one.index(b"PK\1\2") : -22]
    many = [entry[:46] + bytes([letter]) for letter in b"abcdefghij"]
    listing = b"".join(many)
    end = b"PK\5\6" + bytes(4) + len(many).to_bytes(2, "little") * 2
    end += len(listing).to_bytes(4, "little") + one.index(b"PK\1\2").to_bytes(4, "little") + bytes(2)
    assert not verify(one[: one.index(b"PK\1\2")] + listing + end).ok


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "a\\b", "c:a", "a\0b", "..", "a//b", ""])
def test_a_name_that_leads_elsewhere_is_refused(data, verify, name):
    members = [Member(name, b"x"), *unpack(data)]
    assert not verify(pack(members)).ok


def test_a_member_that_stands_twice_is_refused(data, verify):
    assert not verify(pack([*unpack(data), Member(FACTS, b"{}")])).ok


def test_what_is_too_large_is_refused_unread(tmp_path, monkeypatch, data):
    path = tmp_path / "year.kaohe"
    path.write_bytes(data)
    monkeypatch.setattr(bundling, "LARGEST", len(data) - 1)
    assert codes(verify_bundle(path)) == ["bundle.too_large"]


def test_what_cannot_be_read_is_told(tmp_path):
    assert codes(verify_bundle(tmp_path / "missing")) == ["bundle.unreadable"]
    assert codes(verify_bundle(tmp_path)) == ["bundle.unreadable"]


def test_random_bytes_are_refused(verify):
    rng = random.Random(11)
    for length in (10, 1000, 100_000):
        assert codes(verify(rng.randbytes(length))) == ["bundle.not_a_bundle"]


def test_an_older_engine_is_mentioned_beside_its_differences(data, verify):
    parts = members_of(data)
    manifest = json.loads(parts[MANIFEST]) | {"engine": "0"}
    results = json.loads(parts[RESULTS])
    results["departments"][0]["rank"] = 2
    verdict = verify(forged(data, **{MANIFEST: canonical(manifest), RESULTS: canonical(results)}))
    assert set(codes(verdict)) == {"bundle.result_differs", "bundle.other_engine"}


def test_a_manifest_about_something_else_is_named(data, verify):
    manifest = json.loads(members_of(data)[MANIFEST]) | {"year": 2024}
    assert codes(verify(forged(data, **{MANIFEST: canonical(manifest)}))) == ["bundle.manifest_differs"]


def test_results_hold_no_wording():
    """A sentence that is mended later must not make an old bundle fail."""
    facts = small_facts()
    stranger = facts.entries[0].__class__("2", "nobody", "absence", date(2025, 3, 12))
    board = score(small_rulebook(), facts.__class__(2025, entries=(stranger,)))
    assert "ledger.unknown_department" in canonical(results_data(board)).decode()
    assert '"message"' not in canonical(results_data(board)).decode()


def test_a_checksum_alone_does_not_make_a_byte_right(data, verify):
    """A forger who also fits the checksum still fails the digest."""
    members = [
        Member(
            member.name,
            member.content.replace(b'"count": 3', b'"count": 1') if member.name == FACTS else member.content,
        )
        for member in unpack(data)
    ]
    verdict = verify(pack(members))
    assert codes(verdict) == ["bundle.member_changed"]
