"""Names and sizes: types that aren't taken, endings that lie, contents of one type under the ending of another."""


from kaohe.evidence.checks import LARGEST, TAKEN
from tests.support.corpus.sample import bad, good
from tests.support.files import heic, jpg, office, old_office, package, pdf, png

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ\x90\0" + b"\0" * 200

NOT_TAKEN = {
    "type_macro": "docm xlsm pptm dotm xltm xlsb xlam",
    "type_old": "doc xls ppt rtf odt ods odp pages",
    "type_picture": "gif bmp tif tiff webp avif",
    "type_page": "html htm mht svg xml xhtml",
    "type_film": "mp4 mov avi mp3 wav amr",
    "type_archive": "rar 7z gz tar iso",
    "type_program": "exe com scr bat cmd msi dll vbs js hta ps1 jar apk sh lnk reg chm",
    "type": "abc dwg psd key csv json py ",
}
CONTENTS = {
    "pdf": pdf, "docx": lambda: office("docx"), "xlsx": lambda: office("xlsx"), "ofd": lambda: office("ofd"), "jpg": jpg, "png": png,
    "heic": heic, "wps": old_office, "zip": lambda: package({"一.txt": "清单"}), "program": lambda: PROGRAM,
    "page": lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
}  # fmt: skip
#: A newer WPS document is an Office document.
ALSO = {("docx", "wps")}
NAMES = {
    "quoted-printable": "=?utf-8?Q?=E9=80=9A=E6=8A=A5?=.pdf",
    "base64": "=?UTF-8?B?6YCa5oql?=.pdf",
    "decomposed": "e\u0301tude.pdf",
    "with a path": "C:\\我的文档\\通报.pdf",
    "climbing": "../../../etc/通报.pdf",
    "with a line break": "通\n报.pdf",
    "turned about": "报\u202egpj.pdf",
    "with a nought": "通报\0.pdf",
    "half a sign": "通报\udc80.pdf",
    "three hundred signs": "通报" * 150 + ".pdf",
    "upper case": "通报.PDF",
    "dots": "通报..pdf",
}
HIDING = ("照片.exe.jpg", "通知.JS .pdf", "清单.bat.txt", "合同.scr.pdf", "图.lnk.png", "表.vbs.xlsx", "包.com.zip")


def samples():
    """All of them."""
    for code, endings in NOT_TAKEN.items():
        for ending in endings.split(" "):
            yield bad(code, f"ends in {ending or 'nothing'}", f"文件.{ending}" if ending else "文件", pdf)
    for title, name in NAMES.items():
        yield good(f"a name {title}", name, pdf)
    for name in HIDING:
        yield bad("double_name", f"a program hidden in {name}", name, pdf)
    yield bad("type_program", "a picture turned into a program", "照片\u202egpj.exe", lambda: PROGRAM)
    yield bad("type", "an ending alone", ".pdf", pdf)
    for ending in TAKEN:
        yield bad("empty", f"nothing, as {ending}", f"空.{ending}", bytes)
    yield bad("too_large", "one byte too many", "大.pdf", lambda: pdf().ljust(LARGEST + 1))
    yield good("as large as may be", "大.pdf", lambda: pdf().ljust(LARGEST, b"\0"))
    yield from _under_other_endings()
    yield from _viruses()
    yield from _texts()


def _under_other_endings():
    for is_really, made in CONTENTS.items():
        for ending in ("pdf", "docx", "xlsx", "ofd", "jpg", "png", "heic", "wps", "zip"):
            if is_really != ending and (is_really, ending) not in ALSO:
                code = _told(is_really, ending)
                yield bad(code, f"{is_really} called {ending}", f"假.{ending}", made)


def _told(is_really, ending):
    """An archive of parts that no archive of documents would have is refused for the first of them."""
    return "inner_type" if ending == "zip" and is_really in ("docx", "xlsx", "ofd") else "other_content"


def _viruses():
    yield bad("virus", "the test virus as a text", "说明.txt", lambda: EICAR)
    yield bad("virus", "in a PDF", "说明.pdf", lambda: pdf(EICAR))
    yield bad("virus", "in a document", "说明.docx", lambda: office("docx", parts={"word/media/image1.png": EICAR}))
    yield bad("virus", "packed", "说明.zip", lambda: package({"一.txt": EICAR}))
    yield bad("type_program", "as it is usually called", "eicar.com", lambda: EICAR)


def _texts():
    words = "请假条原文，3<5。\r\n第二行\t末尾"
    yield good("text in UTF-8", "说明.txt", words.encode)
    yield good("text as Windows writes it", "说明.txt", lambda: words.encode("gb18030"))
    yield good("text with its mark", "说明.txt", lambda: words.encode("utf-8-sig"))
    yield good("text in UTF-16", "说明.txt", lambda: words.encode("utf-16"))
    yield good("a long text", "说明.txt", lambda: words.encode() * 100_000)
    yield bad("other_content", "a page called text", "网页.txt", lambda: b"<!DOCTYPE html><p>")
    yield bad("other_content", "a script called text", "网页.txt", lambda: b"\xef\xbb\xbf  <script>alert(1)</script>")
    yield bad("other_content", "a drawing called text", "图.txt", CONTENTS["drawing"])
    yield bad("other_content", "a program called text", "程序.txt", lambda: b"\x7fELF\2\1\1\0")
    yield bad("other_content", "a shell's script called text", "程序.txt", lambda: b"#!/bin/sh\nrm -rf x\n")
    yield bad("other_content", "bytes called text", "数据.txt", lambda: bytes(range(256)))
