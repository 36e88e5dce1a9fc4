"""Pictures: of every kind that is taken, from telephones and programs; and those too large, cut off, or two things at once."""

import io
from functools import partial

from tests.support.corpus.names import EICAR
from tests.support.corpus.sample import bad, good
from tests.support.files import chunk, drawn, exif, heic, jpg, package, pdf, png, segment

FILM = b"\0\0\0\x18ftypmp42" + b"x" * 500


def samples():
    """All of them."""
    yield from _jpg()
    yield from _png()
    yield from _heic()
    yield from _too_large()
    yield from _cut_off()
    yield from _two_in_one()


def _jpg():
    yield good("a JPG", "现场.jpg", jpg)
    yield good("a JPG by its long name", "现场.jpeg", jpg)
    for mode in ("L", "CMYK"):
        yield good(f"a JPG in {mode}", "现场.jpg", partial(drawn, "JPEG", mode))
    yield good("a JPG that comes gradually", "现场.jpg", partial(drawn, "JPEG", progressive=True))
    yield good("a JPG of full colours", "现场.jpg", partial(drawn, "JPEG", subsampling=0, quality=95))
    for way in range(1, 9):
        yield good(f"a JPG held in way {way}, with its place", "现场.jpg", lambda way=way: jpg(notes=exif(way)))
    yield good("a JPG with a film behind", "动态.jpg", lambda: jpg() + FILM)
    yield good("a JPG with a remark", "现场.jpg", lambda: jpg(notes=segment(0xFE, b"a remark")))
    yield good("a JPG of one point", "点.jpg", partial(drawn, "JPEG", size=(1, 1)))


def _png():
    yield good("a PNG", "截图.png", png)
    for mode in ("RGBA", "LA", "L", "P", "1", "I;16"):
        yield good(f"a PNG in {mode}", "截图.png", partial(_png_in, mode))
    yield good("a PNG with words", "截图.png", lambda: png(extra=chunk(b"tEXt", b"Author\0someone")))
    yield good("a PNG with its day", "截图.png", lambda: png(extra=chunk(b"tIME", b"\x07\xe9\x03\x0c\0\0\0")))


def _png_in(mode):
    if mode != "I;16":
        return drawn("PNG", mode)
    from PIL import Image

    target = io.BytesIO()
    Image.new("I;16", (9, 9), 40_000).save(target, "PNG")
    return target.getvalue()


def _heic():
    yield good("a telephone's picture", "IMG_0001.HEIC", heic, "jpg")
    yield good("of odd size", "IMG_0002.heic", partial(heic, (301, 203)), "jpg")
    yield good("by its other name", "IMG_0003.heif", heic, "jpg")
    yield good("with what shines through", "IMG_0004.heic", partial(drawn, "HEIF", "RGBA"), "jpg")
    yield bad("other_content", "a film called a picture", "IMG.heic", lambda: FILM)
    yield bad("other_content", "a newer kind called this", "IMG.heic", lambda: heic().replace(b"ftypheic", b"ftypavif", 1))


def _too_large():
    yield bad("pixels", "a PNG of 64k by 64k", "巨.png", lambda: png(65_535, 65_535))
    yield bad("pixels", "a PNG a little too large", "巨.png", lambda: png(8_001, 5_000))
    yield bad("pixels", "a JPG of 64k by 64k", "巨.jpg", lambda: jpg(65_500, 65_500))
    yield bad("pixels", "a telephone's picture that says so", "巨.heic", _vast_heic)
    yield good("a JPG as large as may be", "大.jpg", partial(drawn, "JPEG", "L", (8_000, 5_000)))
    yield good("a PNG as large as may be", "大.png", partial(drawn, "PNG", "L", (8_000, 5_000), compress_level=1))
    yield good("a colourful JPG as large as may be, lying on its side", "大.jpg", _large_turned)


def _vast_heic():
    data = bytearray(heic())
    at = data.find(b"ispe")
    while at >= 0:
        data[at + 8 : at + 16] = (20_000).to_bytes(4, "big") * 2
        at = data.find(b"ispe", at + 4)
    return bytes(data)


def _large_turned():
    data = drawn("JPEG", "RGB", (8_000, 5_000))
    return data[:2] + exif(6) + data[2:]


def _cut_off():
    for ending, made in (("jpg", jpg), ("png", partial(drawn, "PNG")), ("heic", heic)):
        yield bad("damaged", f"half a {ending}", f"断.{ending}", lambda made=made: made()[: len(made()) // 2])
        yield bad("damaged", f"a {ending} without its last bytes", f"断.{ending}", lambda made=made: made()[:-14])
        yield bad("damaged", f"the head of a {ending} alone", f"断.{ending}", lambda made=made: made()[:24])
    yield bad("damaged", "a PNG without a size", "无.png", lambda: png()[:8] + chunk(b"IEND", b""))
    yield bad("damaged", "a PNG of no width", "零.png", lambda: png(0, 5))
    yield bad("damaged", "a JPG of no height", "零.jpg", lambda: jpg(5, 0))
    yield bad("damaged", "a PNG whose pixels are spoilt", "坏.png", lambda: drawn("PNG").replace(b"IDAT", b"IDAT" + b"\xff" * 8, 1)[:-8] + b"IEND\xaeB`\x82")
    yield bad("damaged", "a JPG whose pixels are another's", "坏.jpg", lambda: jpg(notes=segment(0xC0, b"\x08\0\x05\0\x05\x01\x01\x11\0")))


def _two_in_one():
    archive = package({"a.txt": "x"})
    yield bad("polyglot", "a JPG and an archive", "两样.jpg", lambda: jpg() + archive)
    yield bad("polyglot", "a JPG and a page", "两样.jpg", lambda: jpg() + b"<html><script>alert(1)</script>")
    yield bad("polyglot", "a JPG and a PDF", "两样.jpg", lambda: jpg() + pdf())
    yield bad("polyglot", "a JPG and a program", "两样.jpg", lambda: jpg() + b"MZ\x90\0")
    yield bad("polyglot", "a PNG and a page", "两样.png", lambda: png() + b"<html><script>")
    yield bad("polyglot", "a PNG and an archive", "两样.png", lambda: png() + archive)
    yield bad("virus", "a JPG whose remark is a virus", "两样.jpg", lambda: jpg(notes=segment(0xFE, EICAR)))
    yield good("a PNG with a page in its words, which fall away", "截图.png", lambda: png(extra=chunk(b"tEXt", b"a\0<script>alert(1)</script>")))
