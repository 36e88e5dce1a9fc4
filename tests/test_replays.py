"""Results that were put away are computed again to the last digit, whatever has become of the code since.

A file of tests/replays is never made anew: it stands for a year that a bureau has in its archive. When the engine changes on purpose
so that an old year comes out otherwise, that is a new ENGINE_VERSION, and this test is where somebody has to say so.
"""

from pathlib import Path

import pytest

from kaohe.files.bundle import verify_bundle

FOLDER = Path(__file__).parent / "replays"
#: The seal that each file had when it was put away.
SEALS = {
    "founding-2026-11-03.kaohe": "f172982d78f828201ad48875756506f634407ea65a02906d502a2d6a7d2fbdc3",
    "founding-2026-11-11.kaohe": "68446ead530f53703f710629d3922a65db65fa285980c66bfe146f2fa7af1c06",
    "small-2026-11.kaohe": "13a52f93a9fb3f0cf9f8415d62945dc070b67a1f8f68971ea709ea2efe077c1f",
}


def test_every_file_put_away_is_replayed():
    assert {path.name for path in FOLDER.glob("*.kaohe")} == set(SEALS)


@pytest.mark.parametrize("name", SEALS)
def test_an_old_result_comes_out_to_the_last_digit(name):
    verdict = verify_bundle(FOLDER / name, seal=SEALS[name])
    assert verdict.ok, "\n".join(problem.message() for problem in verdict.problems)
