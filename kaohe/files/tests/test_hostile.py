"""Hostile files are refused with a sentence, in bounded memory: each is read in a process of its own that may have little."""

import json
import random
import re
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kaohe.files.guard import LARGEST_FILE, MOST_CELLS, MOST_PARTS, MOST_ROWS
from kaohe.files.tests.workbooks import GOALS, HEADER, YEAR, book, codes, part, read_facts, repacked, rulebook, told

ROOT = Path(__file__).parents[3]
GOOD = ["预算科", "2025-3-12", "无故缺勤", 1]
SHEET = "xl/worksheets/sheet2.xml"

#: What a process that reads one of these files may have in all: an ordinary reading takes a quarter of it.
MEMORY = 400_000_000
SECONDS = 20

READ = """
import json, sys
from pathlib import Path
from kaohe.engine import load_folder
from kaohe.files.reading import read_facts
rulebook = load_folder(Path(sys.argv[1])).rulebook
read = read_facts(Path(sys.argv[2]), rulebook)
assert read.facts is None or sys.argv[3] == "fine", read.facts
print(json.dumps([[problem.code, problem.message("zh"), problem.message("en")] for problem in read.problems]))
"""


def _little(limit=MEMORY):
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def refused(path, outcome="refused"):
    """The codes of the refusal, read where memory and processor time are scarce; fails on any noise."""
    folder = ROOT / "rulebooks" / "shinan-finance-2005"
    command = [sys.executable, "-c", READ, str(folder), str(path), outcome]
    done = subprocess.run(command, cwd=ROOT, preexec_fn=_little, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    problems = json.loads(done.stdout)
    assert all(chinese and english for _, chinese, english in problems)
    return [code for code, _, _ in problems]


@pytest.fixture
def sound(tmp_path):
    """A sound workbook, to be spoiled."""
    return book(tmp_path / "sound.xlsx", {"年度": YEAR, "考核记录": [HEADER, GOOD], "目标": GOALS, "划档": []})


def spoiled(sound, changes):
    return repacked(sound, changes, sound.with_name("facts.xlsx"))


def rows_of(sound, more):
    """The sheet of entries with more rows behind its own."""
    return {SHEET: part(sound, SHEET).replace("</sheetData>", more + "</sheetData>").encode()}


def test_an_ordinary_workbook_is_read_within_these_limits(sound):
    assert refused(sound, "fine") == []


def test_a_package_that_unpacks_to_hundreds_of_megabytes_is_refused(sound):
    path = spoiled(sound, {"xl/media/blank.xml": b"<a>" + b" " * 300_000_000 + b"</a>"})
    assert path.stat().st_size < 1_000_000
    assert refused(path) == ["files.bomb"]


def test_a_package_that_lies_about_its_size_is_refused(sound):
    path = spoiled(sound, {"xl/media/blank.bin": b"\0" * 200_000_000})
    data = path.read_bytes()
    real, lie = struct.pack("<I", 200_000_000), struct.pack("<I", 1000)
    assert data.count(real) >= 2
    path.write_bytes(data.replace(real, lie))
    assert refused(path) == ["files.not_a_workbook"]


def test_a_million_blank_rows_with_a_format_are_refused(sound):
    more = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(10, 1_000_010))
    assert refused(spoiled(sound, rows_of(sound, more))) == ["files.too_many_rows"]


def test_a_hundred_megabytes_of_blank_cells_are_refused(sound):
    row = "".join(f'<c r="{letter}%d" s="1"/>' for letter in "ABCDEFGHIJKLMNOPQRST")
    more = "".join(f'<row r="{number}">{row}</row>'.replace("%d", str(number)) for number in range(10, 190_000))
    assert len(more) > 60_000_000
    assert refused(spoiled(sound, rows_of(sound, more)))[0] in ("files.bomb", "files.too_many_cells")


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="190000"><c r="XFD190000" t="inlineStr"><is><t>x</t></is></c></row>',
        '<row r="12"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD12"><v>1</v></c><c><f>1</f></c></row>',
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_cell_far_outside_is_refused(sound, far):
    assert refused(spoiled(sound, rows_of(sound, far))) == ["files.too_far"]


def test_a_dimension_that_lies_does_no_harm(sound):
    text = part(sound, SHEET)
    start = text.index("<dimension")
    text = text[:start] + '<dimension ref="A1:XFD1048576"/>' + text[text.index("/>", start) + 2 :]
    assert refused(spoiled(sound, {SHEET: text.encode()}), "fine") == []


