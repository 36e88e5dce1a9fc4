"""Names of this room inside its sentences, in the reader's language."""

from collections.abc import Iterable

from kaohe.engine import phrase


class StateNames:
    """States of a sheet."""

    def __init__(self, states: Iterable[str]) -> None:
        self.states = list(states)

    def in_language(self, language: str) -> str:
        names = [phrase(f"goal_sheet.{state}", language) for state in self.states]
        return " / ".join(names) if language.startswith("en") else "、".join(names)


class ToldNames(StateNames):
    """States of a progress report."""

    def in_language(self, language: str) -> str:
        names = [phrase(f"progress.{state}", language) for state in self.states]
        return " / ".join(names) if language.startswith("en") else "、".join(names)
