"""Names of this room inside its sentences, in the reader's language."""

from kaohe.engine import phrase
from kaohe.goals.models import Goal
from kaohe.panels.verdicts import grades_of


class GradeName:
    """A grade by its label in the year's rulebook."""

    def __init__(self, goal: Goal, grade: str) -> None:
        self.rulebook = goal.cycle.rulebook()
        found = grades_of(self.rulebook, goal).get(grade)
        self.label = found.label if found else grade

    def in_language(self, language: str) -> str:
        return self.rulebook.in_language(self.label, language)


class Nothing:
    """Where nothing is written down."""

    def in_language(self, language: str) -> str:
        return phrase("panels.nothing_written", language)