@pytest.mark.parametrize(
    ("name", "announced"), [("xl/styles.xml", "<cellXfs count"), ("xl/sharedStrings.xml", "uniqueCount")]
)
@pytest.mark.parametrize("length", [9_999_999, 4294967296, 18446744073709551615])
def test_a_list_that_announces_billions_is_refused(sound, name, announced, length):
    text = re.sub(rf'({announced}=")\d+', rf"\g<1>{length}", part(sound, name))
    assert refused(spoiled(sound, {name: text.encode()}))[0] in ("files.too_many_cells", "files.damaged")


def test_a_blank_formatted_row_at_the_very_end_does_no_harm(sound):
    path = spoiled(sound, rows_of(sound, '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'))
    assert refused(path, "fine") == []


def test_cells_merged_over_everything_do_no_harm(sound):
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    text = part(sound, SHEET).replace("</sheetData>", "</sheetData>" + merged)
    assert refused(spoiled(sound, {SHEET: text.encode()}), "fine") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "files.macro"),
        ({"XL/VBAPROJECT.BIN": b"x"}, "files.macro"),
        ({"xl/macrosheets/sheet1.xml": b"<a/>"}, "files.macro"),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "files.external"),
        ({"xl/connections.xml": b"<a/>"}, "files.external"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "files.embedded"),
        ({"xl/activeX/activeX1.xml": b"<a/>"}, "files.embedded"),
        ({"xl/drawings/drawing9.xml": b"<a><oleObject/></a>"}, "files.embedded"),
        ({"xl/drawings/drawing9.xml": b"<a><ddeLink/></a>"}, "files.external"),
        ({"xl/drawings/drawing9.xml": b"<!DOCTYPE a><a/>"}, "files.entities"),
        ({"xl/drawings/drawing9.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")}, "files.damaged"),
        (
            {"xl/drawings/drawing9.xml": '<?xml version="1.0" encoding="gbk"?><a>科室</a>'.encode("gbk")},
            "files.damaged",
        ),
        ({"xl/drawings/drawing9.xml": b"<a><b></a>"}, "files.damaged"),
        ({"xl/workbook.xml": b""}, "files.damaged"),
        ({"xl/workbook.xml": None}, "files.not_a_workbook"),
        ({"xl/workbook.xml": None, "xl/workbook.bin": b"x"}, "files.other_format"),
        ({"xl/workbook.xml": None, "word/document.xml": b"<a/>"}, "files.other_format"),
        ({"XL/workbook.xml": b"<a/>"}, "files.not_a_workbook"),
        ({f"xl/media/{number}.png": b"" for number in range(MOST_PARTS)}, "files.too_many_parts"),
    ],
)
def test_what_has_no_place_in_a_workbook_is_refused(sound, changes, code):
    assert codes(read_facts(spoiled(sound, changes), rulebook())) == [code]


def test_macros_under_another_name_are_refused(sound):
    types = part(sound, "[Content_Types].xml")
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert codes(
        read_facts(spoiled(sound, {"[Content_Types].xml": types.replace(plain, kind).encode()}), rulebook())
    ) == ["files.macro"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("externalLinkPath", "files.external"),
        ("attachedTemplate", "files.external"),
        ("oleObject", "files.embedded"),
        ("hyperlink", None),
    ],
)
def test_relations_to_elsewhere_are_refused_unless_they_are_plain_links(sound, kind, code):
    relation = f'<Relationship Id="x1" Type="urn:relationships/{kind}" Target="elsewhere.xlsx" TargetMode="External"/>'
    name = "xl/_rels/workbook.xml.rels"
    text = part(sound, name).replace("</Relationships>", relation + "</Relationships>")
    assert codes(read_facts(spoiled(sound, {name: text.encode()}), rulebook())) == ([code] if code else [])


