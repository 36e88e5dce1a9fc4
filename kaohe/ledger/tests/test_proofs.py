"""Evidence of an entry: files and document numbers, of those whom they concern, never more than a few."""

import pytest

from kaohe.audit.chain import BEGINNING, sealed
from kaohe.evidence.actions import store_file
from kaohe.ledger.actions import reverse_entry
from kaohe.ledger.proofs import files_for
from tests.support.bureau import refused
from tests.support.files import Upload, pdf

NUMBER = "青财〔2025〕12号"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


def brought(world, by, name="通报.pdf", number=""):
    return store_file(officer=by, bureau=world.bureau, upload=Upload(name, pdf()), document_number=number)


def test_a_file_proves_an_entry_and_its_digest_is_sealed(world):
    file = brought(world, world.office, number=NUMBER)
    entry = world.absence(evidence=[file])
    proof = entry.evidence.get()
    assert (proof.file, proof.digest, proof.kind, proof.title) == (file, file.digest, "pdf", f"{NUMBER} 通报.pdf")
    assert entry.seal == sealed(BEGINNING, entry.contents([proof]))


def test_a_document_number_is_enough_and_brings_its_file_along(world):
    plain = world.absence(evidence=[NUMBER])
    assert plain.evidence.get().title == NUMBER
    assert plain.evidence.get().file is None
    file = brought(world, world.office, number=NUMBER)
    assert world.absence(evidence=[f" {NUMBER} "]).evidence.get().file == file


def test_a_file_and_its_number_are_one_piece(world):
    file = brought(world, world.office, number=NUMBER)
    assert [proof.title for proof in world.absence(evidence=[file, NUMBER, "签到表"]).evidence.all()] == [f"{NUMBER} 通报.pdf", "签到表"]


def test_an_empty_number_proves_nothing(world):
    with refused("ledger.lacks_evidence"):
        world.absence(evidence=["  "])


def test_nobody_asks_for_more_than_five_pieces(world):
    assert world.absence(evidence=[f"{number}号" for number in range(5)])
    with refused("evidence.too_many"):
        world.absence(evidence=[f"{number}号" for number in range(6)])


def test_a_file_that_concerns_someone_else_is_not_used(world, elsewhere):
    with refused("ledger.file_foreign"):
        world.absence(evidence=[brought(world, world.clerk)])
    with refused("ledger.file_foreign"):
        world.absence(evidence=[brought(elsewhere, elsewhere.office)])


def test_a_number_does_not_bring_along_a_file_that_concerns_someone_else(world):
    brought(world, world.clerk, number=NUMBER)
    assert world.absence(evidence=[NUMBER]).evidence.get().file is None


def test_a_file_concerns_who_brought_it_and_who_sees_the_entry(world, elsewhere):
    file = brought(world, world.checker)
    assert list(files_for(world.checker)) == [file]
    assert not files_for(world.office).exists()
    world.absence(officer=world.checker, evidence=[file])
    seeing = {role for role in world.people if files_for(getattr(world, role)).exists()}
    everyone = {"office", "director", "leading_group", "auditor", "checker", "deputy_director"}
    assert seeing == everyone | {"department_head", "clerk", "officer"}
    world.absence(officer=world.office, department=world.general, evidence=[brought(world, world.office, "综合.pdf")])
    assert not files_for(world.clerk).filter(name="综合.pdf").exists()
    assert not files_for(elsewhere.office).exists()


def test_a_reversal_has_evidence_of_its_own(world):
    reversal = reverse_entry(officer=world.office, entry=world.absence(), why="补交假条", evidence=["假条"])
    assert [each.title for each in reversal.evidence.all()] == ["假条"]
