"""The fixtures every test may ask for by name."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from kaohe.audit import guard
from tests.support import browser as chromium


@pytest.fixture(scope="session", autouse=True)
def guards_let_tests_clear_up():
    """The append-only books refuse to be emptied, which is what a test with real transactions must do at its end."""
    empty_the_tables = TransactionTestCase._fixture_teardown

    def clear_up(case):
        with guard.lifted(connection):
            empty_the_tables(case)

    with patch.object(TransactionTestCase, "_fixture_teardown", clear_up):
        yield


@pytest.fixture(autouse=True)
def one_language_after_another():
    """A page asked for in English leaves its thread speaking English; the next test begins as a fresh one."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole session."""
    with chromium.launched() as running:
        yield running


@pytest.fixture
def visitor(browser, live_server):
    """Someone at a browser in the bureau; at the end nothing must have left the machine and nothing been complained of."""
    guest = chromium.Visitor(browser, live_server.url)
    yield guest
    guest.close()
    assert not guest.complaints, "\n".join(["the browser complained:", *guest.complaints])