def test_a_billion_laughs_are_refused(sound):
    lines = [
        '<!ENTITY a "ha">',
        *(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
    ]
    bomb = f"<!DOCTYPE sst [{''.join(lines)}]><sst><si><t>&j;</t></si></sst>"
    assert refused(spoiled(sound, {"xl/sharedStrings.xml": bomb.encode()})) == ["files.entities"]


def test_entities_that_fetch_a_file_are_refused(sound):
    text = '<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/hostname">]><sst><si><t>&a;</t></si></sst>'
    assert refused(spoiled(sound, {"xl/sharedStrings.xml": text.encode()})) == ["files.entities"]


def test_an_encrypted_part_is_refused(sound):
    data = bytearray(sound.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    sound.write_bytes(data)
    assert codes(read_facts(sound, rulebook())) == ["files.encrypted"]


def test_a_part_packed_in_an_odd_way_is_refused(sound):
    path = repacked(sound, {}, sound.with_name("facts.xlsx"), zipfile.ZIP_LZMA)
    assert codes(read_facts(path, rulebook())) == ["files.damaged"]


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path):
    for name in ("facts.xlsx", "facts.json"):
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(LARGEST_FILE * 50)
        assert refused(tmp_path / name) == ["files.too_large"]


def test_csv_files_of_blanks_are_refused(tmp_path):
    (tmp_path / "年度.csv").write_text("考核年度,2025", "utf-8")
    (tmp_path / "考核记录.csv").write_bytes(b"\n" * (MOST_ROWS + 5))
    (tmp_path / "目标.csv").write_bytes(b"," * (MOST_CELLS + 5))
    assert refused(tmp_path)[:2] == ["files.too_many_cells", "files.too_many_rows"]


@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_random_damage_is_read_or_refused_but_never_breaks(sound, seed):
    chance = random.Random(seed)
    data = bytearray(sound.read_bytes())
    how = seed % 3
    if how == 0:
        data = data[: chance.randrange(1, len(data))]
    elif how == 1:
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    else:
        start = chance.randrange(len(data))
        data[start : start + chance.randrange(1, 400)] = chance.randbytes(chance.randrange(0, 400))
    path = sound.with_name("facts.xlsx")
    path.write_bytes(data)
    read = read_facts(path, rulebook())
    assert read.facts is not None or told(read)


@pytest.mark.parametrize("seed", range(60))
def test_a_sheet_with_random_damage_is_read_or_refused_but_never_breaks(sound, seed, capfd):
    """The package is whole, its XML isn't: this reaches the parser behind the guard."""
    chance = random.Random(1000 + seed)
    name = chance.choice(
        [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    )
    text = part(sound, name)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(60, len(text))
        word = chance.choice(
            [
                "",
                '"',
                "9",
                "-1",
                "99999999999999999999",
                "<v>",
                "</c>",
                "s",
                "e",
                "&#0;",
                "&amp;",
                "sheet9",
                " r=''",
                "\U0001f600",
            ]
        )
        text = text[:at] + word + text[at + chance.randrange(0, 4) :]
    read = read_facts(spoiled(sound, {name: text.encode()}), rulebook())
    assert read.facts is not None or told(read)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("encoding", ["d", "rot13", "unicode_escape", "utf-16", "utf-7", "GBK", "", "undefined"])
def test_an_odd_encoding_that_a_part_declares_does_no_harm(sound, encoding):
    text = part(sound, SHEET).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    read = read_facts(spoiled(sound, {SHEET: text.encode()}), rulebook())
    assert read.facts is not None or told(read)


@pytest.mark.parametrize("seed", range(60))
def test_a_sheet_with_odd_attributes_is_read_or_refused_but_never_breaks(sound, seed, capfd):
    chance = random.Random(3000 + seed)
    name = chance.choice([SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
    text = part(sound, name)
    for _ in range(chance.randrange(1, 4)):
        found = chance.choice(list(re.finditer(r'(?<=[a-zA-Z])="([^"]*)"|>([^<]+)<', text)))
        start, end = found.span(1 if found.group(1) is not None else 2)
        odd = (
            "",
            "0",
            "-1",
            "99999",
            "4294967296",
            "NaN",
            "1e308",
            "A0",
            "XFE1",
            "B1:A1",
            "s",
            "e",
            "d",
            "n",
            "/",
            "../x",
            "科" * 300,
        )
        text = text[:start] + chance.choice(odd) + text[end:]
    read = read_facts(spoiled(sound, {name: text.encode()}), rulebook())
    assert read.facts is not None or told(read)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_refused_whatever_they_are_called(tmp_path, seed):
    chance = random.Random(2000 + seed)
    content = chance.randbytes(chance.randrange(1, 2000))
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (tmp_path / "a.xlsx", tmp_path / "a.json", folder / "考核记录.csv"):
        path.write_bytes(content)
    for path in (tmp_path / "a.xlsx", tmp_path / "a.json", folder):
        read = read_facts(path, rulebook())
        assert read.facts is None
        assert told(read)
        assert told(read, "en")
