"""What is looked through before it is taken: every sound type, and whatever someone might bring instead."""

import stat
import zipfile

import pytest

from kaohe.engine import Refused
from kaohe.evidence import packages, phrases  # noqa: F401 - the sentences of what is refused
from kaohe.evidence.checks import LARGEST, inspect
from kaohe.evidence.names import LONGEST, clean
from tests.support.files import (
    OLD_OFFICE,
    RELATION,
    chunk,
    exif,
    jpg,
    office,
    package,
    pdf,
    png,
    segment,
    wide,
)

VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

SOUND = {
    "通报.pdf": pdf(),
    "通报.PDF": pdf(),
    "总结.docx": office("docx"),
    "台账.xlsx": office("xlsx"),
    "汇报.pptx": office("pptx"),
    "公文.ofd": office("ofd"),
    "考勤.wps": OLD_OFFICE,
    "考勤.et": OLD_OFFICE,
    "新版.wps": office("docx"),
    "现场.jpg": jpg(),
    "现场.jpeg": jpg(),
    "截图.png": png(),
    "说明.txt": "请假条原文".encode("gb18030"),
    "说明2.txt": "请假条原文".encode(),
    "材料.zip": package({"一.pdf": pdf(), "子目录/二.jpg": jpg()}),
    "有链接.docx": office(
        "docx", parts={"word/_rels/document.xml.rels": RELATION.format(kind="hyperlink", target="http://x")}
    ),
}

