"""The PDF is an archive's, the Word file an office's, and neither can be tricked or stopped by what people type."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdfium2 import PdfDocument

from kaohe.paper.description import Column, Figure, Paper, Table, Text
from kaohe.paper.plain import plain_text
from kaohe.paper.press import press
from kaohe.paper.tests.papers import SVG, TABLE, WHOLE
from kaohe.paper.word import write_word
from kaohe.paper.word.order import _RANKS

PRESS = press()


def word(paper=WHOLE):
    return Document(io.BytesIO(write_word(paper, PRESS)))


def part(name, paper=WHOLE):
    with zipfile.ZipFile(io.BytesIO(write_word(paper, PRESS))) as packed:
        return packed.read(name).decode()


# ---- the PDF ----


def test_the_pdf_is_for_archives_and_says_what_it_is():
    content = PRESS.pdf(WHOLE)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert WHOLE.title.encode() in content
    assert b"/JavaScript" not in content
    assert b"/URI" not in content


def test_the_same_description_gives_the_same_bytes():
    assert PRESS.pdf(WHOLE) == PRESS.pdf(WHOLE)
    assert write_word(WHOLE, PRESS) == write_word(WHOLE, PRESS)


def test_the_preview_is_the_document():
    pages = PRESS.pages(WHOLE)
    assert len(pages) == PRESS.layout(WHOLE).pages
    assert all(page.startswith(b"<svg") for page in pages)
    assert len(PRESS.pictures(WHOLE, ppi=30)) == len(pages)


def test_places_come_to_rest():
    assert PRESS.warnings(WHOLE) == []


@pytest.mark.parametrize("lines", range(1, 22, 4))
def test_a_signature_shares_its_page_with_what_it_signs(lines):
    """Also where that is a picture: a page with nothing but a signature could be put under anything."""
    picture = Figure(SVG, 140, 90, "得分构成", "一条蓝色的横条")
    paper = replace(WHOLE, blocks=(*[Text("一行")] * lines, picture), annexes=(), colophon=None, remark="")
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(PRESS.pdf(paper))]
    signed = next(words for words in pages if "2026年1月9日" in words)
    assert "得分构成" in signed


def test_in_word_too_the_picture_stays_with_the_signature():
    """Its line and its caption's are kept with what follows."""
    picture = Figure(SVG, 140, 90, "得分构成", "一条蓝色的横条")
    paper = replace(WHOLE, blocks=(Text("一行"), picture), annexes=(), colophon=None, remark="")
    lines = word(paper).paragraphs
    at = next(number for number, each in enumerate(lines) if each.text == "得分构成")
    assert [each.paragraph_format.keep_with_next for each in lines[at - 1 : at + 3]] == [True, True, True, True]


def test_a_drawing_becomes_a_picture():
    assert PRESS.png(SVG).startswith(b"\x89PNG")


#: What no paper may stumble over, and what must not be taken for the typesetter's own language.
ODD = [
    "#panic()", "$x^2$", '"; #read("/etc/passwd")', "\\", "*粗*_斜_", "@label <end>", "// 注释 /* */", "{{ x }}", "\x00\x07\x1b",
    "😀𠮷\ue000", "\ud800", "<b>&amp;</b>", "]]>", "=1+1", "a" * 400, "长" * 2000, "", " ", "\n\n",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_nothing_that_people_type_stops_the_press(text):
    paper = replace(
        WHOLE, title=text, addressee=text, blocks=(Text(text), Table((Column(text or "x"),), ((text,),), title=text, note=text)),
        annexes=(), remark=text, warning=text,
    )  # fmt: skip
    content = PRESS.pdf(paper)
    assert content.startswith(b"%PDF")
    assert len(write_word(paper, PRESS)) > 1000


def test_a_character_that_no_face_has_is_marked_and_named():
    paper = Paper("题", (Text("王𠮷😀"),))
    assert PRESS.missing(paper) == ("𠮷", "😀")
    assert PRESS.missing(WHOLE) == ()


def test_a_paper_without_text_is_a_page():
    assert PRESS.layout(Paper("", ())).pages == 1
    assert write_word(Paper("", ()), PRESS)


# ---- the Word file ----


def test_headings_are_headings_and_numbered():
    found = {each.text: each.style.name for each in word().paragraphs if each.style.name.startswith("Heading")}
    assert found == {"一、总体情况": "Heading 1", "（一）得分": "Heading 2", "1.整改。按期完成。": "Heading 3"}


def test_a_tables_head_is_repeated_and_its_rows_stay_whole():
    first = word().tables[0]
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in first.rows][:3] == [True, True, False]
    long = replace(TABLE, rows=(("1", "第1科", "99.50", "—"), ("2", "第2科", "98.50", "说明" * 40), ("3", "第3科", "97.50", "说明" * 4000)))
    rows = word(replace(WHOLE, blocks=(long,))).tables[0].rows
    whole = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows]
    assert whole[2:] == [False, True, False]  # one line can't break, and what is higher than a page has to
    assert [cell.text for cell in first.rows[2].cells] == ["1", "第1科", "99.50", "—"]


def test_every_text_is_in_the_standards_faces():
    names = set(re.findall(r'w:eastAsia="([^"]+)"', part("word/document.xml")))
    assert names <= {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}


def test_the_page_is_set_up_as_the_standard_asks():
    section = word().sections[0]
    sizes = [section.top_margin, section.left_margin, section.right_margin, section.bottom_margin]
    assert [round(each.mm) for each in sizes] == [37, 28, 26, 35]
    assert word().sections[2].page_width > word().sections[2].page_height
    assert 'w:linePitch="579"' in part("word/document.xml")


def test_page_numbers_are_fields_on_both_sides():
    section = word().sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml


def test_pictures_are_described():
    assert 'descr="一条蓝色的横条"' in part("word/document.xml")


def test_nothing_is_linked_from_outside():
    with zipfile.ZipFile(io.BytesIO(write_word(WHOLE, PRESS))) as packed:
        links = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in links


def test_properties_stand_in_the_order_that_word_processors_want():
    document = word()
    for parent, ranks in _RANKS.items():
        for properties in document.element.iter(parent):
            order = [ranks.get(child.tag, 999) for child in properties]
            assert order == sorted(order), properties.tag


def test_all_that_the_paper_says_is_in_the_word_file():
    document = word()
    texts = [paragraph.text for paragraph in document.element.iter(qn("w:t"))]
    for section in document.sections:
        texts += [each.text for part in (section.footer, section.header) for each in part._element.iter(qn("w:t"))]
    found = "".join("".join(texts).split())
    lines = ["".join(line.split()) for line in plain_text(WHOLE).split("\n")]
    heads = "名次科室总分备注"  # the heads of a group stand in other rows than the rest
    assert not [line for line in lines if line not in found and line != heads and "蓝色" not in line and "SM3" not in line]
