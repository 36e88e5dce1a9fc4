"""The command line's own sentences, Chinese first and English beside it; and which of the two a reader gets."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import Final

from kaohe.engine import phrase, register

CHINESE, ENGLISH = "zh", "en"


def language_of(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """What `--language` asks for, else the locale's language. Chinese where neither says anything."""
    for number, word in enumerate(argv):
        if word == "--":
            break
        if word == "--language" and number + 1 < len(argv):
            return ENGLISH if argv[number + 1].lower().startswith("en") else CHINESE
        if word.startswith("--language="):
            return ENGLISH if word.partition("=")[2].lower().startswith("en") else CHINESE
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    unsaid = locale.partition(".")[0] in ("", "C", "POSIX")
    return CHINESE if unsaid or locale.lower().startswith("zh") else ENGLISH


_REASONS: Final = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.ENOSPC: "full",
    errno.ENAMETOOLONG: "long",
    errno.ESPIPE: "special",
}


def reason(wrong: OSError, language: str) -> str:
    """What the system complains of, in the reader's language where it is one of the usual things."""
    name = _REASONS.get(wrong.errno or 0)
    return say(f"system.{name}", language) if name else wrong.strerror or str(wrong)


def say(code: str, language: str, /, **values: object) -> str:
    """The command line's sentence of that name, filled."""
    return phrase(f"cli.{code}", language, values)


