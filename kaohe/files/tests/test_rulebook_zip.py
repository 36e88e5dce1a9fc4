"""A rulebook is uploaded as a zip of its folder or file by file; what is too much or none of ours is refused."""

import io
import zipfile

import pytest

from kaohe.engine import load
from kaohe.files.cells import Odd
from kaohe.files.rulebook_zip import LARGEST, MOST_FILES, texts_of
from tests.support.founding import FOLDER, founding_rulebook


def zipped(files, **more):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **more) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return target.getvalue()


def refused_for(*files):
    with pytest.raises(Odd) as caught:
        texts_of(files)
    return caught.value.code


def test_a_zip_of_the_folder_is_the_rulebook():
    files = {f"shinan/{path.relative_to(FOLDER).as_posix()}": path.read_bytes() for path in FOLDER.rglob("*.*")}
    files |= {"__MACOSX/._rulebook.yaml": b"\0", "shinan/.DS_Store": b"\0", "shinan/cases/Thumbs.db": b"\0"}
    texts = texts_of([("办法.zip", zipped(files))])
    assert texts == dict(founding_rulebook().texts)
    rulebook = load(texts).rulebook
    assert rulebook
    assert rulebook.digest == founding_rulebook().digest


def test_its_files_one_by_one_are_the_same_rulebook():
    files = [(path.name, path.read_bytes()) for path in FOLDER.rglob("*.*")]
    assert texts_of(files) == dict(founding_rulebook().texts)


def test_a_file_saved_elsewhere_reads_the_same():
    assert texts_of([("document.md", "\ufeff一\r\n二".encode())]) == {"document.md": "一\n二"}


def test_what_is_no_text_of_a_rulebook_is_refused():
    assert refused_for(("办法.docx", b"")) == "files.rulebook.type"
    assert refused_for(("办法.zip", zipped({"setup.exe": b""}))) == "files.rulebook.type"
    assert refused_for(("rulebook.yaml", "规则".encode("gb18030"))) == "files.rulebook.encoding"
    assert refused_for(("办法.zip", b"PK no zip")) == "files.rulebook.zip"


def test_two_files_of_one_name_are_refused():
    assert (
        refused_for(("rulebook.yaml", b"a"), ("办法.zip", zipped({"x/rulebook.yaml": b"b"}))) == "files.rulebook.twice"
    )


def test_what_unpacks_to_far_more_than_it_is_is_refused_before_it_does():
    bomb = zipped({f"cases/{number}.yaml": b"0" * LARGEST for number in range(3)})
    assert len(bomb) < 10_000
    assert refused_for(("办法.zip", bomb)) == "files.rulebook.large"
    assert refused_for(("rulebook.yaml", b"0" * (LARGEST + 1))) == "files.rulebook.large"


def test_more_files_than_any_rulebook_has_are_refused():
    assert refused_for(*[(f"{number}.yaml", b"") for number in range(MOST_FILES + 1)]) == "files.rulebook.many"
    assert (
        refused_for(("办法.zip", zipped({f"{number}.yaml": b"" for number in range(MOST_FILES * 2 + 1)})))
        == "files.rulebook.many"
    )


def test_a_path_that_climbs_out_of_its_folder_leads_nowhere():
    assert texts_of([("办法.zip", zipped({"../../etc/rulebook.yaml": b"x"}))]) == {"rulebook.yaml": "x"}
