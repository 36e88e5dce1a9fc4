"""Office documents, OFD and WPS: plain ones, and those that run, call elsewhere, embed, lock or end too soon."""


from tests.support.corpus.names import PROGRAM
from tests.support.corpus.sample import bad, good
from tests.support.files import OLD_OFFICE, TYPES, drawn, office, old_office, package, png, wide

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/></Relationships>'
)
OUTSIDE = ' TargetMode="External"'
WORD = '<w:document xmlns:w="w" xmlns:m="m" xmlns:o="o" xmlns:r="r">{}</w:document>'
SHEET = '<worksheet xmlns="s">{}</worksheet>'
FIELD = '<w:fldChar w:fldCharType="begin"/>{}<w:fldChar w:fldCharType="separate"/><w:t>结果</w:t><w:fldChar w:fldCharType="end"/>'
CHARTS = {"docx": "word", "pptx": "ppt", "xlsx": "xl"}
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'


def field(code):
    """A document with one field of that code, each part of it in a run of its own."""
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in code.split("·"))
    return office("docx", parts={"word/footer1.xml": WORD.format(FIELD.format(runs))})


def formula(text, tag="f"):
    """A table with one formula."""
    return office("xlsx", parts={"xl/worksheets/sheet1.xml": SHEET.format(f"<{tag}>{text}</{tag}>")})


def relation(ending, path, kind, target, mode=OUTSIDE):
    """A document one of whose parts needs another."""
    return office(ending, parts={path: RELATIONS.format(kind=kind, target=target, mode=mode)})


def chart(ending, behind):
    """A document with a chart and the table behind it."""
    at = CHARTS[ending]
    parts = {
        f"{at}/charts/chart1.xml": "<c:chartSpace xmlns:c='c'/>",
        f"{at}/charts/_rels/chart1.xml.rels": RELATIONS.format(kind="package", target="../embeddings/t.xlsx", mode=""),
        f"{at}/embeddings/Microsoft_Excel_Sheet1.xlsx": behind,
    }
    return office(ending, parts=parts)


def samples():
    """All of them."""
    yield from _good()
    yield from _macros()
    yield from _elsewhere()
    yield from _embedded()
    yield from _spoilt()
    yield from _ofd()
    yield from _old()


def _good():
    for ending in ("docx", "xlsx", "pptx", "ofd"):
        yield good(f"a plain {ending}", f"材料.{ending}", lambda ending=ending: office(ending))
    for ending in CHARTS:
        yield good(f"a {ending} with a chart", f"图表.{ending}", lambda ending=ending: chart(ending, office("xlsx")))
    link = lambda: relation("docx", "word/_rels/document.xml.rels", "hyperlink", "http://example.invalid/")  # noqa: E731
    yield good("a document with links", "材料.docx", link)
    yield good("a document with a picture", "材料.docx", lambda: office("docx", parts={"word/media/image1.png": png()}))
    yield good("a document with page numbers", "材料.docx", lambda: field(" PAGE  \\* MERGEFORMAT "))
    yield good("a document with a question", "材料.docx", lambda: field(" IF 1 = 1 &quot;DDE&quot; &quot;LINK&quot; "))
    copied = " INCLUDEPICTURE &quot;file:///C:/Temp/wps1.jpg&quot; \\* MERGEFORMATINET "
    yield good("a document with a copied picture", "材料.docx", lambda: field(copied))
    yield good("a document with mathematics", "公式.docx", lambda: office("docx", parts={"word/a.xml": WORD.format("<m:f>|x|</m:f>")}))
    yield good("a document that tells of fields", "制度.docx", lambda: office("docx", parts={"word/a.xml": WORD.format("<w:t>DDEAUTO</w:t>")}))
    yield good("a long document", "长.docx", lambda: office("docx", parts={"word/a.xml": WORD.format("<w:t>考勤情况</w:t>" * 20_000)}))
    yield good("a table with formulas", "表.xlsx", lambda: formula("SUM(A1:A9)&amp;&quot;a|b&quot;"))
    yield good("a table with a sheet named oddly", "表.xlsx", lambda: formula("'甲|乙'!A1*2"))
    words = "<sst><si><t>=cmd|' /C calc'!A0</t></si></sst>"
    yield good("a table with what looks like a formula", "表.xlsx", lambda: office("xlsx", parts={"xl/sharedStrings.xml": words}))
    yield good("a table with its printer", "表.xlsx", lambda: office("xlsx", parts={"xl/printerSettings/printerSettings1.bin": b"\0" * 400}))
    yield good("a table of WPS", "表.et", lambda: office("xlsx"))
    yield good("slides of WPS", "汇报.dps", lambda: office("pptx"))
    yield good("a document of WPS", "材料.wps", lambda: office("docx"))


