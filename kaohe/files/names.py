"""Finds what a typed name means: codes, labels in both languages, aliases; and what may have been meant otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from kaohe.engine import Department, Rulebook, Said, Scale
from kaohe.files.cells import plain

#: So many choices are listed in full; a longer list helps nobody.
_MOST_CHOICES: Final = 14


class Speaks(Protocol):
    """Whoever knows labels in other languages: a rulebook, or nobody in particular."""

    def in_language(self, text: str, language: str) -> str:
        """The label in that language."""


class AsWritten:
    """Knows no other language: for workbooks that follow no rulebook."""

    def in_language(self, text: str, language: str) -> str:
        """The label as it stands."""
        return text


class Choices:
    """Labels inside a sentence, translated where the sentence is."""

    __slots__ = ("labels", "rulebook")

    def __init__(self, labels: Iterable[str], rulebook: Speaks) -> None:
        self.labels = tuple(labels)
        self.rulebook = rulebook

    def in_language(self, language: str) -> str:
        """The labels, divided as that language does."""
        divider = ", " if language.startswith("en") else "、"
        return divider.join(self.rulebook.in_language(label, language) for label in self.labels)

    def __str__(self) -> str:
        return self.in_language("zh")


class Names:
    """A set of things with a code, a label and other names."""

    def __init__(self, rulebook: Speaks, things: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        """`things` are (code, label, other names); of two things with one name the earlier keeps it."""
        self._rulebook = rulebook
        self._codes: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for code, label, others in things:
            self.labels.setdefault(code, label)
            for name in (code, label, rulebook.in_language(label, "en"), *others):
                self.learn(name, code)
            # Drop-downs and people write "code label" in one cell; spaces are gone when names are compared.
            self.learn(code + label, code)
            self.learn(label + code, code)

    def learn(self, name: str, code: str) -> None:
        """Another name, unless it already means something."""
        if key := plain(name):
            self._codes.setdefault(key, code)

    def find(self, typed: str) -> str | None:
        """The code that the typed name means; None for none."""
        key = plain(typed)
        found = self._codes.get(key)
        if found is None:
            found = self._codes.get(key.strip("“”\"'()[]【】·.-:—"))
        return found

    def label(self, code: str) -> str:
        """The label of that code."""
        return self.labels.get(code, code)

    def advice(self, typed: str) -> Said:
        """What may have been meant; else what there is; else where to look."""
        from difflib import get_close_matches

        near = get_close_matches(plain(typed)[:60], list(self._codes), n=6, cutoff=0.5)
        if labels := dict.fromkeys(self.labels[self._codes[name]] for name in near):
            return Said("files.near", {"names": Choices(list(labels)[:3], self._rulebook)})
        if self.labels and len(self.labels) <= _MOST_CHOICES:
            return Said("files.choose", {"names": Choices(self.labels.values(), self._rulebook)})
        return Said("files.no_choice")


def departments(rulebook: Rulebook, known: Iterable[Department]) -> Names:
    """These departments; those of the rulebook lend their names to the one with the same code."""
    known = tuple(known)
    names = Names(rulebook, ((each.code, each.name, (each.short, *each.aliases)) for each in known))
    codes = {each.code for each in known}
    for each in rulebook.departments:
        if each.code in codes:
            for name in (each.name, each.short, *each.aliases, rulebook.in_language(each.name, "en")):
                names.learn(name, each.code)
    return names


def categories(rulebook: Rulebook) -> Names:
    """The classes of goals; 重点 and 一般 are understood where they can mean only one."""
    short: dict[str, tuple[str, ...]] = {"key": ("重点", "重点目标"), "ordinary": ("一般", "一般目标", "普通")}
    return Names(rulebook, ((each.code, each.label, short.get(each.code, ())) for each in rulebook.categories.values()))


def rules(rulebook: Rulebook) -> Names:
    """The rules."""
    return Names(rulebook, ((each.code, each.label, ()) for each in rulebook.rules.values()))


def levels(rulebook: Rulebook, rule: Any) -> Names:
    """The levels of one rule: bodies for rewards, grades for gradings."""
    if scale := getattr(rule, "scale", None):
        return grades(rulebook, scale)
    return Names(rulebook, ((each.code, each.label, ()) for each in getattr(rule, "levels", ())))


def grades(rulebook: Rulebook, scale: Scale) -> Names:
    """The grades of a scale."""
    return Names(rulebook, ((each.code, each.label, ()) for each in scale.grades.values()))


def conditions(rulebook: Rulebook, scale: Scale, grade: str) -> Names:
    """The conditions of one grade."""
    listed = scale.grades[grade].conditions if grade in scale.grades else ()
    return Names(rulebook, ((each.code, each.label, ()) for each in listed))


def grading_rules(rulebook: Rulebook) -> Mapping[str, Any]:
    """The rule by which goals of each category are graded."""
    found: dict[str, Any] = {}
    for rule in rulebook.rules.values():
        category = getattr(rule, "category", None)
        if category is not None:
            found.setdefault(category.code, rule)
    return found
