"""The fixtures every test may ask for by name."""

import pytest

from tests.support import browser as chromium


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
