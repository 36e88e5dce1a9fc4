"""What a driver does in its own process, for a session takes longer to start than a small year to score: commands, then random years.

Reads `{"commands": [[WORD…]…], "seeds": [N…], "master": ADDRESS}` as its one word; its last line is what came of it, by the same names.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
from functools import partial
from typing import Any

from kaohe.bulk.spark import session
from kaohe.bulk.tests.backends import differing, spark_results
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.cli.frame import main

#: Departments of a random year; a cluster takes hardly longer for many than for one.
DEPARTMENTS = 250


def answered(words: list[str]) -> tuple[int, str, str]:
    """What a command ended with and said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    return status, out.getvalue(), err.getvalue()


def differences(seed: int, spark: Any) -> list[str]:
    """What Spark finds otherwise than the engine, in a random year under a random rulebook."""
    rng = random.Random(seed)
    rulebook = random_book(rng)
    told = differing(rulebook, random_ledger(rng, rulebook, DEPARTMENTS), {"spark": partial(spark_results, session=spark)})
    return told.get("spark", [])


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    answers = [answered(words) for words in asked["commands"]]
    told = {seed: differences(seed, session(asked["master"])) for seed in asked["seeds"]}
    sys.stdout.write(json.dumps({"commands": answers, "seeds": told}) + "\n")
