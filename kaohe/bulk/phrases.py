"""The sentences of the columns, Chinese first and English beside it."""

from __future__ import annotations

from kaohe.engine import register

register(
    {
        # what can't be compiled
        "bulk.attribute_taken": (
            "科室的数“{found}”与科室表自有的列同名，不能按列计算。请在规则中改名。",
            "The departments' number “{found}” is called like a column of their table, so columns can't be computed. Rename it.",
        ),
        "bulk.codes_alike": (
            "代码“{found}”与“{other}”只有大小写之分，或完全相同（各期自带的代码如 x.1 也算在内），按列计算时分不开，故不计算。请在规则中改名。",
            "The codes “{found}” and “{other}” differ in nothing but capitals, or in nothing at all (periods have codes of their own, x.1), so columns can't tell them apart and aren't computed. Rename one.",
        ),
        "bulk.contest_sizes": (
            "“{item}”中就高不重复的几条规则（{rules}）适用的科室规模不同，不能按列准确计算，故不计算。请把 size_at_least 写成一样。",
            "In “{item}” the rules that compete for one matter ({rules}) leave out different departments, so columns can't be exact and aren't computed. Give them the same size_at_least.",
        ),
        "bulk.too_large": (
            "“{name}”的值可能需要 {bits} 位二进制数，超过 64 位，不能保证准确，故不计算。请减少规则中的小数位，或调低上限（--counted、--shares）。",
            "“{name}” could need {bits} bits, more than 64, so it can't be kept exact and isn't computed. Use fewer decimals in the rules, or lower limits (--counted, --shares).",
        ),
        # what can't be read
        "bulk.no_ledger": (
            "{found} 里没有台账。应有其一：{names}。",
            "There is no ledger in {found}. One of these is expected: {names}.",
        ),
        "bulk.no_departments_table": (
            "{found} 里没有科室表，因此只认考核办法里列出的科室。若科室另有名单，请在文件夹里放一份 departments.csv。",
            "There is no table of departments in {found}, so only those listed in the rulebook are known. If there is another list, put departments.csv into the folder.",
        ),
        "bulk.encoding": (
            "文字编码不是 UTF-8（多半是 GBK，或“Unicode 文本”）。请在表格软件里另存为“CSV UTF-8”。",
            "The text isn't UTF-8 (most likely it is GBK, or “Unicode text”). Save it as “CSV UTF-8” in the spreadsheet program.",
        ),
        "bulk.mixed_lines": (
            "有的行以 CRLF 结尾，有的只以 LF 结尾，分不清行。请在表格软件里重新另存为 CSV。",
            "Some lines end in CRLF and others in LF alone, so rows can't be told apart. Save it as CSV anew in the spreadsheet program.",
        ),
        "bulk.long_name": (
            "“{found}”按 UTF-8 超过 {most} 个字节，PostgreSQL 会截断，与别的名称混淆。请用其他引擎计算，或在规则中改用短的代码。",
            "“{found}” is longer than {most} bytes, where PostgreSQL cuts names and takes one for another. Use another engine, or a shorter code in the rulebook.",
        ),
        "bulk.no_column": (
            "缺少列“{column}”（也可写作 {also}）。现有：{found}。请补上。",
            "The column “{column}” is missing (also known as {also}). Found: {found}. Add it.",
        ),
        "bulk.two_columns": (
            "有两列都是“{column}”：{found}。请只留一列。",
            "Two columns are “{column}”: {found}. Leave one.",
        ),
        "bulk.either_column": (
            "“{found}”可能是这几列中的任何一列：{names}。请改用其中一个名称。",
            "“{found}” could be any of these columns: {names}. Call it by one of those names.",
        ),
        "bulk.nearly": (
            "“{found}”不是已知的列，像是“{column}”（{also}）写错了，略过会改变得分。请改成 {also}；确与考核无关，请换一个不相近的名称。",
            "“{found}” is no known column; it looks like “{column}” ({also}) misspelt, and to pass over it would change scores. Call it {also}, or by a name that is less like it if it has nothing to do with the assessment.",
        ),
        "bulk.odd_file": (
            "表“{name}”的文件应是 Parquet 或 CSV，略过这一份会改变得分。请另存为 CSV（UTF-8），或移到别处。",
            "Files of the table “{name}” must be Parquet or CSV, and to pass over this one would change scores. Save it as CSV (UTF-8), or move it elsewhere.",
        ),
        "bulk.stray_file": (
            "“{found}”像是表“{name}”或它的一部分，却不会被读取，略过会改变得分。一张表只有一个文件时，请叫它 {name}.csv 或 {name}.parquet；"
            "有几个时，请都放进名为 {name} 的文件夹；与考核无关，请换一个不相近的名称，或移到别处。",
            "“{found}” looks like the table “{name}” or a part of it and isn't read, and to pass over it would change scores. A table of one file is called "
            "{name}.csv or {name}.parquet, several files of one table belong into a folder {name}; call it by a name that is less like it, or move it elsewhere, "
            "if it has nothing to do with the assessment.",
        ),
        "bulk.reserved": (
            "列名“{found}”是 DuckDB 自己用的。请在文件中改名。",
            "“{found}” is a name that DuckDB uses itself. Rename that column in the file.",
        ),
        "bulk.column_type": (
            "列“{column}”的类型是 {found}，应为 {expected}。请更改其类型。",
            "The column “{column}” is of type {found}; it must be {expected}. Change its type.",
        ),
        "bulk.decimal_type": (
            "列“{column}”的类型是 {found}，应为 {expected}。小数请用十进制类型或文字，不要用二进制浮点数。",
            "The column “{column}” is of type {found}; it must be {expected}. Decimals must be decimals or texts, never binary fractions.",
        ),
        "bulk.binary_type": (
            "列“{column}”的类型是 {found}，应为 {expected}：二进制浮点数存不准小数。请更改其类型。",
            "The column “{column}” is of type {found}; it must be {expected}, since binary fractions don't hold decimals exactly. Change its type.",
        ),
        "bulk.moment": (
            "列“{column}”的类型是 {found}，是带时区的时刻：同一时刻在别处可能是另一天，故不采用。请写成日期，如 2025-03-12。",
            "The column “{column}” is of type {found}, a moment with a time zone: elsewhere it is another day, so it isn't taken. Write days, such as 2025-03-12.",
        ),
        "bulk.no_header": (
            "文件里没有表头：应有一行写明各列的名称，如 entry,department,rule。请补上。",
            "The file has no header: one row must name the columns, such as entry,department,rule. Add it.",
        ),
        "bulk.row_width": (
            "本行有 {found} 格，表头有 {expected} 格。请补齐或去掉多余的；格中有逗号时，要用引号括起来。",
            "The row has {found} cells, the header {expected}. Fill it up or take away what is too much; a cell with a comma in it needs quotation marks.",
        ),
        "bulk.unreadable": (
            "文件无法读取：{found}。请检查它是否完整、是否为 UTF-8 的 CSV 或 Parquet。",
            "The file can't be read: {found}. Check that it is whole, and CSV in UTF-8 or Parquet.",
        ),
        "bulk.false_bounds": ("它写明的最小值、最大值与内容不符（{columns}）", "the least and largest values that it states aren't those that it holds ({columns})"),
        "bulk.no_table": (
            "表无法读取：{found}。请检查表名，以及本账户能否读它。",
            "The table can't be read: {found}. Check its name, and that the account may read it.",
        ),
        "bulk.key_with_point": (
            "“{found}”多半是表格程序改写过的编号。编号按文字认，5 与 5.0 是两个。请写成不带小数点的样子。",
            "“{found}” is most likely a number that a program has rewritten. Keys are told apart by their letters: 5 and 5.0 are two. Write it without a point.",
        ),
        "bulk.bad_whole": (
            "“{found}”不是可用的整数。请写成 3 的样子：只有数字，不带小数点、逗号，最多 18 位。",
            "“{found}” can't be taken as a whole number. Write it like 3: digits alone, no point, no comma, 18 of them at most.",
        ),
        "bulk.bad_exact": (
            "“{found}”不是准确的小数（整数部分至多 12 位，小数至多 10 位）。请更正。",
            "“{found}” is no exact decimal (at most 12 digits before the point, 10 behind). Mend it.",
        ),
        "bulk.bad_share": (
            "“{found}”不是基本分，应如 12、7.5 或 60/7。请更正。",
            "“{found}” are no base points; write them like 12, 7.5 or 60/7. Mend it.",
        ),
        "bulk.two_divisors": (
            "基本分“{found}”已写明分母，本行的基本分分母（base_below）又写了一个。请只留一个。",
            "The base points “{found}” have a divisor, and the row has another in base_below. Leave one.",
        ),
        "bulk.bad_day": ("“{found}”不是日期，应如 2025-03-12。请更正。", "“{found}” is no date; write it like 2025-03-12. Mend it."),
        "bulk.empty": (
            "本行缺少记录号、科室、日期或数量之一。请补上。",
            "The row lacks its number, department, date or count. Add what is missing.",
        ),
        "bulk.department_empty": (
            "科室表的本行缺少科室代码。请补上，或删去本行。",
            "The row of the departments' table lacks the department's code. Add it, or take the row away.",
        ),
        "bulk.bureau_empty": (
            "科室 {department} 没有写单位，别的科室写了；空着会自成一个单位，名次就不对。请补上单位，或一律不写。",
            "Department {department} names no bureau, and others do; it would be ranked in a bureau of its own. Add its bureau, or leave all of them out.",
        ),
        "bulk.bad_size": (
            "科室 {department} 的人数为 {number}，应为 0 至 {most} 的整数。请在科室表中更正。",
            "Department {department} has {number} people; it must be a whole number from 0 to {most}. Mend the table of departments.",
        ),
        "bulk.goal_empty": ("本行缺少目标编号。请补上。", "The row lacks the goal's number. Add it."),
        "bulk.graded_already": (
            "记录 {entry}：目标 {goal} 已有档次（记录 {found}）。要改划，请先冲正原来的记录。",
            "Entry {entry}: the goal {goal} has a grade already (entry {found}). To grade it anew, reverse that entry first.",
        ),
        "bulk.row_in_doubt": (
            "台账中有记录不合规则，又说不出是哪一条，故不计算。请把规则和数据交给维护人员查看。",
            "An entry of the ledger doesn't keep to the rules, and it couldn't be said which, so nothing is computed. Show the rules and the data to those who maintain this.",
        ),
        "bulk.bases_in_doubt": (
            "目标的基本分或评分核对不上，又找不出是哪一行，故不计算。请把规则和数据交给维护人员查看。",
            "Base points or grades of goals don't come together, and no row could be named for it, so nothing is computed. Show the rules and the data to those who maintain this.",
        ),
        "bulk.amount_fine": (
            "记录 {entry}：分值的小数超过 {places} 位，不能保证准确。请更正，或加大 --amount-places。",
            "Entry {entry}: the points have more than {places} decimals and can't be kept exact. Mend them, or raise --amount-places.",
        ),
        "bulk.base_fine": (
            "目标 {goal}：基本分的小数超过 {places} 位，或其分母不能整除 {shares}，不能保证准确。请更正，或加大 --base-places、--shares。",
            "Goal {goal}: the base points have more than {places} decimals, or a divisor that doesn't divide {shares}, and can't be kept exact. Mend them, or raise --base-places or --shares.",
        ),
        "bulk.nothing_shared": (
            "{department}的{category}写明的基本分合计已达 {found}，没有写明的分不到分。请改小写明的，或逐项写明。",
            "The base points that are written for “{category}” of {department} come to {found} already, so goals without any get nothing. "
            "Lower them, or write all of them.",
        ),
        "bulk.share_fine": (
            "{department}的{category}由 {number} 项平分，除不尽，不能保证准确。请加大 --shares（现为 {shares}）。",
            "“{category}” of {department} are shared by {number} goals, which can't be kept exact. Raise --shares (now {shares}).",
        ),
        "bulk.beyond_limit": (
            "科室 {department} 的“{slot}”合计 {found}，超过所证明的上限 {most}。请加大 --counted。",
            "Department {department}: “{slot}” comes to {found}, beyond the limit {most} that was proven. Raise --counted.",
        ),
        "bulk.more": ("同类问题另有 {count} 处，未逐一列出。", "{count} more of the same kind aren't listed."),
        "bulk.no_year": (
            "不知道是哪个考核年度。请加 --year，如 --year 2025。",
            "The year isn't known. Add it, such as --year 2025.",
        ),
        "bulk.no_statistics": ("统计是空的。", "The statistics are empty."),
        "bulk.no_ranking": ("规则里没有排名，无从比较。", "The rulebook has no ranking, so there is nothing to compare."),
        "bulk.units_apart": (
            "两份规则公布的小数位数相差太多，无法精确比较。请改用相近的位数。",
            "The two rulebooks publish so different numbers of decimals that they can't be compared exactly. Choose closer ones.",
        ),
        "bulk.other_ranking": (
            "“{found}”的主要排名与原规则不是同一项，或没有排名，名次无从比较。请使用排名相同的规则。",
            "The main ranking of “{found}” isn't by the same item, or there is none, so places can't be compared. Use a rulebook with the same ranking.",
        ),
        "bulk.other_family": (
            "“{found}”的项目或规则与原规则不同，不能用同一份统计试算。请直接用 bulk score 计分。",
            "“{found}” has other items or rules, so it can't be tried on the same statistics. Use bulk score for it.",
        ),
        "bulk.no_meaning": (
            "统计 {file} 没有写明它是按哪套规则、哪一年、哪些上限统计的，不能采用。请用 bulk stats 重新写出。",
            "The statistics {file} don't say for which rulebook, year and limits they were made, so they can't be used. Write them anew with bulk stats.",
        ),
        "bulk.unlike_family": (
            "统计 {file} 是按“{expected}”写的，其项目或规则与“{found}”不同，不能放在一起。请用 --rulebook 指定同样的规则，或重新统计。",
            "The statistics {file} were made for “{expected}”, whose items or rules aren't those of “{found}”, so they don't go together. Name a fitting --rulebook, or sum up anew.",
        ),
        "bulk.unlike": (
            "统计 {file} 是按 {expected} 写的，这里是 {found}，不能放在一起。请去掉这一选项，或重新统计。",
            "The statistics {file} were made with {expected}, and here it is {found}, so they don't go together. Leave the option out, or sum up anew.",
        ),
        "bulk.same_twice": (
            "统计 {file} 与 {also} 有同一份（或其中一份已并入另一份），合并会算两遍。请去掉一份。",
            "The statistics {file} and {also} are the same, or one was merged into the other before; they would be counted twice. Leave one of them out.",
        ),
        "bulk.figures_differ": (
            "科室 {department}（{bureau}）的 {figure} 在几份统计里不同：{found} 和 {also}，不能合并。请核对后重新统计。",
            "Department {department} ({bureau}) has {figure} {found} in one of the statistics and {also} in another, so they can't be merged. Mend one and sum up anew.",
        ),
        "bulk.whose": (
            "科室 {department} 出现在几份统计里（{files}），有的没有写单位，不知是同一个科室还是几个。请在数据中写明单位（bureau），重新统计。",
            "Department {department} stands in several statistics ({files}), and not all of them name its bureau, so it may be one department or several. Name the bureau in the data and sum up anew.",
        ),
        "bulk.goals_apart": (
            "科室 {department} 在几份统计里都有目标（{files}），合并会把基本分算两遍。请用整个科室的台账重新统计。",
            "Department {department} has goals in several statistics ({files}), whose base points would be counted twice. Sum up the department's whole ledger anew.",
        ),
        "bulk.matters_apart": (
            "科室 {department} 在几份统计里都有按事项比较的记录（{files}）：是不是同一事项，从统计里看不出来，合并可能算错。请用整个科室的台账重新统计。",
            "Department {department} has entries that compete for a matter in several statistics ({files}); whether the matter is the same can't be seen in them, so points could be wrong. Sum up the department's whole ledger anew.",
        ),
        "bulk.amount_beyond": (
            "科室 {department} 的“{rule}”已评定 {found} 分，而这套规则至多允许 {most} 分，不能试算。请调高这一上限。",
            "For department {department} {found} points were decided under “{rule}”, and this rulebook allows at most {most}, so it can't be tried. Raise that limit.",
        ),
        "bulk.too_many_parts": (
            "台账不能分成 {found} 个文件：一共 {most} 个单位，一个单位的记录不拆开。请用 --parts 1 至 {most}。",
            "The ledger can't be {found} files: there are {most} bureaus, and none is torn apart. Use --parts 1 to {most}.",
        ),
        "bulk.out_of_memory": (
            "内存不够（--memory {memory}）：{found}。请给多一些内存{threads}{parts}。",
            "There wasn't enough memory (--memory {memory}): {found}. Give it more{threads}{parts}.",
        ),
        "bulk.no_room_aside": (
            "临时文件夹 {folder} 放不下内存里装不下的数据：{found}。请用环境变量 TMPDIR 指到空间大的磁盘，或给多一些内存（--memory）。",
            "The folder for temporary files, {folder}, has no room for what memory doesn't hold: {found}. Name one on a larger disk by TMPDIR, or give more memory (--memory).",
        ),
        "bulk.one_thread": ("，或用 --threads 1", ", or use --threads 1"),
        "bulk.several_files": (
            "；台账也可按单位分成多个文件，逐个计算",
            "; a ledger may also be several files, one for some bureaus each, that are taken one after the other",
        ),
        "bulk.several_folders": (
            "；也可按单位把数据分到几个文件夹，逐个办理",
            "; the data may also be several folders, one for some bureaus each, that are done one after the other",
        ),
        "bulk.no_database": (
            "无法连接数据库：{found}。请检查 --database，如 postgresql://用户@主机/库，以及服务器是否在运行。",
            "The database can't be reached: {found}. Check --database, such as postgresql://user@host/name, and that its server runs.",
        ),
        "bulk.database_stops": (
            "数据库没有算完：{found}。请检查它的时限、磁盘空间，以及本账户能否建临时表，再重新计算。",
            "The database stopped: {found}. Check its time limit, its room on the disk and whether the account may make temporary tables, then try again.",
        ),
        "bulk.no_master": (
            "“{found}”不是 Spark 集群地址，应如 spark://host:7077、local[*] 或 yarn。请检查 --master。",
            "“{found}” is no master of Spark; write it like spark://host:7077, local[*] or yarn. Check --master.",
        ),
        "bulk.no_spark": (
            "Spark（{master}）没有启动：{found}。请检查 --master、集群是否在运行，以及是否装有 Java。",
            "Spark ({master}) didn't start: {found}. Check --master, that the cluster runs, and that Java is installed.",
        ),
        "bulk.not_installed": (
            "没有安装 {package}，这一步需要它。请键入：{hint}",
            "{package} isn't installed, and this needs it. Type: {hint}",
        ),
    }
)