EXTERNAL = RELATION.format(kind="attachedTemplate", target="http://x/t.dotm")
PICTURE_ELSEWHERE = RELATION.format(kind="image", target="http://x/i.png")
BOMB = package({"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * 30_000_000})
MANY = package({f"{number}.txt": "x" for number in range(1200)}, how=zipfile.ZIP_STORED)


def _link():
    info = zipfile.ZipInfo("去哪里.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return package({info: "/etc/passwd"})


def _locked():
    """A package whose parts are marked as encrypted."""
    data = bytearray(package({"一.txt": "密"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _lying():
    """A package that says of its part that it is small."""
    data = bytearray(BOMB)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4) + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


REFUSED = {
    "evidence.empty": {"空.pdf": b""},
    "evidence.too_large": {"大.pdf": pdf() + b" " * LARGEST},
    "evidence.type": {"无后缀": pdf(), "未知.abc": pdf(), ".pdf": pdf()},
    "evidence.type_macro": {"宏.docm": office("docx"), "宏.xlsm": office("xlsx")},
    "evidence.type_old": {"旧.doc": OLD_OFFICE, "旧.xls": OLD_OFFICE},
    "evidence.type_picture": {"手机.heic": b"\0\0\0\x18ftypheic", "图.gif": b"GIF89a"},
    "evidence.type_page": {"页.html": b"<html>", "图.svg": b"<svg onload=alert(1)>"},
    "evidence.type_film": {"录像.mp4": b"\0\0\0\x18ftypmp42"},
    "evidence.type_archive": {"包.rar": b"Rar!"},
    "evidence.type_program": {"程序.exe": b"MZ", "eicar.com": VIRUS, "照片\u202egpj.exe": b"MZ"},
    "evidence.double_name": {"照片.exe.jpg": jpg(), "通知.JS .pdf": pdf()},
    "evidence.virus": {"说明.txt": VIRUS, "说明.pdf": pdf(VIRUS)},
    "evidence.other_content": {
        "假.pdf": b"<html><script>alert(1)</script>",
        "假.jpg": png(),
        "假.png": b"MZ\x90\0",
        "假.docx": pdf(),
        "假.xlsx": office("docx"),
        "假.ofd": package({"a.xml": "<a/>"}),
        "假.wps": pdf(),
        "假.zip": b"MZ\x90\0",
        "假.txt": b"\x7fELF\0\0",
        "网页.txt": b"<!DOCTYPE html><p>",
    },
    "evidence.damaged": {
        "断.pdf": pdf()[:-8],
        "断.png": png()[:-14],
        "断.jpg": jpg()[:-2],
        "断.docx": office("docx")[:-30],
        "无大小.png": png()[:8] + chunk(b"IEND", b""),
        "零.png": png(0, 5),
        "说小.docx": _lying(),
        "别的编码.docx": office("docx", parts={"word/x.xml": "<?xml version='1.0'?><a/>".encode("utf-16")}),
    },
    "evidence.encrypted": {
        "密.pdf": pdf(b"1 0 obj<</Encrypt 5 0 R>>endobj\n"),
        "密.wps": OLD_OFFICE + wide("EncryptedPackage"),
        "密.docx": OLD_OFFICE + wide("EncryptedPackage"),
        "密.zip": _locked(),
    },
    "evidence.macro": {
        "宏.docx": office("docx", parts={"word/vbaProject.bin": b"x"}),
        "改名的宏.docx": office(
            "docx",
            parts={
                "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            },
        ),
        "宏.et": OLD_OFFICE + wide("_VBA_PROJECT"),
    },
    "evidence.external": {
        "模板.docx": office("docx", parts={"word/_rels/settings.xml.rels": EXTERNAL}),
        "远图.docx": office("docx", parts={"word/_rels/document.xml.rels": PICTURE_ELSEWHERE}),
        "外链.xlsx": office("xlsx", parts={"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "动态.docx": office("docx", parts={"word/footer.xml": "<w:instrText>DDEAUTO c:\\x</w:instrText>"}),
    },
    "evidence.embedded": {
        "嵌.docx": office("docx", parts={"word/embeddings/oleObject1.bin": b"x"}),
        "嵌.wps": OLD_OFFICE + wide("ObjectPool"),
    },
    "evidence.entities": {
        "实体.docx": office("docx", parts={"word/x.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>'}),
        "实体.ofd": office("ofd", parts={"Doc_0/Document.xml": "<!DOCTYPE a><a/>"}),
    },
    "evidence.bomb": {"炸弹.docx": BOMB},
    "evidence.too_many_parts": {"多.zip": MANY},
    "evidence.nested": {
        "套.zip": package({"里.zip": package({"a.txt": "x"})}),
        "改名.zip": package({"里.txt": package({"a.txt": "x"})}),
    },
    "evidence.path": {
        "出去.zip": package({"../../etc/x.txt": "x"}),
        "绝对.zip": package({"/etc/x.txt": "x"}),
        "盘.zip": package({"C:/x.txt": "x"}),
    },
    "evidence.link": {"链.zip": _link()},
    "evidence.inner_type": {
        "程序.zip": package({"a.exe": b"MZ"}),
        "脚本.ofd": office("ofd", parts={"Doc_0/x.js": "alert(1)"}),
    },
    "evidence.polyglot": {
        "两样.pdf": pdf() + package({"a.txt": "x"}),
        "网页.pdf": pdf(b"<html><script>alert(1)</script>"),
        "两样.jpg": jpg() + package({"a.txt": "x"}),
        "两样.png": png() + b"<html><script>",
        "尾巴.docx": office("docx") + b"MZ",
    },
    "evidence.script": {
        "脚本.pdf": pdf(b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"),
        "藏名.pdf": pdf(b"1 0 obj<</S/J#61vaScript>>endobj\n"),
        "附件.pdf": pdf(b"1 0 obj<</EmbeddedFiles 2 0 R>>endobj\n"),
    },
    "evidence.pixels": {"巨.png": png(65_000, 65_000), "巨.jpg": jpg(65_000, 65_000)},
}
CORPUS = [(code, name, content) for code, files in REFUSED.items() for name, content in files.items()]


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_taken(name):
    taken = inspect(name, SOUND[name])
    assert taken.name == name
    assert taken.content


@pytest.mark.parametrize(("code", "name", "content"), CORPUS, ids=[f"{code} {name!r}" for code, name, _ in CORPUS])
def test_what_is_not_acceptable_is_refused_with_the_reason(code, name, content):
    with pytest.raises(Refused) as caught:
        inspect(name, content)
    problem = caught.value.problems[0]
    assert problem.code == code
    for language in ("zh", "en"):
        assert "{" not in problem.message(language)
    assert problem.message("zh") != problem.message("en")


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(packages, "inflate", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(Refused):
        inspect("台账.docx", BOMB)


def test_what_a_telephone_tells_of_the_place_is_left_out_and_which_way_up_is_kept():
    content = inspect("现场.jpg", jpg(notes=exif(6) + segment(0xFE, b"a remark"))).content
    assert b"GPS" not in content
    assert b"remark" not in content
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in content
    assert inspect("又.jpg", content).content == content, "what is kept is looked through again without a change"


def test_the_words_in_a_png_are_left_out():
    assert inspect("截图.png", png(extra=chunk(b"tEXt", b"Author\0someone"))).content == png()


def test_the_film_behind_a_picture_falls_away():
    assert inspect("动态.jpg", jpg() + b"\0\0\0\x18ftypmp42" + b"x" * 500).content == jpg()


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