def _macros():
    for ending, at in CHARTS.items():
        macro = lambda ending=ending, at=at: office(ending, parts={f"{at}/vbaProject.bin": b"x"})  # noqa: E731
        yield bad("macro", f"a {ending} with macros", f"宏.{ending}", macro)
    renamed = '<Types><Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vba&#80;roject"/></Types>'
    yield bad("macro", "macros under another name", "宏.docx", lambda: office("docx", parts={"[Content_Types].xml": renamed}))
    enabled = '<Types><Default Extension="xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    yield bad("macro", "a macro table under a plain name", "宏.xlsx", lambda: office("xlsx", parts={"[Content_Types].xml": enabled}))
    yield bad("macro", "old macros", "宏.xlsx", lambda: office("xlsx", parts={"xl/macrosheets/sheet1.xml": "<a/>"}))
    yield bad("macro", "an old dialogue", "宏.xlsx", lambda: office("xlsx", parts={"xl/dialogsheets/sheet1.xml": "<a/>"}))
    yield bad("macro", "what macros keep", "宏.docx", lambda: office("docx", parts={"word/vbaData.xml": "<a/>"}))
    yield bad("macro", "macros behind a chart", "宏.docx", lambda: chart("docx", office("xlsx", parts={"xl/vbaProject.bin": b"x"})))
    yield bad("macro", "macros in a WPS document", "宏.wps", lambda: office("docx", parts={"word/vbaProject.bin": b"x"}))


