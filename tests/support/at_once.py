"""Many people press in the same moment: the same form fifty times, or different deeds against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connection
from django.test import Client

from kaohe.engine import Refused
from tests.support.forms import filled

MANY = 50
#: What those are told whose turn didn't come in time, which is up to the machine.
BUSY = "什么也没有改动"


def fire(officer, path, form, *, key=None):
    """The form sent by so many at once, each with its own key or all with that one; the answers."""
    first = Client()
    first.force_login(officer)
    start = Barrier(MANY)

    def one(_number):
        client = Client()
        client.cookies = first.cookies
        start.wait()
        try:
            return client.post(path, filled(form, key=key))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=MANY) as people:
        return list(people.map(one, range(MANY)))


def one_won(answers, *said):
    """One was redirected; every other was answered with a page that says why."""
    assert sorted(each.status_code for each in answers) == [302] + [409] * (MANY - 1)
    for each in answers:
        if each.status_code == 409:
            assert any(words in each.content.decode() for words in (*said, BUSY))


def against(*deeds: Callable[[], object], times: int = 8) -> list[object]:
    """Each deed so many times, all at once; what each came to: its result, or the refusal, or "busy"."""
    everyone = [deed for deed in deeds for _ in range(times)]
    start = Barrier(len(everyone))

    def one(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Refused as refused:
            return refused
        except OperationalError:
            return "busy"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(everyone)) as people:
        return list(people.map(one, everyone))


def succeeded(outcomes: Sequence[object]) -> list[object]:
    """Those that were done."""
    return [each for each in outcomes if not isinstance(each, Refused) and each != "busy"]
