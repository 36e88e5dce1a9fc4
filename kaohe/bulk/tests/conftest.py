"""What the tests of the columns share: a PostgreSQL of their own, and a little year as tables."""

from __future__ import annotations

import pytest

from tests.support import postgres


@pytest.fixture(scope="session")
def database():
    """The address of a PostgreSQL server that lives as long as the tests."""
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["duckdb", "polars"])
def engine(request):
    """Each of the two engines that read files on one machine."""
    from kaohe.bulk.duck import Duck
    from kaohe.bulk.polars.run import Polars

    return {"duckdb": Duck, "polars": Polars}[request.param]
