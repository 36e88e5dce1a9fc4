"""Files are kept once under their own digest, by whoever may, with a record of it; what nobody names is swept."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kaohe.audit.models import Record
from kaohe.engine import sha256_hex, sm3_hex
from kaohe.evidence import store
from kaohe.evidence.actions import MOST_AN_HOUR, store_file, sweep
from kaohe.evidence.models import StoredFile
from tests.support.bureau import recorded, refused
from tests.support.files import Upload, exif, jpg, pdf


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


def bring(world, name="考勤表.pdf", content=None, **changed):
    upload = Upload(name, content or pdf())
    return store_file(**{"officer": world.office, "bureau": world.bureau, "upload": upload, **changed})


def lying():
    return [path for path in settings.EVIDENCE.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_digest_with_its_author(world):
    with recorded("evidence:file:stored"):
        stored = bring(world, document_number="青财〔2025〕12号")
    assert (stored.digest, stored.digest_sm3) == (sha256_hex(pdf()), sm3_hex(pdf()))
    assert (stored.name, stored.kind, stored.size, stored.uploaded_by) == (
        "考勤表.pdf",
        "pdf",
        len(pdf()),
        world.office,
    )
    assert (
        store.path_of(stored.digest).relative_to(settings.EVIDENCE).as_posix()
        == f"{stored.digest[:2]}/{stored.digest[2:]}"
    )
    assert store.content_of(stored.digest) == pdf()
    assert list(StoredFile.objects.numbered(world.bureau, "青财〔2025〕12号")) == [stored]


def test_nobody_but_the_service_may_read_the_content_on_disk(world):
    path = store.path_of(bring(world).digest)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_digest_is_that_of_what_is_kept(world):
    came = jpg(notes=exif(1))
    stored = bring(world, "现场.jpg", came)
    kept = store.content_of(stored.digest)
    assert kept not in (None, came)
    assert stored.digest == sha256_hex(kept)


def test_the_name_as_it_came_is_kept_beside_the_one_that_is_shown(world):
    stored = bring(world, "C:\\桌面\\报\u202efdp.通报.pdf")
    assert (stored.name, stored.original_name) == ("报fdp.通报.pdf", "C:\\桌面\\报\u202efdp.通报.pdf")


def test_without_a_scanner_a_file_says_that_nobody_scanned_it(world):
    assert bring(world).scanned_by == ""


def test_a_scanner_that_found_nothing_signs_and_the_record_says_so(world, settings):
    settings.SCANNER = "/bin/true"
    assert bring(world).scanned_by == "true"
    assert Record.objects.get(tag="evidence:file:stored").after["scanned_by"] == "true"


def test_a_file_scanned_later_is_brought_again_with_the_scanners_word(world, settings):
    bring(world)
    settings.SCANNER = "/bin/true"
    assert bring(world).scanned_by == "true"
    assert [each.scanned_by for each in StoredFile.objects.order_by("pk")] == ["", "true"]


def test_what_the_scanner_finds_is_refused(world, settings):
    settings.SCANNER = "/bin/sh -c 'echo House.Worm-1; exit 1'"
    with refused("evidence.virus_found") as caught:
        bring(world)
    assert "House.Worm-1" in caught.value.message("zh")
    assert not lying()


def test_a_silent_scanner_lets_nothing_through(world, settings):
    settings.SCANNER = "/bin/false-scanner-that-is-not-there"
    with refused("evidence.scanner_silent"):
        bring(world)
    assert not lying()


def test_a_department_has_only_so_much(world, settings):
    settings.OFFICE_QUOTA = 3 * len(pdf())
    for number in range(3):
        bring(world, officer=world.clerk, name=f"{number}.pdf")
    with refused("evidence.quota") as caught:
        bring(world, officer=world.department_head, name="一件太多.pdf")
    assert "预算科" in caught.value.message("zh")
    bring(world, officer=world.checker)  # another department
    assert StoredFile.objects.filter(department=world.budget).count() == 3


def test_the_same_file_is_kept_once(world):
    first = bring(world)
    assert bring(world) == first
    assert StoredFile.objects.count() == 1


def test_the_same_content_of_two_people_lies_on_disk_once(world):
    bring(world)
    bring(world, officer=world.clerk, name="同一份.pdf")
    assert StoredFile.objects.count() == 2
    assert len(lying()) == 1


def test_the_same_name_with_another_content_is_another_file(world):
    assert bring(world).digest != bring(world, content=pdf(b"2 0 obj<<>>endobj\n")).digest


@pytest.mark.parametrize("role", ["auditor", "administrator", "nobody"])
def test_only_those_who_prove_something_bring_files(world, role):
    with refused("people.may_not"):
        bring(world, officer=getattr(world, role))
    assert not lying()


def test_nobody_brings_files_to_another_bureau(world, elsewhere):
    with refused("people.other_bureau"):
        bring(world, officer=elsewhere.office)


def test_a_refused_file_leaves_nothing_on_disk(world):
    with refused("evidence.other_content"):
        bring(world, content=b"MZ\x90\0")
    assert not lying()


def test_a_document_number_nobody_can_read_is_refused(world):
    with refused("evidence.no_number"):
        bring(world, document_number="号" * 61)


def test_no_more_than_so_many_an_hour(world, monkeypatch):
    monkeypatch.setattr("kaohe.evidence.actions.MOST_AN_HOUR", 2)
    assert MOST_AN_HOUR > 2
    for number in range(2):
        bring(world, name=f"{number}.pdf")
    with refused("evidence.too_fast"):
        bring(world, name="3.pdf")
    bring(world, officer=world.clerk)


def test_a_swapped_content_is_noticed(world):
    stored = bring(world)
    store.path_of(stored.digest).write_bytes(pdf(b"2 0 obj<<>>endobj\n"))
    assert store.content_of(stored.digest) is None
    store.path_of(stored.digest).unlink()
    assert store.content_of(stored.digest) is None


def test_nothing_half_written_is_left_when_the_disk_is_full(world, monkeypatch):
    def full(_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"), transaction.atomic():
        bring(world)
    assert not lying()
    assert not StoredFile.objects.exists()


def test_a_stored_file_is_never_changed_or_deleted(world):
    stored = bring(world)
    for statement in (
        "UPDATE evidence_storedfile SET name = 'x' WHERE id = %s",
        "DELETE FROM evidence_storedfile WHERE id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [stored.pk])


def tomorrow():
    return timezone.now() + timedelta(days=1, minutes=1)


def aged(digest, days=2):
    """As if the content had been brought so long ago."""
    then = timezone.now().timestamp() - days * 86400
    os.utime(store.path_of(digest), (then, then))


def test_what_no_row_names_is_swept_and_the_rest_stays(world):
    stored, orphan = bring(world), store.keep(b"nobody names this")
    assert sweep(now=timezone.now()) == [], "a young one may be about to get its row"
    with recorded("evidence:files:swept"):
        assert sweep(now=tomorrow()) == [orphan]
    assert store.content_of(stored.digest) == pdf()
    assert store.content_of(orphan) is None
    assert sweep(now=tomorrow()) == []


def test_one_that_is_brought_again_is_young_again(world):
    orphan = store.keep(pdf())
    aged(orphan)
    store.keep(pdf())
    assert sweep(now=timezone.now()) == []


def test_one_that_is_brought_while_it_is_swept_is_put_back(world, monkeypatch):
    """The content is kept, and its row written, at the very moment between setting aside and the second look."""
    orphan = store.keep(pdf())
    aged(orphan)
    set_aside = store.set_aside

    def brought_meanwhile(digest):
        since = set_aside(digest)
        bring(world)
        return since

    monkeypatch.setattr(store, "set_aside", brought_meanwhile)
    assert sweep(now=timezone.now()) == []
    assert store.content_of(orphan) == pdf()
    assert len(lying()) == 1


def test_one_that_is_touched_before_it_is_set_aside_is_put_back(world, monkeypatch):
    orphan = store.keep(pdf())
    aged(orphan)
    set_aside = store.set_aside

    def touched(digest):
        store.keep(pdf())
        return set_aside(digest)

    monkeypatch.setattr(store, "set_aside", touched)
    assert sweep(now=timezone.now()) == []
    assert store.content_of(orphan) == pdf()


def test_a_sweeper_that_is_killed_loses_nothing(world, monkeypatch):
    stored = bring(world)
    aged(stored.digest)
    store.set_aside(stored.digest)
    half = store.path_of(stored.digest).with_name(".new-half")
    half.write_bytes(b"half")
    sweep(now=timezone.now())
    assert store.content_of(stored.digest) is None, "it may still be at work"
    sweep(now=tomorrow())
    assert store.content_of(stored.digest) == pdf()
    assert not half.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_sweepers_each_content_goes_to_one(world):
    orphans = {store.keep(b"nobody names %d" % number) for number in range(20)}
    for digest in orphans:
        aged(digest)
    start = Barrier(5)

    def run(_number):
        start.wait()
        try:
            return sweep(now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as sweepers:
        swept = [digest for found in sweepers.map(run, range(5)) for digest in found]
    assert sorted(swept) == sorted(orphans)
    assert not lying()
