"""The sentences of the room that reads and writes files: what was found, what is expected, what to do."""

from __future__ import annotations

from typing import Final

from kaohe.engine import Place, register


class Told:
    """A part of a sentence that stands in both languages beside each other."""

    __slots__ = ("pair",)

    def __init__(self, chinese: str, english: str) -> None:
        self.pair = (chinese, english)

    def in_language(self, language: str) -> str:
        """The part in that language."""
        return self.pair[1] if language.startswith("en") else self.pair[0]

    def __str__(self) -> str:
        return self.pair[0]


class Where:
    """A place inside a sentence, spoken in the reader's language."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        self.place = place

    def in_language(self, language: str) -> str:
        """The place in that language."""
        return self.place.text(language)

    def __str__(self) -> str:
        return self.place.text()


_WHOLE_FILE: Final = {
    "files.missing": ("找不到文件。请核对路径。", "There is no such file. Check the path."),
    "files.no_permission": (
        "没有读取权限。请用有权限的账号，或复制一份再读。",
        "It may not be read. Use an account that may, or read a copy.",
    ),
    "files.unreadable": ("无法读取（{found}）。请复制一份再试。", "It can't be read ({found}). Try a copy."),
    "files.not_a_file": (
        "不是普通文件。请给出 .xlsx 工作簿、CSV 文件夹或 .json 文件。",
        "This is no ordinary file. Give an .xlsx workbook, a folder of CSV files or a .json file.",
    ),
    "files.unknown_type": (
        "不认识的文件类型“{found}”。请给出 .xlsx 工作簿、CSV 文件夹或 .json 文件。",
        "The file type “{found}” isn't known. Give an .xlsx workbook, a folder of CSV files or a .json file.",
    ),
    "files.lone_csv": (
        "单个 CSV 只是一张表。请把各表（年度.csv、目标.csv、考核记录.csv …）放进一个文件夹，再给出该文件夹。",
        "One CSV file is only one sheet. Put all of them (年度.csv, 目标.csv, 考核记录.csv …) into a folder and give the folder.",
    ),
    "files.empty": ("文件是空的。请重新导出或保存后再读。", "The file is empty. Export or save it again."),
    "files.too_large": (
        "文件有 {found}，最多 {most}。请删去图片和无关内容，或分开保存。",
        "The file has {found}; at most {most}. Remove pictures and what doesn't belong, or split it.",
    ),
    "files.encrypted": (
        "工作簿设有打开密码。请去掉密码，另存为 .xlsx 后再读。",
        "The workbook has a password. Remove it and save as .xlsx.",
    ),
    "files.old_format": (
        "这是旧格式（.xls、.et）工作簿。请另存为 .xlsx 后再读。",
        "This is a workbook of an old format (.xls, .et). Save it as .xlsx.",
    ),
    "files.other_format": (
        "这不是 .xlsx 工作簿（内容是 {found}）。请另存为 .xlsx 后再读。",
        "This is no .xlsx workbook (it holds {found}). Save it as .xlsx.",
    ),
    "files.not_a_workbook": (
        "这不是 .xlsx 工作簿，或已损坏。请在 Excel 或 WPS 中打开检查，另存为 .xlsx 后再读。",
        "This is no .xlsx workbook, or it is damaged. Open it in Excel or WPS and save it as .xlsx.",
    ),
    "files.damaged": (
        "工作簿已损坏（{part}）。请在 Excel 或 WPS 中打开修复，另存为 .xlsx 后再读。",
        "The workbook is damaged ({part}). Open and mend it in Excel or WPS and save it as .xlsx.",
    ),
    "files.too_many_parts": (
        "压缩包内超过 {most} 个部件，不是正常的工作簿，已拒绝。",
        "The package has more than {most} parts, which no ordinary workbook has; refused.",
    ),
    "files.bomb": (
        "解开后超过 {most}，不是正常的工作簿，已拒绝。请把所需的表复制到新工作簿。",
        "Unpacked it is over {most}, which no ordinary workbook is; refused. Copy the sheets into a new workbook.",
    ),
    "files.macro": (
        "工作簿含有宏（{part}），已拒绝。请另存为不含宏的 .xlsx。",
        "The workbook holds macros ({part}); refused. Save it as an .xlsx without macros.",
    ),
    "files.external": (
        "工作簿引用了外部文件或数据（{part}），已拒绝。请在“数据 › 编辑链接”中断开链接后保存。",
        "The workbook refers to other files or data ({part}); refused. Break the links under Data › Edit Links and save.",
    ),
    "files.embedded": (
        "工作簿嵌入了其他文件或控件（{part}），已拒绝。请删去嵌入对象后保存。",
        "The workbook embeds other files or controls ({part}); refused. Remove them and save.",
    ),
    "files.entities": (
        "工作簿部件含有文档类型声明（{part}），可能有害，已拒绝。",
        "A part of the workbook declares a document type ({part}), which can do harm; refused.",
    ),
    "files.no_entry_sheet": (
        "工作簿里没有“考核记录”表（有：{found}）。请用模板填写，或把表名改为“考核记录”。",
        "The workbook has no sheet of entries (it has: {found}). Use the template, or name the sheet 考核记录.",
    ),
    "files.too_many_entries": (
        "一次最多登记 {most} 行，这里有 {found} 行。请分几次登记。",
        "At most {most} rows at once; here are {found}. Take them in several parts.",
    ),
    "files.too_many_rows": (
        "工作表超过 {most} 行（多半是空白格式行）。请选中数据下方的空行删除后保存。",
        "The sheet has more than {most} rows (blank formatted ones, most likely). Delete the empty rows below the data and save.",
    ),
    "files.too_many_cells": (
        "工作簿的单元格超过 {most} 个。请删去无关的行、列和工作表后保存。",
        "The workbook has more than {most} cells. Delete what doesn't belong and save.",
    ),
    "files.too_far": (
        "内容一直延伸到第 {row} 行、第 {column} 列，范围过大。请删去远处的内容后保存。",
        "Something stands as far out as row {row}, column {column}. Delete what lies far away and save.",
    ),
    "files.too_many_values": (
        "内容过多（超过 {most} 项）。请分开保存。",
        "There is too much in it (over {most} values). Split it.",
    ),
    "files.binary": (
        "含有不能识别的字节，不是文本文件。请从 Excel 或 WPS 重新导出 CSV。",
        "It holds bytes that are no text. Export the CSV from Excel or WPS again.",
    ),
    "files.encoding": (
        "文字编码无法识别。请另存为“CSV UTF-8”。",
        "The text's encoding isn't known. Save it as “CSV UTF-8”.",
    ),
    "files.json.encoding": ("文字编码不是 UTF-8。JSON 请用 UTF-8 书写。", "The text isn't UTF-8. Write JSON in UTF-8."),
    "files.bad_csv": (
        "CSV 格式有误（{found}）。请从 Excel 或 WPS 重新导出。",
        "The CSV is malformed ({found}). Export it from Excel or WPS again.",
    ),
    "files.no_csv": (
        "文件夹里没有可读的表。应有：{expected}。",
        "The folder holds no sheet. It should have: {expected}.",
    ),
    "files.bad_json": (
        "JSON 格式有误：第 {line} 行第 {column} 列。请按说明改正。",
        "The JSON is malformed at line {line}, column {column}. Mend it.",
    ),
    "files.json_value": ("JSON 内容无法接受：{found}。", "The JSON can't be accepted: {found}."),
    "files.json.deep": ("嵌套过深", "it is nested too deeply"),
    "files.json.number": ("数不合规定（NaN、无穷大或过长）", "a number isn't acceptable (NaN, infinite or too long)"),
    "files.json.twice": ("键“{key}”写了两次", "the key “{key}” stands twice"),
    "files.json.text": ("文字含有不成对的代码", "a text holds half a character"),
    "files.json_shape": ("{where}应为{expected}，现为“{found}”。", "{where} must be {expected}, found “{found}”."),
    "files.json_key": (
        "{where}有不认识的键“{found}”。可用：{expected}。",
        "{where} has the unknown key “{found}”. Known ones: {expected}.",
    ),
    "files.json.whole": ("最外层", "the whole"),
    "files.json.table": ("键值表", "a table of keys"),
    "files.json.list": ("列表", "a list"),
    "files.json.texts": ("文字的列表", "a list of texts"),
    "files.json.plain": ("文字、数或空", "a text, a number or null"),
}

_SHEETS: Final = {
    "files.no_sheets": (
        "没有一张认识的工作表（现有：{found}）。应有：{expected}。可用 ./run template 生成模板。",
        "No sheet is known (there are: {found}). There should be: {expected}. ./run template writes an empty workbook.",
    ),
    "files.sheet_missing": ("没有“{found}”表，按没有内容处理。", "There is no sheet {found}; it counts as empty."),
    "files.sheet_unknown": (
        "工作表“{found}”不认识，未读入。{advice}",
        "The sheet “{found}” isn't known and wasn't read. {advice}",
    ),
    "files.sheets_together": (
        "这几张表合在一起作为“{sheet}”读入：{found}。请核对没有重复。",
        "These sheets were read together as “{sheet}”: {found}. Make sure that nothing stands twice.",
    ),
    "files.sheet_hidden": (
        "此工作表是隐藏的，仍已读入。请核对。",
        "The sheet is hidden; it was read all the same. Check it.",
    ),
    "files.rows_hidden": (
        "有 {count} 行被隐藏或筛掉（首个为第 {first} 行），仍已读入。请核对。",
        "{count} rows are hidden or filtered out (the first is row {first}); they were read all the same. Check them.",
    ),
    "files.columns_hidden": (
        "有隐藏的列（{found}），仍已读入。请核对。",
        "Columns are hidden ({found}); they were read all the same. Check them.",
    ),
    "files.no_header": (
        "找不到表头行。表头应有：{expected}。请对照模板补上。",
        "There is no row of headers. It should have: {expected}. Compare the template.",
    ),
    "files.column_missing": (
        "缺少“{header}”列（表头在第 {row} 行，现有：{found}）。请对照模板补上。",
        "The column “{header}” is missing (the headers are in row {row}: {found}). Compare the template.",
    ),
    "files.rule_column_missing": (
        "缺少“规则代码”或“事项名称”列（表头在第 {row} 行，现有：{found}）。至少要有一列。",
        "Neither “Rule code” nor “Matter” is there (the headers are in row {row}: {found}). One of them is needed.",
    ),
    "files.column_twice": (
        "“{header}”出现了两列（另一列在 {other}）。请删去一列。",
        "“{header}” stands in two columns (the other is {other}). Remove one.",
    ),
    "files.column_unknown": (
        "“{header}”列不认识，未读入。{advice}",
        "The column “{header}” isn't known and wasn't read. {advice}",
    ),
    "files.column_nameless": (
        "此列有内容而没有表头，未读入。请补上表头或删去。",
        "The column has content but no header and wasn't read. Give it a header or delete it.",
    ),
    "files.total_skipped": (
        "“{found}”行按合计行跳过，未读入。",
        "The row “{found}” was taken for a total and skipped.",
    ),
    "files.note_skipped": ("“{found}”按表下说明跳过，未读入。", "“{found}” was taken for a note and skipped."),
    "files.example_changed": (
        "此行标有“示例”，未读入。若是真实记录，请去掉“示例”二字。",
        "The row is marked as an example and wasn't read. If it is real, remove the word.",
    ),
    "files.year_missing": (
        "没有写明考核年度。请在“年度”表填写考核年度（如 2025）。",
        "The assessment year isn't stated. Fill it in on the sheet of the year (such as 2025).",
    ),
    "files.year_differs": (
        "考核年度是 {found}，而要求计算的是 {expected} 年。请核对文件。",
        "The assessment year is {found}, but {expected} was asked for. Check the file.",
    ),
    "files.year_range": (
        "考核年度“{found}”应为四位年份，如 2025。请更正。",
        "The assessment year “{found}” must be four digits such as 2025. Mend it.",
    ),
    "files.key_unknown": (
        "“{found}”不认识，未读入。可用：{expected}。",
        "“{found}” isn't known and wasn't read. Known ones: {expected}.",
    ),
    "files.key_twice": ("“{found}”写了两次。请删去一处。", "“{found}” stands twice. Remove one."),
    "files.department_left_out": (
        "规则中的这些科室不在科室表：{found}，本年不参加考核。若有遗漏请补上。",
        "These departments of the rulebook aren't on the sheet and aren't assessed this year: {found}. Add what was forgotten.",
    ),
    "files.more_problems": (
        "以上只列前 {shown} 个问题，另有 {count} 个。请先改正所列的，再重新读入。",
        "Only the first {shown} problems are listed; there are {count} more. Mend these, then read again.",
    ),
}

_CELLS: Final = {
    "files.required": ("“{header}”是空的。请填写：{hint}。", "“{header}” is empty. Fill in: {hint}."),
    "files.rule_required": (
        "规则代码和事项名称都是空的。请填一项（见规则表）。",
        "Both the rule code and the matter are empty. Fill in one (see the sheet of rules).",
    ),
    "files.merged": (
        "“{header}”不能合并单元格，一个数不能管几行。请取消合并，逐行填写。",
        "“{header}” can't be a merged cell, for one value can't stand for several rows. Unmerge it and fill in each row.",
    ),
    "files.cell_error": (
        "公式出错（如 #REF!、#N/A），没有结果。请改正公式或直接填写。",
        "The formula fails (such as #REF! or #N/A). Mend it or type the value.",
    ),
    "files.cell_unsaved": (
        "公式没有保存的结果。请在 Excel 或 WPS 中打开、保存一次，或直接填写。",
        "The formula has no saved result. Open and save the file in Excel or WPS, or type the value.",
    ),
    "files.bad_date": (
        "日期“{found}”无法识别。请写成 2025-03-12 的样子。",
        "“{found}” is no date. Write it like 2025-03-12.",
    ),
    "files.no_such_day": ("“{found}”这一天不存在。请核对年月日。", "There is no such day as “{found}”. Check it."),
    "files.date_without_year": (
        "日期“{found}”没有年份。请补上年份，或先在“年度”表填写考核年度。",
        "“{found}” has no year. Add it, or state the assessment year on the sheet of the year.",
    ),
    "files.bad_number": (
        "“{found}”不是数。请写成 12、0.5 或 60/7 的样子。",
        "“{found}” is no number. Write it like 12, 0.5 or 60/7.",
    ),
    "files.long_number": (
        "“{found}”位数过多，不是准确的数。最多 12 位；除不尽的请写成分数，如 60/7。",
        "“{found}” has too many digits to be exact. At most 12; write what has no end as a fraction, such as 60/7.",
    ),
    "files.bad_whole": ("“{found}”不是整数。请写成 3 的样子。", "“{found}” is no whole number. Write it like 3."),
    "files.negative": ("“{found}”不能是负数。", "“{found}” can't be negative."),
    "files.bad_yes_no": ("“{found}”应为 是 或 否。", "“{found}” must be yes or no."),
    "files.code_is_date": (
        "编号被表格软件变成了日期“{found}”。请把此列设为文本格式，重新填写编号。",
        "The spreadsheet turned this number into the date “{found}”. Format the column as text and type it again.",
    ),
    "files.unknown_department": ("科室“{found}”不认识。{advice}", "“{found}” is no known department. {advice}"),
    "files.new_department": (
        "科室“{found}”不在规则中，须自定一个代码。请填写“代码”列。",
        "“{found}” isn't in the rulebook, so it needs a code of its own. Fill in the column of codes.",
    ),
    "files.unknown_category": ("目标类别“{found}”不认识。{advice}", "“{found}” is no known class of goals. {advice}"),
    "files.unknown_rule": ("事项“{found}”不在规则中。{advice}", "“{found}” is no rule. {advice}"),
    "files.rule_differs": (
        "规则代码“{rule}”是“{label}”，与事项名称“{found}”不符。请更正其一。",
        "The rule code “{rule}” is “{label}”, but the matter says “{found}”. Mend one of them.",
    ),
    "files.amount_not_asked": (
        "“{rule}”的分由规则计算，所填分值 {found} 不起作用。",
        "The points of “{rule}” follow from the rule, so the amount {found} has no effect.",
    ),
    "files.level_not_asked": (
        "“{rule}”不分层级，所填“{found}”不起作用。",
        "“{rule}” has no levels, so “{found}” has no effect.",
    ),
    "files.unknown_level": ("“{rule}”没有层级“{found}”。{advice}", "“{rule}” has no level “{found}”. {advice}"),
    "files.level_missing": (
        "“{rule}”分层级计分，须填层级。{advice}",
        "“{rule}” has levels, so one is needed. {advice}",
    ),
    "files.unknown_grade": ("档次“{found}”不认识。{advice}", "“{found}” is no grade. {advice}"),
    "files.unknown_condition": (
        "条件“{found}”不属于“{grade}”。{advice}",
        "“{found}” is no condition of “{grade}”. {advice}",
    ),
    "files.unknown_goal": (
        "{department}没有编号为“{found}”的目标。{advice}",
        "{department} has no goal “{found}”. {advice}",
    ),
    "files.ungraded_category": ("{category}没有划档规则，不能划档。", "{category} has no rule for grading."),
    "files.id_twice": (
        "记录号“{found}”与{other}重复。请改用不同的编号。",
        "The entry number “{found}” also stands at {other}. Give one another number.",
    ),
    "files.reversal_unknown": (
        "要冲正的记录“{found}”不存在。请更正所冲正的记录号。",
        "The entry “{found}” to be reversed doesn't exist. Mend the number.",
    ),
    "files.reversal_positive": (
        "冲正的数量应为负数（{expected}）或留空，现为 {found}。",
        "A reversal's count must be negative ({expected}) or empty; found {found}.",
    ),
    "files.near": ("是否为 {names}？", "Did you mean {names}?"),
    "files.choose": ("可用：{names}。", "Known ones: {names}."),
    "files.no_choice": ("请对照规则表更正。", "Compare the sheet of rules."),
}

_WRITING: Final = {
    "files.text_too_long": (
        "{where}的文字有 {found} 字，一个单元格最多 {most} 字。请缩短。",
        "The text of {where} has {found} characters; a cell holds {most} at most. Shorten it.",
    ),
    "files.attribute_unknown": (
        "科室属性“{found}”不在规则中，表里没有它的列。请先在规则中加上。",
        "The attribute “{found}” isn't in the rulebook, so the sheet has no column for it. Add it to the rulebook first.",
    ),
}

for _table in (_WHOLE_FILE, _SHEETS, _CELLS, _WRITING):
    register(_table)