register(
    {
        "cli.about": (
            "考核：把考核办法写成规则，把一年的事实算成每一分都有出处的得分。",
            "Kaohe: an assessment's rules as data, a year's facts as a score in which every point names its clause.",
        ),
        "cli.commands": ("命令", "commands"),
        "cli.more_help": ("各命令的用法：./run 命令 --help", "How to use a command: ./run COMMAND --help"),
        "cli.check": ("检查一部考核办法的规则，并运行其案例", "check a rulebook and run its cases"),
        "cli.score": ("按事实计分、排名", "score a year's facts and rank the departments"),
        "cli.explain": (
            "逐句说明一个科室或一个项目的得分，直到每条记录",
            "explain a department's or an item's points, down to each entry",
        ),
        "cli.compare": ("逐行比较两次计分", "compare two runs line by line"),
        "cli.template": ("生成填报事实用的空白工作簿", "write the empty workbook for a year's facts"),
        "cli.bundle": (
            "把规则、事实、结果和摘要装入一个存证包",
            "put edition, facts, results and digests into one file",
        ),
        "cli.verify": ("核验存证包并重新计算", "verify such a file and recompute its results"),
        "cli.rules": ("列出规则及其代码、条款", "list the rules with their codes and clauses"),
        "cli.bulk": (
            "同一套规则按列计算：全省、全国一次算完（另见各分命令）",
            "the same rules over columns: a province or a country at once (has commands of its own)",
        ),
        "cli.no_command": (
            "没有命令“{found}”。{suggestion}可用：{expected}。",
            "There is no command “{found}”. {suggestion}Known ones: {expected}.",
        ),
        "cli.perhaps": ("是否要用“{found}”？", "Did you mean “{found}”? "),
        # arguments
        "cli.arg.language": (
            "界面语言：zh 或 en（默认随系统，未设则中文）",
            "language: zh or en (default: as the system says, else Chinese)",
        ),
        "cli.arg.version": ("显示版本并退出", "show the version and leave"),
        "cli.arg.rulebook": (
            "规则目录，或随附规则的名称（默认：{default}）",
            "a rulebook's folder, or the name of one that is included (default: {default})",
        ),
        "cli.arg.facts": (
            "事实：Excel 工作簿、CSV 文件夹或 JSON 文件",
            "the facts: an Excel workbook, a folder of CSV files, or a JSON file",
        ),
        "cli.arg.year": ("考核年度（默认取自事实）", "the year (default: as the facts say)"),
        "cli.arg.as_of": (
            "截止日期，如 2025-06-30：其后的记录暂不计",
            "a day such as 2025-06-30: later entries are set aside",
        ),
        "cli.arg.json": ("输出全部结果（JSON）", "print the whole result as JSON"),
        "cli.arg.csv": ("输出得分表（CSV）", "print the table as CSV"),
        "cli.arg.lines": ("CSV 逐行列出每一分的来历", "CSV with every line behind every point"),
        "cli.arg.xlsx": ("写出带公式的工作簿", "write a workbook with live formulas"),
        "cli.arg.output": ("写入文件而不显示", "write into this file instead of showing"),
        "cli.arg.department": ("科室：代码、名称或别名", "the department: code, name or any alias"),
        "cli.arg.item": ("项目：代码、名称或条款（默认：全部）", "the item: code, name or clause (default: all)"),
        "cli.arg.old": ("事实（比较的基准）", "the facts to start from"),
        "cli.arg.new": ("另一份事实；只比较规则时可省略", "the other facts; left out when only rulebooks are compared"),
        "cli.arg.with_rulebook": ("另一版规则", "the other edition of the rulebook"),
        "cli.arg.template": ("要生成的工作簿（.xlsx）", "the workbook to write (.xlsx)"),
        "cli.arg.bundle_out": ("要生成的存证包", "the bundle to write"),
        "cli.arg.bundle": ("存证包文件", "the bundle"),
        "cli.arg.seal": ("纸面所载封签，用于比对", "the seal on paper, to compare with"),
        "cli.arg.word": ("只列含有此词的规则", "only rules with this word in them"),
        # refusals
        "cli.no_file": ("没有这份文件：{found}。请检查路径。", "There is no such file: {found}. Check the path."),
        "cli.no_rulebook": (
            "没有规则目录“{found}”。请给出含 rulebook.yaml 的文件夹，或随附规则之一：{expected}。",
            "There is no rulebook “{found}”. Give a folder that holds rulebook.yaml, or one of those included: {expected}.",
        ),
        "cli.bad_date": ("“{found}”不是日期，应如 2025-06-30", "“{found}” is not a date; write it like 2025-06-30"),
        "cli.bad_year": ("“{found}”不是年度，应如 2025", "“{found}” is not a year; write it like 2025"),
        "cli.bad_whole": ("“{found}”不对，应为 {least} 到 {most} 的整数", "“{found}” must be a whole number from {least} to {most}"),
        "cli.bad_decimal": ("“{found}”不是准确的数，应如 10 或 2.5", "“{found}” is not an exact number; write it like 10 or 2.5"),
        "cli.bad_memory": (
            "“{found}”不是内存大小，应如 800MB 或 2GB，至少 64MB",
            "“{found}” is not an amount of memory; write it like 800MB or 2GB, and at least 64MB",
        ),
        "cli.bad_language": ("“{found}”不是 zh 或 en", "“{found}” is neither zh nor en"),
        "cli.no_department": (
            "没有科室“{found}”。{suggestion}可用：{expected}。",
            "There is no department “{found}”. {suggestion}Known ones: {expected}.",
        ),
        "cli.no_item": (
            "没有项目“{found}”。{suggestion}可用：{expected}。",
            "There is no item “{found}”. {suggestion}Known ones: {expected}.",
        ),
        "cli.nothing_to_compare": (
            "没有可比较的：请给出第二份事实，或用 --with-rulebook 给出另一版规则。",
            "There is nothing to compare: give a second set of facts, or another edition with --with-rulebook.",
        ),
        "cli.same_file": (
            "文件 {found} 在命令中另有用处，不能用来写输出。请换一个文件名。",
            "{found} has another part in this command and can't take the output. Choose another name.",
        ),
        "cli.among_data": (
            "{found} 在数据文件夹之内，会成为数据的一部分，故不写出，数据没有改动。请写到别的文件夹。",
            "{found} would stand among the data and be taken for a part of them, so nothing is written and no data were changed. Choose another folder.",
        ),
        "cli.not_parquet": ("结果是 Parquet 文件，“{found}”应以 .parquet 结尾。", "The result is a Parquet file, so “{found}” must end in .parquet."),
        "cli.not_xlsx": ("“{found}”应以 .xlsx 结尾。", "“{found}” must end in .xlsx."),
        "cli.unwritable": (
            "无法写入 {file}：{found}。请检查文件夹和权限。",
            "{file} can't be written: {found}. Check the folder and the permissions.",
        ),
        "cli.system": (
            "系统报错：{found}。请检查路径、权限和磁盘空间。",
            "The system says: {found}. Check the path, the permissions and the room on the disk.",
        ),
        "cli.system.missing": ("文件或文件夹不存在", "there is no such file or folder"),
        "cli.system.forbidden": ("没有权限", "it is not permitted"),
        "cli.system.folder": ("这是文件夹，不是文件", "this is a folder, not a file"),
        "cli.system.no_folder": ("路径中有一段不是文件夹", "part of the path is no folder"),
        "cli.system.full": ("磁盘已满", "the disk is full"),
        "cli.system.long": ("名称太长", "the name is too long"),
        "cli.system.special": ("这是设备或管道，不是普通文件", "this is a device or a pipe, no ordinary file"),
        "cli.fault": (
            "程序内部出错（{found}，{where}）。数据没有改动；请把这一行报告给维护者。",
            "Something is wrong inside the program ({found}, {where}). No data was changed; report this line.",
        ),
        "cli.stopped": ("已中断。", "Stopped."),
        "cli.error": ("错误", "error"),
        "cli.pending": ("待定", "pending"),
        "cli.warning": ("提示", "note"),
        "cli.usage_error": ("参数有误：{found}", "bad arguments: {found}"),
        "cli.see_help": ("详见：{program} --help", "See: {program} --help"),
        # progress
        "cli.reading": ("正在读取 {file}", "Reading {file}"),
        "cli.scoring": ("正在计分", "Scoring"),
        "cli.sealing": ("正在封存", "Sealing"),
        "cli.writing": ("正在写出 {file}", "Writing {file}"),
        "cli.running_cases": ("正在运行案例", "Running the cases"),
        "cli.verifying": ("正在核验", "Verifying"),
        # results
        "cli.wrote": ("已写出 {file}", "Wrote {file}"),
        "cli.title": ("{bureau} {year} 年度 {label}", "{bureau}: {label}, {year}"),
        "cli.as_of": ("截至 {day}", "as of {day}"),
        "cli.sound": (
            "规则无误：{rules} 条规则，{clauses} 个条款，{readings} 条口径，案例 {passed}/{cases} 通过。",
            "The rulebook is sound: {rules} rules, {clauses} clauses, {readings} readings, {passed} of {cases} cases pass.",
        ),
        "cli.unsound": (
            "规则有 {errors} 处错误、{warnings} 处提示；案例 {passed}/{cases} 通过。",
            "The rulebook has {errors} error(s) and {warnings} note(s); {passed} of {cases} cases pass.",
        ),
        "cli.aside": ("不在计分之内：", "Outside the score:"),
        "cli.points": ("{label}：{old} → {new}", "{label}: {old} → {new}"),
        "cli.line_new": ("新增：{line}", "new: {line}"),
        "cli.line_gone": ("没有了：{line}", "gone: {line}"),
        "cli.rank": ("名次：{old} → {new}", "rank: {old} → {new}"),
        "cli.veto": ("一票否决：{old} → {new}", "veto: {old} → {new}"),
        "cli.department_new": ("新增科室，总分 {new}", "a new department, total {new}"),
        "cli.department_gone": ("科室没有了，原总分 {old}", "the department is gone, its total was {old}"),
        "cli.yes": ("是", "yes"),
        "cli.no": ("否", "no"),
        "cli.rules.code": ("规则代码", "Rule code"),
        "cli.rules.clause": ("条款", "Clause"),
        "cli.rules.matter": ("事项与计分方式", "Matter, and how it scores"),
        "cli.sealed": ("封签：", "Seal:"),
        "cli.no_difference": ("两者得分完全相同。", "The two agree in every line."),
        "cli.differences": ("共 {count} 处不同。", "{count} difference(s)."),
        "cli.bundle_sealed": ("封签（SM3，请抄录于纸面）：", "Seal (SM3; keep it on paper):"),
        "cli.verified": (
            "核验通过：每个字节与封存时一致，重新计算的结果逐位相同。",
            "Verified: every byte is as sealed, and the recomputed results agree to the last digit.",
        ),
        "cli.not_verified": ("核验未通过：{count} 处问题。", "Not verified: {count} problem(s)."),
        "cli.seal_agrees": ("封签与纸面一致。", "The seal agrees with the one on paper."),
        "cli.compare_seal": (
            "请将封签与纸面所载核对；不一致即不是当时封存的那一份。",
            "Compare the seal with the one on paper: if it differs, this isn't what was sealed.",
        ),
        "cli.no_rules": ("没有含“{found}”的规则。", "No rule has “{found}” in it."),
    }
)
