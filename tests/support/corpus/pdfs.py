"""PDFs: plain ones of several makers, and those that run, hide, lock or end too soon."""

import zlib

from tests.support.corpus.sample import bad, good
from tests.support.files import package, pdf, stream

CATALOGUE = b"1 0 obj<</Type/Catalog>>endobj\n"
JAVASCRIPT = b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
FLATE = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"

RUNS = {
    "a script when it opens": JAVASCRIPT,
    "a script spelled in numbers": b"1 0 obj<</S/J#61va#53cript>>endobj\n",
    "a script at a page": b"3 0 obj<</AA<</O<</S/JavaScript/JS 9 0 R>>>>>>endobj\n",
    "a program to start": b"1 0 obj<</S/Launch/F(cmd.exe)>>endobj\n",
    "attachments": b"1 0 obj<</Names<</EmbeddedFiles 2 0 R>>>>endobj\n",
    "an attached file": b"2 0 obj<</Type/EmbeddedFile>>endobj\n",
    "a film": b"3 0 obj<</Subtype/RichMedia>>endobj\n",
    "a rendition": b"3 0 obj<</S/Rendition/OP 0>>endobj\n",
    "a living form": b"1 0 obj<</AcroForm<</XFA[(a) 5 0 R]>>>>endobj\n",
    "a form that sends": b"3 0 obj<</S/SubmitForm/F(http://x)>>endobj\n",
    "a form that takes data": b"3 0 obj<</S/ImportData/F(x)>>endobj\n",
    "a door into an attachment": b"3 0 obj<</S/GoToE/T 4 0 R>>endobj\n",
}


def samples():
    """All of them."""
    yield good("a plain PDF", "通报.pdf", pdf)
    yield good("a PDF changed twice", "通报.pdf", lambda: pdf() + b"2 0 obj<<>>endobj\nstartxref\n99\n%%EOF\n")
    yield good("a PDF with blanks behind", "通报.pdf", lambda: pdf() + b"\r\n\0\0 \n")
    yield good("a PDF with packed objects", "通报.pdf", lambda: pdf(CATALOGUE + stream(FLATE, zlib.compress(b"1 0 <</A 2>>"))))
    yield good("a PDF whose picture has letters by chance", "扫描.pdf", lambda: pdf(stream(b"/Filter/DCTDecode", b"\xff\xd8/JS /XFA /AA" * 9)))
    yield good("a PDF that tells of scripts", "制度.pdf", lambda: pdf(b"4 0 obj(JavaScript and Launch are words) endobj\n"))
    yield good("a PDF with links", "通报.pdf", lambda: pdf(b"3 0 obj<</S/URI/URI(http://example.invalid)>>endobj\n"))
    for title, objects in RUNS.items():
        yield bad("script", f"a PDF with {title}", "通报.pdf", lambda objects=objects: pdf(objects))
        packed = lambda objects=objects: pdf(CATALOGUE + stream(FLATE, zlib.compress(objects)))  # noqa: E731
        yield bad("script", f"a PDF with {title}, packed", "通报.pdf", packed)
    yield bad("script", "a PDF packed as nobody packs", "通报.pdf", lambda: pdf(stream(b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]", b"00")))
    yield bad("damaged", "a PDF whose packing is spoilt", "通报.pdf", lambda: pdf(stream(FLATE, b"not packed at all")))
    yield bad("too_heavy", "a PDF that unpacks without end", "通报.pdf", lambda: pdf(stream(FLATE, zlib.compress(b"0" * 70_000_000))))
    yield bad("encrypted", "a PDF with a password", "密.pdf", lambda: pdf(b"1 0 obj<</Encrypt 5 0 R>>endobj\n"))
    yield bad("encrypted", "a PDF locked in numbers", "密.pdf", lambda: pdf(b"1 0 obj<</#45ncrypt 5 0 R>>endobj\n"))
    yield bad("damaged", "a PDF cut in half", "断.pdf", lambda: pdf()[: len(pdf()) // 2])
    yield bad("damaged", "a PDF without its end", "断.pdf", lambda: pdf()[:-8])
    yield bad("damaged", "a PDF's first line alone", "断.pdf", lambda: b"%PDF-1.4\n%%EOF\n")
    yield from _two_in_one()


def _two_in_one():
    archive = package({"a.txt": "x"})
    yield bad("polyglot", "a PDF and an archive", "两样.pdf", lambda: pdf() + archive)
    yield bad("polyglot", "an archive before the PDF's end", "两样.pdf", lambda: pdf()[:-6] + archive + b"startxref\n1\n%%EOF\n")
    yield bad("polyglot", "a PDF that begins as a page", "网页.pdf", lambda: pdf(b"<html><script>alert(1)</script>"))
    yield bad("polyglot", "a PDF with a page behind", "网页.pdf", lambda: pdf() + b"<script>alert(1)</script>")
    yield bad("polyglot", "a PDF with much behind", "尾巴.pdf", lambda: pdf() + b"x" * 5000)
    yield bad("other_content", "a page with a PDF in it", "网页.pdf", lambda: b"<html>" + pdf())
