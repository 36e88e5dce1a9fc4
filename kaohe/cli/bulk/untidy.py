"""What the author of a tried rulebook must still answer for, and what its figures don't show: points that no longer add up, goals that aren't
converted, grades out of order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaohe.cli.words import say
from kaohe.engine import Problem, Rulebook, overtaken, sums

#: Problems of `check` that mean something else of numbers which are only tried.
_TRIED = {"check.category_full": "bulk.not_converted"}


def untidy(rulebook: Rulebook, tried: Rulebook, language: str) -> tuple[str, ...]:
    """A sentence for each place where the tried rulebook's points don't add up and for each grade that overtakes another of the rulebook's;
    none where all is well. Everything is called as in that language.
    """

    def called(label: str) -> str:
        return rulebook.in_language(label, language)

    labels = {item.code: called(item.label) for item in tried.tree.walk()}
    problems = [Problem(_TRIED.get(each.code, each.code), {**each.values, "code": labels[str(each.values["code"])]}) for each in sums(tried)]
    for lower, higher in overtaken(rulebook, tried):
        problems.append(Problem("bulk.grade_overtaken", {"lower": called(lower.label), "higher": called(higher.label)}))
    return tuple(problem.message(language) for problem in problems)


class Notes:
    """The sentences under a table of variants, each once and numbered as they are met, and one for the rulebook as it stands."""

    def __init__(self, stands: Sequence[str], variants: Iterable[str], untidy_ones: Mapping[str, Sequence[str]]) -> None:
        self.stands, self.untidy = stands, untidy_ones
        met = dict.fromkeys(words for variant in variants for words in untidy_ones.get(variant, ()) if words not in stands)
        self.numbers = {words: str(at) for at, words in enumerate(met, 1)}

    def of(self, variant: str) -> str:
        """The numbers of a variant's sentences, for its row; "" where it has none of its own."""
        return " ".join(self.numbers[words] for words in self.untidy.get(variant, ()) if words in self.numbers)

    def lines(self, language: str) -> list[str]:
        """The sentences: first those of the rulebook as it stands, which hold of variants too that don't mend them."""
        known = [say("bulk.stands_untidy", language, words=words) for words in self.stands]
        return known + [say("bulk.note", language, number=number, words=words) for words, number in self.numbers.items()]
