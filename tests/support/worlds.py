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


@pytest.fixture
def noticed(world):
    """The bureau with its results published; `budget` lost a point for an absence."""
    from tests.support.ending import published, ready

    world.absence()
    ready(world)
    published(world)
    return world


@pytest.fixture
def done(noticed):
    """A final year: `general` first, `budget` 0.4 behind; three people belong to `budget`, two to `general`."""
    from tests.support.ending import final

    final(noticed)
    return noticed


@pytest.fixture
def admin(world, client):
    """The administrator at a machine."""
    client.force_login(world.administrator)
    return client


@pytest.fixture
def guard(world, client):
    """The security administrator at the same machine."""
    client.force_login(world.security)
    return client


@pytest.fixture(scope="module")
def _child():
    from tests.support.apart import Forking

    process = Forking()
    yield process
    process.close()


@pytest.fixture
def looked_at_by_one_child(monkeypatch, _child):
    """Files are looked at in one child for a whole module; `test_apart.py` starts the real one for each."""
    from kaohe.evidence import apart

    monkeypatch.setattr(apart, "look", _child.look)
