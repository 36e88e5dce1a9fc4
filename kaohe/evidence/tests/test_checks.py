"""What becomes of a file that is taken: its name, the picture without what a telephone tells, an archive as it came."""

import io
import zipfile

import pytest

from kaohe.engine import Refused
from kaohe.evidence import apart, phrases  # noqa: F401 - the sentences of what is refused
from kaohe.evidence.checks import inspect
from kaohe.evidence.looks import packages
from kaohe.evidence.names import LONGEST, LONGEST_ORIGINAL, clean, original
from kaohe.files.odd import Odd
from tests.support.files import chunk, drawn, exif, heic, jpg, office, package, pdf, png, segment

pytestmark = pytest.mark.usefixtures("looked_at_by_one_child")

BOMB = package({"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * 30_000_000})


def picture(content):
    from PIL import Image

    return Image.open(io.BytesIO(content))


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(packages, "pieces", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(Odd, match=r"evidence\.bomb"):
        packages.document(BOMB, "docx")


def test_what_a_telephone_tells_of_the_place_is_left_out_and_which_way_up_is_kept():
    content = inspect("现场.jpg", jpg(notes=exif(6) + segment(0xFE, b"a remark"))).content
    assert b"GPS" not in content
    assert b"remark" not in content
    assert dict(picture(content).getexif()) == {0x0112: 6}
    assert picture(content).size == (48, 32)


def test_a_picture_looks_as_it_did():
    before, after = picture(drawn("JPEG", quality=70)), picture(inspect("现场.jpg", drawn("JPEG", quality=70)).content)
    assert after.quantization == before.quantization
    pairs = zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 4


def test_the_same_picture_becomes_the_same_bytes():
    assert inspect("现场.jpg", jpg(notes=exif(6))).content == inspect("又.jpg", jpg(notes=exif(6))).content


def test_a_telephones_picture_becomes_a_jpg_that_every_office_opens():
    taken = inspect("IMG_0001.HEIC", heic())
    assert (taken.name, taken.kind, taken.original) == ("IMG_0001.jpg", "jpg", "IMG_0001.HEIC")
    assert picture(taken.content).format == "JPEG"
    assert picture(taken.content).size == (48, 32)


def test_the_words_in_a_png_are_left_out_and_what_shines_through_stays():
    assert b"someone" not in inspect("截图.png", png(extra=chunk(b"tEXt", b"Author\0someone"))).content
    assert picture(inspect("截图.png", drawn("PNG", "RGBA")).content).mode == "RGBA"


def test_the_film_behind_a_picture_falls_away():
    assert inspect("动态.jpg", jpg() + b"\0\0\0\x18ftypmp42" + b"x" * 500).content == inspect("静.jpg", jpg()).content


def test_an_archive_is_kept_as_it_came():
    papers = package({"一.pdf": pdf(), "二.jpg": jpg(notes=exif(1))})
    taken = inspect("材料.zip", papers)
    assert taken.content == papers
    assert zipfile.ZipFile(io.BytesIO(taken.content)).namelist() == ["一.pdf", "二.jpg"]


def test_what_is_wrong_within_an_archive_is_said_of_the_file_that_it_is_wrong_with():
    with pytest.raises(Refused) as caught:
        inspect("材料.zip", package({"宏.docx": office("docx", parts={"word/vbaProject.bin": b"x"})}))
    assert caught.value.message("zh").startswith("压缩包“材料.zip”：“宏.docx”含有宏（vbaProject.bin），已拒绝。")
    assert caught.value.message("en").startswith("The archive “材料.zip”: “宏.docx” holds macros")


@pytest.mark.parametrize(
    ("raw", "text", "ending"),
    [
        ("通报.pdf", "通报.pdf", "pdf"),
        ("C:\\我的文档\\通报.PDF", "通报.PDF", "pdf"),
        ("../../etc/通报.pdf", "通报.pdf", "pdf"),
        ("报\u202efdp.通\u200b.pdf", "报fdp.通.pdf", "pdf"),
        ("一\n二\t三.pdf", "一 二 三.pdf", "pdf"),
        ("e\u0301.pdf", "é.pdf", "pdf"),
        ("  .pdf. ", "pdf", ""),
        ("无后缀", "无后缀", ""),
    ],
)
def test_a_name_is_shown_without_what_misleads(raw, text, ending):
    assert clean(raw) == (text, ending)


def test_a_name_of_three_hundred_bytes_is_cut_before_its_ending():
    name = inspect("佐证" * 70 + ".pdf", pdf()).name
    assert len(name) == LONGEST
    assert name.endswith("….pdf")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("C:\\我的\\报\u202efdp.exe", "C:\\我的\\报\u202efdp.exe"), ("a\0b.pdf", "a\\0b.pdf"), ("a\udc80.pdf", "a\\udc80.pdf")],
)
def test_the_name_as_it_came_is_kept_for_whoever_must_trace_it(raw, kept):
    assert original(raw) == kept
    assert len(original(raw * 100)) == LONGEST_ORIGINAL
