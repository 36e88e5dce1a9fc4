"""Archives: of papers and pictures; and those that climb, point elsewhere, unpack without end, or hold what isn't taken."""

import stat
import zipfile
import zlib
from random import Random

from tests.support.corpus.names import PROGRAM
from tests.support.corpus.sample import bad, good
from tests.support.files import OLD_OFFICE, exif, heic, jpg, office, package, pdf, png

BOMB = b"0" * 30_000_000
SLIPS = {
    "climbs": "../../etc/x.txt", "is absolute": "/etc/x.txt", "names a drive": "C:/x.txt", "climbs the other way": "..\\..\\x.txt",
    "is absolute the other way": "\\x.txt", "names a host": "\\\\host\\x.txt", "climbs in the middle": "a/../../x.txt",
    "names a stream": "x.txt:hidden",
}  # fmt: skip


def samples():
    """All of them."""
    yield from _good()
    yield from _places()
    yield from _bombs()
    yield from _inside()
    yield bad("damaged", "half an archive", "断.zip", lambda: _papers()[: len(_papers()) // 2])
    yield bad("damaged", "an archive without its end", "断.zip", lambda: _papers()[:-10])
    yield bad("damaged", "two parts of one name", "两.zip", _twice)
    yield bad("encrypted", "an archive with a password", "密.zip", lambda: _marked(8, 1))
    yield bad("packing", "an archive packed in an unusual way", "别.zip", lambda: package({"一.txt": "清单" * 99}, how=zipfile.ZIP_BZIP2))
    yield bad("polyglot", "an archive with a page behind", "尾.zip", lambda: _papers() + b"<script>alert(1)</script>")
    yield bad("other_content", "a program that unpacks itself", "自.zip", lambda: PROGRAM + _papers())


def _papers():
    return package({"一.pdf": pdf(), "子目录/二.jpg": jpg(), "三.docx": office("docx"), "四.txt": "清单".encode("gb18030")})


def _good():
    yield good("an archive of papers", "材料.zip", _papers)
    yield good("an archive of pictures", "照片.zip", lambda: package({"一.jpg": jpg(), "二.png": png(), "三.heic": heic(), "四.JPEG": jpg()}))
    yield good("an archive with a folder", "材料.zip", lambda: package({"子目录/": "", "子目录/一.txt": "清单"}))
    yield good("an archive of an old system", "材料.zip", _named_by_windows)
    yield good("an archive of as many as may be", "材料.zip", lambda: package({f"{number}.txt": "x" for number in range(1000)}, how=zipfile.ZIP_STORED))
    yield good("an archive of WPS documents", "材料.zip", lambda: package({"一.wps": OLD_OFFICE, "二.et": office("xlsx")}))


def _places():
    for title, path in SLIPS.items():
        yield bad("path", f"a part that {title}", "出去.zip", lambda path=path: _with_name(path))
    yield bad("path", "a document whose part climbs", "出去.docx", lambda: office("docx", parts={"../../x.xml": "<a/>"}))
    yield bad("path", "a part that hides its ending", "出去.zip", lambda: _with_name("a.txt~.exe").replace(b"a.txt~", b"a.txt\0"))
    yield bad("link", "a part that points elsewhere", "链.zip", _link)


def _bombs():
    yield bad("bomb", "an archive that unpacks without end", "弹.zip", lambda: package({"一.txt": BOMB}))
    yield bad("bomb", "a document that unpacks without end", "弹.docx", lambda: office("docx", parts={"word/x.xml": BOMB}))
    yield bad("bomb", "a table that unpacks without end", "弹.xlsx", lambda: office("xlsx", parts={"xl/media/a.png": BOMB}))
    yield bad("damaged", "a directory that lies", "弹.docx", lambda: _lying(office("docx", parts={"word/x.bin": BOMB})))
    yield bad("bomb", "parts that share their bytes", "弹.zip", _overlapping)
    yield bad("bomb", "a directory that admits a thousandfold", "弹.zip", lambda: _lying(_papers(), 900_000_000))
    yield bad("too_many_parts", "too many parts", "多.zip", lambda: package({f"{number}.txt": "x" for number in range(1200)}, how=zipfile.ZIP_STORED))
    yield bad("nested", "an archive within an archive", "套.zip", lambda: package({"里.zip": _papers()}))
    yield bad("nested", "an archive in one in one", "套.zip", lambda: package({"里.zip": package({"里.zip": package({"里.zip": BOMB})})}))
    yield bad("nested", "one under another name", "套.zip", lambda: package({"里.txt": _papers()}))
    yield bad("nested", "one of another kind", "套.zip", lambda: package({"里.txt": b"Rar!\x1a\x07\0"}))
    yield bad("nested", "one packed otherwise", "套.zip", lambda: package({"里.gz": b"\x1f\x8b\x08" + zlib.compress(b"x")}))
    yield bad("inner_large", "one large file within", "大.zip", lambda: package({"大.txt": bytes(Random(1).choices(b"0123456789", k=40_000)) * 510}))


def _inside():
    for title, name, content in (
        ("a program", "a.exe", PROGRAM), ("a program called a paper", "a.pdf", PROGRAM), ("a page", "a.html", b"<p>"), ("a drawing", "a.svg", b"<svg/>"),
        ("a film", "a.mp4", b"\0\0\0\x18ftypmp42"), ("a macro document", "a.docm", b"x"), ("a file without an ending", "readme", b"x"),
        ("a hidden program", "a.exe.txt", b"x"), ("what a Mac leaves", "__MACOSX/._一.pdf", b"\0\5\x16\7"),
    ):  # fmt: skip
        code = "inner" if name.startswith("__") else "inner_type"
        yield bad(code, f"an archive with {title}", "里.zip", lambda name=name, content=content: package({name: content}))
    for title, name, made in (
        ("macros", "a.docx", lambda: office("docx", parts={"word/vbaProject.bin": b"x"})),
        ("a locked PDF", "a.pdf", lambda: pdf(b"1 0 obj<</Encrypt 5 0 R>>endobj\n")),
        ("a picture too large to draw", "a.png", lambda: png(65_000, 65_000)), ("half a picture", "a.jpg", lambda: jpg()[:-20]),
        ("a picture called a paper", "a.pdf", lambda: jpg(notes=exif(1))), ("a locked table", "a.et", lambda: OLD_OFFICE[:600]),
    ):  # fmt: skip
        yield bad("inner", f"an archive with {title}", "里.zip", lambda name=name, made=made: package({name: made()}))


def _with_name(name):
    """An archive whose part is called so; the library would tidy some names."""
    stand_in = b"x" * len(name.encode())
    return package({stand_in.decode(): "x"}).replace(stand_in, name.encode())


def _named_by_windows():
    """Names as Chinese systems pack them: in their own encoding, and without saying so."""
    name = "会议纪要.txt".encode("gb18030")
    return package({"y" * (len(name) - 4) + ".txt": "清单"}).replace(b"y" * (len(name) - 4) + b".txt", name)


def _link():
    info = zipfile.ZipInfo("去哪里.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return package({info: "/etc/passwd"})


def _marked(at, bits):
    """An archive whose directory has these bits set in its first entry."""
    data = bytearray(package({"一.txt": "密"}))
    data[data.index(b"PK\x01\x02") + at] |= bits
    return bytes(data)


def _lying(data, size=1000):
    """The same with another size in the directory for its last part."""
    changed = bytearray(data)
    at = changed.rindex(b"PK\x01\x02") + 24
    changed[at : at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def _overlapping():
    """Ten parts of a directory that all lie at the same place."""
    data = bytearray(package({f"{number}.txt": b"0" * 90_000 for number in range(10)}))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 42 : at + 46] = bytes(4)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _twice():
    made = package({"一.txt": "x", "丙.txt": "y"})
    return made.replace("丙".encode(), "一".encode())
