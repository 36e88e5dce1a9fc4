"""No text whatever makes the reader of rulebooks or of cases raise: the shipped rulebook, spoilt in many ways."""

import random
import re
from dataclasses import replace

from hypothesis import given, settings

from kaohe.engine import check, load, load_folder, run_cases
from tests.support.founding import FOLDER, founding_rulebook
from tests.support.years import SEEDS

FOUNDING = founding_rulebook().texts


def mutilated(rng: random.Random, text: str) -> str:
    """A few lines dropped, doubled, moved, cut, indented or with another word in them."""
    lines = text.splitlines()
    for _ in range(rng.choice([1, 1, 3, 20])):
        at = rng.randrange(len(lines))
        lines[at : at + 1] = rng.choice(
            [
                [],
                [lines[at], lines[at]],
                [lines[at][: rng.randint(0, len(lines[at]))]],
                ["  " + lines[at]],
                [lines[at][2:]],
                [rng.choice(lines)],
                [re.sub(r"[\w.]+", lambda found: rng.choice(ODD) if rng.random() < 0.3 else found.group(), lines[at])],
                [lines[at].replace(":", rng.choice([": -", " ", ":\n    ", ": &a", ": *a"]), 1)],
            ]
        )
    return "\n".join(lines)


ODD = [
    "-1",
    "0",
    "1/3",
    "1e9",
    "none",
    "",
    "[",
    "{}",
    "甲",
    "total",
    "deduct",
    "graded",
    "void",
    "quota",
    "99999999999999",
    "13",
    "~",
]


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS)
def test_a_spoilt_rulebook_is_refused_with_reasons_or_still_works(seed):
    rng = random.Random(seed)
    file = rng.choice(
        ["rulebook.yaml", "rulebook.yaml", "rulebook.yaml", "readings.yaml", "document.md", "english.yaml"]
    )
    rulebook, problems = load({**FOUNDING, file: mutilated(rng, FOUNDING[file])})
    for problem in problems:
        assert problem.message("zh")
        assert problem.message("en")
        assert problem.place.file in FOUNDING
        assert problem.place.line is not None
    assert (rulebook is None) == any(problem.severity == "error" for problem in problems)
    if rulebook is not None and rng.random() < 0.2:
        assert all(problem.message() for problem in check(rulebook))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_spoilt_cases_are_told_and_never_raise(seed):
    rng = random.Random(seed)
    file = rng.choice(sorted(name for name in FOUNDING if name.startswith("cases/")))
    texts = {file: mutilated(rng, FOUNDING[file])}
    for result in run_cases(replace(founding_rulebook(), texts=texts)):
        assert result.passed or result.failures or result.problems
        assert all(problem.message() and problem.place.file == file for problem in result.problems)


def test_the_shipped_folder_is_the_one_that_is_spoilt():
    assert load_folder(FOLDER).rulebook == founding_rulebook()
