"""The bureaus that every test may ask for by name. Models are imported late: Django isn't set up when this is read."""

import pytest


@pytest.fixture
def world(db):
    """A bureau in the middle of its year (it is 15 October 2025 there)."""
    from tests.support.bureau import found

    return found("north")


@pytest.fixture
def elsewhere(db):
    """Another bureau, with the same codes for everything."""
    from tests.support.bureau import found

    return found("south")
