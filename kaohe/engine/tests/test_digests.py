"""SM3 beside SHA-256: the standard's own vectors, and the plain form against the one that this Python may bring."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine import sha256_hex, sm3_hex, sm3_plain

# GB/T 32905-2016, appendix A, and the empty message.
VECTORS = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
]


@pytest.mark.parametrize(("message", "digest"), VECTORS)
def test_sm3_gives_the_standards_own_digests(message, digest):
    assert sm3_plain(message) == sm3_hex(message) == digest


@given(st.binary(max_size=300))
def test_the_plain_form_equals_the_built_in_one(data):
    assert "sm3" in hashlib.algorithms_available, (
        "this Python has no SM3 to compare with; run the tests with one that has"
    )
    assert sm3_plain(data) == hashlib.new("sm3", data).hexdigest()


@pytest.mark.parametrize("length", [55, 56, 63, 64, 65, 119, 120, 128])
def test_messages_that_just_fill_a_block_are_padded_rightly(length):
    assert sm3_plain(b"x" * length) == hashlib.new("sm3", b"x" * length).hexdigest()


def test_where_this_python_has_no_sm3_the_plain_form_stands_in(monkeypatch):
    def without(name: str, data: bytes):
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", without)
    assert sm3_hex(b"abc") == VECTORS[0][1]


def test_sha256_is_the_usual_one():
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
