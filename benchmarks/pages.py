"""The pages on the demonstration data: processor time and queries of each, for the first visitor and for those after.

Three figures, since two things are remembered: `warm` finds the page's body and the board as they were left, `fresh body`
finds only the board (a page nobody has asked for yet), `first` finds neither (the first page after a new entry).
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable

from benchmarks.measure import Row, best, milliseconds

#: Every kind of page, and the worst of its kind where they differ.
PAGES = (
    ("sign-in", "/sign-in/", False),
    ("overview, the finished year", "/2025/", True),
    ("overview, the running year", "/2026/", True),
    ("overview of a quarter", "/2025/?period=2", True),
    ("department", "/2025/departments/budget/", True),
    ("department under the veto", "/2025/departments/procurement/", True),
    ("rulebook", "/rulebook/{edition}/", True),
    ("entry", "/2025/ledger/318/", True),
    ("ledger", "/2025/ledger/", True),
    ("what if, two suppositions", "/2025/what-if/?if=back:24&if=price:training.absence:each:2", True),
    ("stability of the ranking", "/2025/what-if/stability/", True),
    ("money divided, tried", "/2025/uses/reward/?way=pool&amount=600000&by_score=on&by=none&outside=0&heads=days", True),
    ("fairness", "/2025/fairness/", True),
    ("a person's dossier", "/people/of/hezhiqiang/dossier/", True),
)


def rows() -> list[Row]:
    """Load the demonstration bureau into a fresh database, ask for each page, and return the table's rows."""
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        os.environ |= {"KAOHE_VAR": folder, "KAOHE_TESTING": "1", "DJANGO_SETTINGS_MODULE": "kaohe.settings"}
        os.environ.pop("KAOHE_DATABASE_URL", None)
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("demo", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        return [_row(*page) for page in PAGES]


def _row(name: str, address: str, signed_in: bool) -> Row:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kaohe.cycles.models import Edition
    from kaohe.people.models import Officer
    from kaohe.results import boards
    from kaohe.web import kept

    client = Client()
    if signed_in:
        client.force_login(
            Officer.objects.get(username="wuhaitao"), backend="django.contrib.auth.backends.ModelBackend"
        )
    address = address.format(edition=Edition.objects.get().code)

    def visit() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    def visit_fresh() -> None:
        kept._bodies.clear()
        visit()

    def visit_first() -> None:
        boards._kept.clear()
        visit_fresh()

    def queries(call: Callable[[], None]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    most, fewest = queries(visit_first), queries(visit)
    times = [milliseconds(best(call, rounds=7)) for call in (visit, visit_fresh, visit_first)]
    found = (
        f"{times[0]:>9} warm {times[1]:>10} fresh body {times[2]:>10} first · {fewest:2d} queries warm, {most:2d} first"
    )
    return Row(f"{name}  {address}", found, "15 ms, 15 queries")
