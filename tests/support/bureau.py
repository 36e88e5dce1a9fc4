"""A small bureau for tests: two departments, an officer for every role, a year, and short ways to what they do.

Tests that commit (`transactional_db`, `live_server`) are emptied afterwards, which the guards of the append-only tables
would refuse; `guards_step_aside` lets Django's flush pass, and nothing else.
"""

import pytest
from django.db import connection

from kaohe.audit import guard


@pytest.fixture(autouse=True, scope="session")
def guards_step_aside():
    """Django's flush finds the guards down and leaves them up again."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_unguarded(self, statements):
        with guard.lifted(self.connection):
            return flush(self, statements)

    operations.execute_sql_flush = flush_unguarded
    yield
    operations.execute_sql_flush = flush
