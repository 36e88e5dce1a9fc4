"""Pools of memory are asked to be few: of Polars before it is loaded, of the system where it has any to ask for."""

import ctypes
import os

import pytest

from kaohe.bulk.polars.memory import shared


@pytest.fixture(autouse=True)
def anew(monkeypatch):
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    shared.cache_clear()
    yield
    shared.cache_clear()


class Library:
    """A system's library that notes what it is told."""

    def __init__(self):
        self.told = {}

    def mallopt(self, name, value):
        self.told[name] = value


def test_a_system_that_knows_pools_is_told_once_how_many_there_may_be(monkeypatch):
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    shared()
    assert library.told[-8] == 2
    library.told.clear()
    shared()
    assert not library.told


def test_another_system_is_left_as_it_is_and_so_is_what_an_administrator_has_set(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "narenas:4")
    shared()
    assert os.environ["_RJEM_MALLOC_CONF"] == "narenas:4"


def test_polars_finds_what_it_is_told_before_it_is_loaded(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    shared()
    assert "narenas:1" in os.environ["_RJEM_MALLOC_CONF"]
