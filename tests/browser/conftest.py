"""The bureau that the browser visits: the demonstration's own rules with events of every kind, small enough to load at once."""

from datetime import date

import pytest


@pytest.fixture
def bureau(transactional_db):
    """A bureau in its year, with points lost, limited, beaten, reversed and pending."""
    from kaohe.ledger.actions import reverse_entry
    from tests.support.bureau import found

    world = found("north")
    for number in range(1, 10):
        world.absence(occurred_on=date(2025, 3, number), about=f"第 {number} 次未参加集中学习")
    for level in ("district", "city"):
        world.absence(rule="brief.adopted", level=level, matter="一篇信息", about="信息被采用")
    for number in range(1, 40):
        world.absence(rule="training.session", about=f"第 {number} 次集中学习", count=5)
    world.absence(rule="service.complaint_upheld", about="投诉查实", matter="一件事")
    world.absence(rule="integrity.breach", department=world.general, about="违规")
    reverse_entry(
        officer=world.office,
        entry=world.absence(rule="execution.error", about="记错了", matter="另一件事"),
        why="登记有误",
    )
    return world


@pytest.fixture
def password() -> str:
    """The one that everybody in a test's bureau has."""
    from tests.support.bureau import PASSWORD

    return PASSWORD
