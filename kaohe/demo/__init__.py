"""The demo bureau: invented people and two deterministic years of facts. Nothing in it is real."""

from kaohe.demo.goals import CLOSED, GOALS_FIXED
from kaohe.demo.people import DEMO_BUREAU, DEMO_PASSWORD, DemoPerson, demo_accounts, demo_people
from kaohe.demo.year import RUNNING_AS_OF, demo_year

__all__ = [
    "CLOSED",
    "DEMO_BUREAU",
    "DEMO_PASSWORD",
    "GOALS_FIXED",
    "RUNNING_AS_OF",
    "DemoPerson",
    "demo_accounts",
    "demo_people",
    "demo_year",
]
