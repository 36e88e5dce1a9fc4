"""Sets the stage for every test: which database, a data folder of its own, and Django on top of both.

Django is set up here and not by the settings-module option of pytest-django, because a PostgreSQL server must run before
the settings are read.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings

pytest_plugins = ["tests.support.fixtures", "tests.support.worlds"]

# How long a machine takes is no property of the code; speed is measured in benchmarks/.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="which database to test on; postgres starts a server and keeps to the tests that touch a database",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers inherit what is set here
        _own_settings(config)
        if config.getoption("--database") == "postgres":
            _postgres_server(config)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kaohe.settings"
    django.setup()
    _require_database(config.getoption("--database"))


def _require_database(asked):
    """A suite that says PostgreSQL and runs on SQLite would prove nothing."""
    from django.db import connection

    vendor = {"sqlite": "sqlite", "postgres": "postgresql"}[asked]
    if connection.vendor != vendor:
        raise pytest.UsageError(f"asked for {asked}, but the settings were read before and name {connection.vendor}")


def _own_settings(config):
    """Tests neither read nor write the data of the person who runs them, and know nothing of that person's settings."""
    for name in [name for name in os.environ if name.startswith("KAOHE_") and name != "KAOHE_CHROMIUM"]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="kaohe-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    Path(folder, "static").mkdir()  # its absence would be worth a warning
    os.environ.update(KAOHE_VAR=folder, KAOHE_TESTING="1")


def _postgres_server(config):
    from tests.support import postgres

    running = postgres.server()
    try:
        os.environ["KAOHE_DATABASE_URL"] = running.__enter__()
    except postgres.NoPostgres as problem:
        raise pytest.UsageError(str(problem)) from None
    config.add_cleanup(lambda: running.__exit__(None, None, None))


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, what touches no database would only be run a second time.

    What starts a whole run of its own comes first: begun last, it would keep one worker while the others have nothing to do.
    """
    items.sort(key=lambda item: item.get_closest_marker("postgres") is None)
    if config.getoption("--database") != "postgres":
        return
    kept = [item for item in items if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_the_database(item):
    from django.test import TransactionTestCase

    if item.get_closest_marker("once"):
        return False
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))