def _elsewhere():
    settings, document = "word/_rels/settings.xml.rels", "word/_rels/document.xml.rels"
    template = lambda: relation("docx", settings, "attachedTemplate", "http://x/t.dotm")  # noqa: E731
    yield bad("external", "a template elsewhere", "模板.docx", template)
    yield bad("external", "a picture elsewhere", "远图.docx", lambda: relation("docx", document, "image", "http://x/i.png"))
    yield bad("external", "a frame elsewhere", "框.docx", lambda: relation("docx", document, "frame", "\\\\x\\a.docx"))
    yield bad("external", "elsewhere in other letters", "远图.docx", lambda: relation("docx", document, "image", "http://x", ' TargetMode="&#69;xternal"'))
    yield bad("external", "slides with a film elsewhere", "汇报.pptx", lambda: relation("pptx", "ppt/slides/_rels/s.xml.rels", "video", "http://x/f.mp4"))
    for part in ("externalLinks/externalLink1", "connections", "queryTables/queryTable1"):
        made = lambda part=part: office("xlsx", parts={f"xl/{part}.xml": "<a/>"})  # noqa: E731
        yield bad("external", f"a table with {part}", "外链.xlsx", made)
    yield bad("external", "a table that talks to a program", "外链.xlsx", lambda: office("xlsx", parts={"xl/a.xml": "<a><ddeLink/></a>"}))
    codes = (
        "DDEAUTO c:\\\\x.exe", " DDE cmd &quot;/c calc&quot; ", "D·DE·AUTO c:\\\\x", " ddeauto x", " LINK Excel.Sheet.12 &quot;x.xlsx&quot;",
        " INCLUDETEXT &quot;http://x/a.docx&quot;", " INCLUDEPICTURE &quot;http://x/a.png&quot;", " INCLUDEPICTURE &quot;\\\\\\\\x\\\\a.png&quot;",
        " INCLUDEPICTURE &quot;file://x/a.png&quot;", " IMPORT x", " DATABASE \\d x",
    )  # fmt: skip
    for code in codes:
        yield bad("external", f"a field {code.strip()[:36]}", "域.docx", lambda code=code: field(code))
    simple = WORD.format('<w:fldSimple w:instr="DDEAUTO c:\\\\x"/>')
    yield bad("external", "a simple field", "域.docx", lambda: office("docx", parts={"word/header1.xml": simple}))
    unclosed = WORD.format("<w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r>")
    yield bad("external", "a field without its frame", "域.docx", lambda: office("docx", parts={"word/footer.xml": unclosed}))
    for text in ("cmd|' /C calc'!A0", "+cmd|'/c x'!_x", "WEBSERVICE(&quot;http://x&quot;)", "CALL(&quot;k&quot;)", "RTD(&quot;a&quot;)", "[1]!REGISTER.ID(1)"):
        yield bad("external", f"a formula {text[:12]}", "公式.xlsx", lambda text=text: formula(text))
    for tag in ("definedName", "formula1", "formula"):
        yield bad("external", f"a call in {tag}", "公式.xlsx", lambda tag=tag: formula("cmd|'/c x'!A0", tag))
    program = '<p:sld xmlns:p="p"><a:hlinkClick xmlns:a="a" action="ppaction://program"/></p:sld>'
    yield bad("script", "slides that start a program", "汇报.pptx", lambda: office("pptx", parts={"ppt/slides/slide1.xml": program}))


def _embedded():
    paths = ("word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/embeddings/Microsoft_Word1.docx", "xl/ctrlProps/ctrlProp1.xml")
    for path in paths:
        yield bad("embedded", f"a document with {path.rpartition('/')[2]}", "嵌.docx", lambda path=path: office("docx", parts={path: "<a/>"}))
    for tag in ("o:OLEObject", "w:control", "w:altChunk"):
        made = lambda tag=tag: office("docx", parts={"word/a.xml": WORD.format(f"<{tag}/>")})  # noqa: E731
        yield bad("embedded", f"a document with {tag}", "嵌.docx", made)
    yield bad("embedded", "slides with an object", "嵌.pptx", lambda: office("pptx", parts={"ppt/slides/slide1.xml": "<p:oleObj xmlns:p='p'/>"}))
    chunk = lambda: relation("docx", "word/_rels/document.xml.rels", "aFChunk", "a.bin", "")  # noqa: E731
    yield bad("embedded", "a document with a piece of another", "嵌.docx", chunk)
    yield bad("inner_type", "a document with a program", "嵌.docx", lambda: office("docx", parts={"word/media/image1.png": PROGRAM}))
    yield bad("inner_type", "a document with a page", "嵌.docx", lambda: office("docx", parts={"word/a.html": "<p>"}))
    yield bad("embedded", "a table behind no chart", "嵌.docx", lambda: office("docx", parts={"word/embeddings/t.xlsx": office("xlsx")}))
    yield bad("embedded", "a chart behind a chart", "嵌.docx", lambda: chart("docx", chart("xlsx", office("xlsx"))))


