"""Hundreds of files of every kind, made by a script: each gets the verdict that it must get, in little memory."""

import io

import pytest

from kaohe.engine import Refused
from kaohe.evidence import phrases
from kaohe.evidence.checks import inspect
from tests.support.corpus import BAD, GOOD, SAMPLES

pytestmark = pytest.mark.usefixtures("looked_at_by_one_child")

#: The most that looking through any of them may cost, beside the file itself and what becomes of it.
LITTLE = 200_000_000
DRAWN = {"jpg": "JPEG", "png": "PNG"}


def test_there_are_hundreds_of_them_and_no_two_are_alike():
    assert len(SAMPLES) >= 200
    assert len(GOOD) >= 60
    assert len({sample.title for sample in SAMPLES}) == len(SAMPLES)


def test_every_reason_to_refuse_a_file_is_given_to_one_of_them():
    assert set(phrases.VERDICTS) == {sample.refused for sample in BAD}


@pytest.mark.parametrize("sample", GOOD, ids=[sample.title for sample in GOOD])
def test_a_good_file_is_taken(sample):
    data = sample.made()
    taken = inspect(sample.name, data)
    assert taken.kind == (sample.kind or taken.name.rpartition(".")[2].lower().replace("jpeg", "jpg"))
    assert taken.content
    assert taken.peak < LITTLE + 2 * len(data)
    if taken.kind in DRAWN:
        _is_drawn_anew(taken.content, DRAWN[taken.kind])
    else:
        assert taken.content == data


@pytest.mark.parametrize("sample", BAD, ids=[f"{sample.refused} {sample.title}" for sample in BAD])
def test_a_bad_file_is_refused_with_the_reason(sample):
    with pytest.raises(Refused) as caught:
        inspect(sample.name, sample.made())
    (problem,) = caught.value.problems
    assert problem.code == sample.refused
    chinese, english = problem.message("zh"), problem.message("en")
    assert any("一" <= sign <= "鿿" for sign in chinese)
    assert chinese != english
    assert "{" not in chinese + english


def _is_drawn_anew(content, form):
    """It opens, and tells nothing beside the picture but which way up it is held."""
    from PIL import Image

    picture = Image.open(io.BytesIO(content), formats=[form])
    picture.load()
    assert set(picture.getexif()) <= {0x0112}
    assert "comment" not in picture.info
    assert not any(mark in content for mark in (b"GPS", b"remark", b"someone", b"script", b"ftyp"))
