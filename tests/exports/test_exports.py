"""A hundred thousand generated texts: none becomes a formula, and all come back equal.

All of them go through the CSV here, and a share of them through each slower writer; `python -m tests.exports` sends all through all.
"""

import pytest

from tests.exports.strings import BEGINNINGS, texts
from tests.exports.writers import WRITERS, Went, no_formula, same

NUMBER = 100_000


@pytest.fixture(scope="module")
def given():
    return texts(NUMBER)


@pytest.mark.parametrize("name", WRITERS)
def test_no_text_becomes_a_formula_and_all_come_back_equal(given, name):
    write, share = WRITERS[name]
    number = int(NUMBER * share)
    write(given[:number])


def test_the_texts_are_all_different_and_begin_in_every_way(given):
    assert len(set(given)) == NUMBER
    for begin in BEGINNINGS:
        if begin == begin.strip():
            assert any(text.startswith(begin) for text in given), begin


def test_a_formula_would_be_seen():
    import io

    from xlsxwriter import Workbook

    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True})  # with its own settings it takes such a text for a formula
    workbook.add_worksheet().write(0, 0, "=1+1")
    workbook.close()
    with pytest.raises(Went, match="1"):
        no_formula(target.getvalue())


def test_a_changed_text_would_be_seen():
    with pytest.raises(Went, match="changed"):
        same(["a", "=b"], ["a", "b"])
