"""The sentences of `./run bulk`, Chinese first and English beside it."""

from __future__ import annotations

from kaohe.engine import register


def spoken() -> None:
    """Importing this file registers its sentences; calling this says that they are wanted."""


register(
    {
        "cli.bulk.generate": ("生成任意规模的试验数据（同一种子结果相同）", "write a year of any size to try things on, the same for the same seed"),
        "cli.bulk.table": ("列出对照表：规则、期、层级 → 槽、分量", "show the look-up table: rule, period, level → slot, weight"),
        "cli.bulk.score": ("按列计分、排名，写成 Parquet", "score a year of columns, rank within and above bureaus, write Parquet"),
        "cli.bulk.explain": ("写出每条记录的增减分，合计即各项得分", "write the signed effect of every event, which come to each item's score"),
        "cli.bulk.what-if": ("用许多套规则试算：谁升谁降、名次怎样变", "try many rulebooks on one ledger: who gains, who loses, how ranks move"),
        "cli.bulk.stats": ("写出可合并的统计，代替台账上报；或合并多份", "write mergeable statistics to hand on instead of the ledger, or merge several"),
        "cli.bulk.follow": (
            "从标准输入逐行读新记录（每行一个 JSON 对象，写法见 docs/facts-format.md，id 也可写作 entry），随即说出各项得分的变化；不写任何文件",
            "read new entries from the input, one JSON object a line (as in docs/facts-format.md; id may be called entry), and tell at once what each changes; nothing is written",
        ),
        "cli.bulk.followed": ("{department}：{changes}", "{department}: {changes}"),
        "cli.bulk.input": ("输入", "input"),
        "cli.bulk.unmoved": ("得分不变", "nothing moves"),
        "cli.bulk.verify": ("几种引擎分别计算，核对校验和；抽查与逐条计分一致", "compute in several engines and compare checksums, and a sample with the engine itself"),
        # arguments
        "cli.bulk.arg.data": (
            "数据：含 ledger、departments、goals（Parquet 或 CSV）的文件夹，或一份事实文件",
            "the data: a folder with ledger, departments and goals (Parquet or CSV), or a file of facts",
        ),
        "cli.bulk.arg.out": ("要写的 Parquet 文件", "the Parquet file to write"),
        "cli.bulk.arg.memory": ("内存上限，如 800MB（默认由 DuckDB 定）", "the most memory, such as 800MB (default: DuckDB decides)"),
        "cli.bulk.arg.threads": ("线程数（默认全部核心）", "threads (default: all cores)"),
        "cli.bulk.arg.counted": ("一个槽里一个科室至多累计多少次（默认 {default}）", "the most occurrences in one slot of one department (default {default})"),
        "cli.bulk.arg.shares": ("平分时允许的分母（默认 {default}，12 项以内）", "what shares may be divided by (default {default}: up to 12 goals)"),
        "cli.bulk.arg.amount_places": ("评定分值的小数位（默认 {default}）", "decimals of decided points (default {default})"),
        "cli.bulk.arg.base_places": ("基本分的小数位（默认 {default}）", "decimals of base points (default {default})"),
        "cli.bulk.arg.engine": ("引擎：{known}（默认 duckdb）", "the engine: {known} (default duckdb)"),
        "cli.bulk.arg.engines": ("要核对的引擎，用逗号隔开（默认：duckdb，装有 Polars 时加 polars）", "the engines to compare, apart by commas (default: duckdb, and polars where it is installed)"),
        "cli.bulk.arg.database": ("PostgreSQL 地址；表名默认 ledger、departments、goals", "PostgreSQL's address; its tables are ledger, departments, goals"),
        "cli.bulk.arg.master": ("Spark 集群地址，如 spark://host:7077（默认本机）", "Spark's master, such as spark://host:7077 (default: this machine)"),
        "cli.bulk.arg.folder": ("要写的文件夹", "the folder to write"),
        "cli.bulk.arg.departments": ("科室数（默认 {default}）", "departments (default {default})"),
        "cli.bulk.arg.entries": ("每个科室一年的记录数，评级另计（默认 {default}）", "entries of a department, gradings not counted (default {default})"),
        "cli.bulk.arg.bureau": ("一个单位有几个科室（默认 {default}）", "departments of a bureau (default {default})"),
        "cli.bulk.arg.parts": ("台账分成几个文件（默认 1）", "files of the ledger (default 1)"),
        "cli.bulk.arg.mix": ("记录的构成：natural 或 dense（默认 natural）", "what the entries are: natural or dense (default natural)"),
        "cli.bulk.arg.seed": ("种子（默认 1）", "the seed (default 1)"),
        "cli.bulk.arg.set": ("改一个参数：名称=值，多个值用逗号隔开；可重复，各值相乘", "vary a parameter: NAME=VALUE, several apart by commas; may be repeated, then all combinations"),
        "cli.bulk.arg.stats": ("统计文件（bulk stats 所写），代替台账", "statistics (of bulk stats) instead of the ledger"),
        "cli.bulk.arg.parameters": ("列出可改的参数", "list the parameters that can be varied"),
        "cli.bulk.arg.with_rulebook": ("另一版规则（项目与规则相同）；可重复", "another edition with the same items and rules; may be repeated"),
        "cli.bulk.arg.sensitivity": ("每个参数各增减百分之几，看哪个影响最大", "lower and raise every parameter by so many per cent, and see which moves most"),
        "cli.bulk.arg.csv": ("把结果写成 CSV", "write the result as CSV"),
        "cli.bulk.arg.each": ("把各科室在每种规则下的分数和名次写成 Parquet", "write every department's points and ranks under every variant as Parquet"),
        "cli.bulk.arg.merge": ("要合并的统计文件", "statistics to merge"),
        "cli.bulk.arg.sample": ("抽查多少个科室，与逐条计分核对（默认 {default}）", "so many departments are scored by the engine itself as well (default {default})"),
        # progress
        "cli.bulk.checking": ("正在核对数据", "Looking for mistakes"),
        "cli.bulk.scoring": ("正在计分", "Scoring"),
        "cli.bulk.ranking": ("正在排名", "Ranking"),
        "cli.bulk.explaining": ("正在逐条说明", "Explaining every entry"),
        "cli.bulk.summing": ("正在统计", "Adding up"),
        "cli.bulk.generating": ("正在生成数据", "Drawing the data"),
        "cli.bulk.trying": ("正在试算", "Trying"),
        # results
        "cli.bulk.scored": (
            "{departments} 个科室（{bureaus} 个单位），其中待定 {pending} 个、不参加排名 {outside} 个。",
            "{departments} departments of {bureaus} bureaus, {pending} of them pending, {outside} not ranked.",
        ),
        "cli.bulk.unused_columns": (
            "没有用到的列：{names}。若与考核有关，请改成已知的列名。",
            "Columns that were not used: {names}. If one has to do with the assessment, give it a name that is known.",
        ),
        "cli.bulk.unused_files": (
            "没有用到的文件：{names}。若是台账、科室或目标，请放进 ledger、departments 或 goals 文件夹。",
            "Files that were not used: {names}. If one holds entries, departments or goals, put it into a folder ledger, departments or goals.",
        ),
        "cli.bulk.checksum": ("校验和：{checksum}", "Checksum: {checksum}"),
        "cli.bulk.explained": ("共 {rows} 行；各项得分均等于各行之和。", "{rows} rows; every item's points are the sum of its rows."),
        "bulk.not_explained": (
            "有 {count} 个项目的得分不等于各行之和。这是程序的错误，结果没有写出；请报告维护者。",
            "The points of {count} items aren't the sum of their rows. That is a mistake of ours, and nothing was written; report it.",
        ),
        "cli.bulk.generated": ("已写出 {entries} 条记录、{departments} 个科室：{folder}", "Wrote {entries} entries of {departments} departments: {folder}"),
        "cli.bulk.same": ("各引擎结果完全一致。", "All engines agree."),
        "cli.bulk.sampled": ("抽查 {departments} 个科室，{nodes} 个数，与逐条计分完全一致。", "{nodes} figures of {departments} departments are exactly the engine's own."),
        "cli.bulk.engine": ("引擎", "Engine"),
        "cli.bulk.departments": ("科室", "Departments"),
        "cli.bulk.sum": ("校验和", "Checksum"),
        "cli.bulk.seconds": ("秒", "Seconds"),
        "cli.bulk.variant": ("规则", "Rules"),
        "cli.bulk.gained": ("升", "Gain"),
        "cli.bulk.lost": ("降", "Lose"),
        "cli.bulk.mean": ("平均", "Mean"),
        "cli.bulk.highest": ("最多升", "Most"),
        "cli.bulk.lowest": ("最多降", "Least"),
        "cli.bulk.moved": ("名次变", "Moved"),
        "cli.bulk.firsts": ("第一名变", "Firsts"),
        "cli.bulk.note_number": ("注", "Note"),
        "cli.bulk.note": ("注 {number}：{words}", "Note {number}: {words}"),
        "cli.bulk.stands_untidy": ("现行规则：{words}", "The rulebook as it stands: {words}"),
        "bulk.grade_overtaken": ("“{lower}”的系数高于“{higher}”。", "“{lower}” is worth more than “{higher}”."),
        "bulk.not_converted": (
            "“{code}”满分 {expected}，而目标的基本分仍按 {found} 分下达：没有按比例折算，只在上限处封顶。",
            "“{code}” has {expected} points, but the goals' base points were set for {found}: they aren't converted, only cut off at the limit.",
        ),
        "cli.bulk.more_variants": ("另有 {count} 种未列出；用 --csv 写出全部。", "{count} more aren't listed; --csv writes all of them."),
        "cli.bulk.left_out": (
            "另有 {count} 种允许的分值低于已经评定的，没有试。",
            "{count} more allow fewer points than were decided, and weren't tried.",
        ),
        "cli.bulk.rule": ("规则", "Rule"),
        "cli.bulk.clause": ("条款", "Clause"),
        "cli.bulk.period": ("期", "Period"),
        "cli.bulk.level": ("层级", "Level"),
        "cli.bulk.slot": ("槽", "Slot"),
        "cli.bulk.weight": ("分量", "Weight"),
        "cli.bulk.how": ("怎样合计", "How it adds up"),
        "cli.bulk.path": ("参数", "Parameter"),
        "cli.bulk.value": ("现值", "Value"),
        "cli.bulk.label": ("事项", "Matter"),
        "cli.bulk.how.sum.count": ("逐次相加", "for each occurrence"),
        "cli.bulk.how.sum.amount": ("按评定分值相加", "times the points decided"),
        "cli.bulk.how.best.count": ("同一事项只计最高", "of one matter the highest, once"),
        "cli.bulk.how.once.count": ("同一事项只扣最高的一处", "of one matter where it costs most"),
        "cli.bulk.how.goal": ("乘目标的基本分", "times the goal's base points"),
        "cli.bulk.without": ("未写事项", "without a matter"),
        # refusals
        "bulk.differs": (
            "引擎 {engine} 的校验和是 {found}，而 {other} 是 {expected}。请不要使用这次结果，并报告维护者。",
            "{engine}'s checksum is {found}, {other}'s is {expected}. Don't use this result, and report it.",
        ),
        "bulk.cell_differs": (
            "科室 {department} 的 {column}：引擎 {engine} 得 {found}，逐条计分得 {expected}。请不要使用这次结果，并报告维护者。",
            "{column} of department {department}: {engine} says {found}, the engine itself {expected}. Don't use this result, and report it.",
        ),
        "bulk.bad_setting": (
            "“{found}”不是参数的改法，应如 rules.training.absence.each=1,2。",
            "“{found}” varies nothing; write it like rules.training.absence.each=1,2.",
        ),
        "bulk.bad_value": (
            "参数“{path}”的取值“{found}”不能试：应是如 2 或 0.5 的小数，不用分数，位数不要太多；几个值用逗号分开。",
            "“{found}”, a value for the parameter “{path}”, can't be tried: write a decimal like 2 or 0.5, no fraction and not of too many digits, several divided by commas.",
        ),
        "bulk.value_twice": (
            "参数“{path}”的取值“{found}”与“{also}”是同一个数。请只写一次。",
            "“{found}” and “{also}”, values for the parameter “{path}”, are the same number. Give it once.",
        ),
        "bulk.nothing_to_try": (
            "没有要试的规则。请用 --set、--with-rulebook 或 --sensitivity。",
            "There is nothing to try. Use --set, --with-rulebook or --sensitivity.",
        ),
        "bulk.nothing_to_sum": ("请给出数据，或统计文件。", "Give the data, or statistics."),
        "bulk.data_beside": (
            "{option} 用的是已有的统计，不读 {found}。请去掉其中之一。",
            "{option} works with statistics that exist already and doesn't read {found}. Leave one of the two out.",
        ),
        "bulk.variant_refused": (
            "“{found}”不能试算，原因见下。",
            "“{found}” can't be tried, for what follows.",
        ),
        "bulk.set_twice": (
            "参数“{found}”给了两次。请写在一个 --set 里，用逗号分开。",
            "The parameter “{found}” is set twice. Give all of its values in one --set, divided by commas.",
        ),
        "bulk.too_many_variants": (
            "这些取值合起来有 {count} 种，最多试 {most} 种。请减少取值，或分几次试。",
            "These values make {count} combinations; at most {most} are tried. Give fewer values, or try them in several runs.",
        ),
        "bulk.percent_range": (
            "--sensitivity {found} 应大于 0 且小于 100。",
            "--sensitivity {found} has to be above 0 and below 100.",
        ),
        "bulk.needs_address": ("用 PostgreSQL 计算须给出 --database。", "PostgreSQL needs its address: --database."),
        "bulk.no_engine": ("没有引擎“{found}”。可用：{expected}。", "There is no engine “{found}”. Known ones: {expected}."),
        "bulk.unused_place": (
            "{option} 是引擎 {engine} 的地址，而这次没有用它计算：请加上该引擎，或去掉这个选项。",
            "{option} says where the engine {engine} is, which isn't asked here. Name that engine, or leave the option out.",
        ),
        "bulk.table_alone": (
            "{found} 只是一张表。请给出放着台账、科室表、目标表的文件夹，例如 {folder}。",
            "{found} is one table alone. Give the folder that holds the ledger, the departments and the goals, such as {folder}.",
        ),
        "bulk.standing_out": ("{found} 已经存在。请另选一个名称。", "{found} exists already. Choose another name."),
    }
)