def _spoilt():
    for ending in ("docx", "xlsx", "pptx", "ofd"):
        name = f"断.{ending}"
        yield bad("damaged", f"half a {ending}", name, lambda ending=ending: office(ending)[: len(office(ending)) // 2])
        yield bad("damaged", f"a {ending} without its end", name, lambda ending=ending: office(ending)[:-30])
        yield bad("entities", f"a {ending} that reads other files", name, lambda ending=ending: office(ending, parts={"word/x.xml": ENTITY}))
        yield bad("polyglot", f"a {ending} with a program behind", name, lambda ending=ending: office(ending) + PROGRAM)
    yield bad("entities", "a document that laughs", "笑.docx", lambda: office("docx", parts={"word/x.xml": LAUGHS}))
    yield bad("entities", "relations with a type of their own", "实体.docx", lambda: office("docx", parts={"_rels/.rels": ENTITY}))
    other = "<?xml version='1.0'?><a/>".encode("utf-16")
    yield bad("damaged", "a document in another encoding", "别.docx", lambda: office("docx", parts={"word/x.xml": other}))
    yield bad("damaged", "a document that is no XML", "坏.docx", lambda: office("docx", parts={"word/x.xml": "<a><b></a>"}))
    yield bad("other_content", "an archive of a document's parts", "缺.docx", lambda: package({"word/document.xml": "<a/>"}))
    yield bad("other_content", "types alone", "缺.xlsx", lambda: package({"[Content_Types].xml": TYPES}))
    for ending in ("docx", "xlsx", "pptx"):
        yield bad("encrypted", f"a {ending} with a password", f"密.{ending}", lambda: old_office("EncryptedPackage", "EncryptionInfo"))


def _ofd():
    invoice = {"Doc_0/Attachs/original_invoice.xml": "<eInvoice/>", "Doc_0/Res/seal.esl": b"\x30\x82seal", "Doc_0/Res/a.jpg": b"\xff\xd8\xff"}
    yield good("an invoice", "发票.ofd", lambda: office("ofd", parts=invoice))
    for title, path, content in (
        ("a script", "Doc_0/x.js", "alert(1)"), ("a page", "Doc_0/x.html", "<p>"), ("a drawing", "Doc_0/x.svg", "<svg/>"),
        ("a program", "Doc_0/Attachs/x.dat", PROGRAM),
    ):  # fmt: skip
        yield bad("inner_type", f"an OFD with {title}", "脚本.ofd", lambda path=path, content=content: office("ofd", parts={path: content}))
    action = '<ofd:Page xmlns:ofd="o"><ofd:Action><ofd:{}/></ofd:Action></ofd:Page>'
    yield bad("script", "an OFD with a script element", "脚本.ofd", lambda: office("ofd", parts={"Doc_0/a.xml": action.format("JavaScript")}))
    call = action.format('URI URI="javascript:alert(1)"')
    yield bad("script", "an OFD that calls a script", "脚本.ofd", lambda: office("ofd", parts={"Doc_0/a.xml": call}))


def _old():
    for ending in ("wps", "et", "dps"):
        yield good(f"an old {ending}", f"旧.{ending}", lambda: OLD_OFFICE)
        yield bad("macro", f"an old {ending} with macros", f"宏.{ending}", lambda: old_office("Macros", "VBA", "_VBA_PROJECT"))
        yield bad("encrypted", f"an old {ending} with a password", f"密.{ending}", lambda: old_office("EncryptedPackage"))
        yield bad("damaged", f"a piece of an old {ending}", f"断.{ending}", lambda: OLD_OFFICE[:600])
    yield good("a document about macros", "制度.wps", lambda: old_office("Text") + wide("关于 VBA 和 _VBA_PROJECT 的说明 Macros ObjectPool") + b"\0" * 300)
    yield bad("macro", "an old table with macros", "宏.et", lambda: old_office("_VBA_PROJECT_CUR"))
    yield bad("embedded", "an old document with objects", "嵌.wps", lambda: old_office("ObjectPool"))
    yield bad("embedded", "an old table with objects", "嵌.et", lambda: old_office("MBD0018F4A1"))
    yield bad("embedded", "an old document with a packed file", "嵌.dps", lambda: old_office("\x01Ole10Native"))
    yield bad("other_content", "a picture called an old table", "假.et", lambda: drawn("PNG"))
