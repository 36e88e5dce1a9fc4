"""The sentences of the engine, Chinese first and English beside it. Other rooms register theirs here too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeGuard

from kaohe.engine.exact import shown

_PHRASES: dict[str, tuple[str, str]] = {}


def register(phrases: Mapping[str, tuple[str, str]]) -> None:
    """Add sentences: code → (Chinese, English), filled by str.format. A code may stand once only."""
    for code, pair in phrases.items():
        if _PHRASES.get(code, pair) != pair:
            raise ValueError(f"two sentences for {code}")
        _PHRASES[code] = pair


def phrase(code: str, language: str = "zh", values: Mapping[str, object] | None = None) -> str:
    """The sentence in that language ("en…" is English, all else Chinese), filled. Raises KeyError for no such code."""
    chinese, english = _PHRASES[code]
    text = english if language.startswith("en") else chinese
    if not values:
        return text
    return text.format(**{name: _spoken(value, language) for name, value in values.items()})


def _spoken(value: object, language: str) -> object:
    """Exact numbers in their shortest form; a value that is itself a sentence in the same language; several values listed."""
    if isinstance(value, Decimal | Fraction):
        return shown(value)
    if several(value):
        return listed((_spoken(each, language) for each in value), language)
    return value.in_language(language) if hasattr(value, "in_language") else value


def several(value: object) -> TypeGuard[Sequence[object]]:
    """True for a list of values, each to be said by itself; a named tuple is one value."""
    return type(value) in (list, tuple)


def listed(parts: Iterable[object], language: str) -> str:
    """One after the other, with the comma of the language."""
    return (", " if language.startswith("en") else "、").join(map(str, parts))


class Said:
    """A part of a sentence that is itself a sentence, spoken in the reader's language when the whole is."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.values = values

    def in_language(self, language: str) -> str:
        """The part in that language."""
        return phrase(self.code, language, self.values)

    def __str__(self) -> str:
        return self.in_language("zh")


def has_phrase(code: str) -> bool:
    """True where a sentence with that code is registered."""
    return code in _PHRASES


def codes() -> tuple[str, ...]:
    """Every registered code; tests compare them with what the code uses."""
    return tuple(_PHRASES)


register(
    {
        "place.line": ("第 {number} 行", "line {number}"),
        "place.row": ("第 {number} 行", "row {number}"),
        "problem.clause": ("（{clause}）", " ({clause})"),
        # reading a rulebook
        "yaml.syntax": (
            "文本格式有误：{found}。请按规则手册的格式改正。",
            "The text can't be read: {found}. Mend it as the format says.",
        ),
        "yaml.duplicate": (
            "“{key}”写了两次，只能写一次。请删去一处。",
            "“{key}” stands twice; it may stand once. Remove one.",
        ),
        "yaml.alias": (
            "不得使用引用（& 与 *）。请把内容写全。",
            "Anchors and aliases (& and *) are not allowed. Write the content out.",
        ),
        "yaml.documents": (
            "一个文件只能有一份内容，不得用 --- 分成几份。",
            "One file holds one document; --- may not start another.",
        ),
        "yaml.deep": (
            "层次过深，最多 {most} 层。请把内容拉平。",
            "Nested too deep: {most} levels at most. Flatten it.",
        ),
        "yaml.key": ("键应为文字。请更正。", "A key must be a text. Mend it."),
        "yaml.unknown_key": (
            "{where}：不认识的键“{key}”。可用：{expected}。",
            "{where}: unknown key “{key}”. Known ones: {expected}.",
        ),
        "yaml.missing": ("{where}：缺少“{key}”。请补上。", "{where}: “{key}” is missing. Add it."),
        "yaml.expected": (
            "{where}：“{key}”应为{expected}，现为“{found}”。",
            "{where}: “{key}” must be {expected}, found “{found}”.",
        ),
        "yaml.is.text": ("文字", "a text"),
        "yaml.is.number": ("准确的数（最多 12 位）", "an exact number of at most 12 digits"),
        "yaml.is.amount": ("不小于 0 的小数（最多 12 位）", "an exact decimal of at most 12 digits, not below 0"),
        "yaml.is.whole": ("范围内的整数", "a whole number in range"),
        "yaml.is.span": ("两个整数，先小后大", "two whole numbers, the lower first"),
        "yaml.is.clock": ("时间，如 17:30", "a time such as 17:30"),
        "yaml.is.yesno": ("true 或 false", "true or false"),
        "yaml.is.list": ("列表", "a list"),
        "yaml.is.table": ("键值表", "a table of keys"),
        "yaml.is.date": ("日期，如 2025-03-12", "a date such as 2025-03-12"),
        "yaml.is.one_of": ("以下之一：{options}", "one of: {options}"),
        "rulebook.file_missing": ("缺少文件 {file}。请补上。", "The file {file} is missing. Add it."),
        "rulebook.unreadable": (
            "无法读取规则目录 {file}：{found}。",
            "The rulebook folder {file} can't be read: {found}.",
        ),
        "rulebook.format": ("格式版本应为 1，现为“{found}”。", "The format must be 1, found “{found}”."),
        "rulebook.duplicate": (
            "{what}“{code}”重复。请改用不同的代码。",
            "{what} “{code}” stands twice. Give it another code.",
        ),
        "rulebook.dead_clause": (
            "{what}引用的条款“{code}”在 document.md 中不存在。请更正条款号。",
            "{what} cites clause “{code}”, which document.md doesn't have. Mend the anchor.",
        ),
        "rulebook.dead_reference": (
            "{what}引用的“{code}”不存在。请更正或补上。",
            "{what} names “{code}”, which doesn't exist. Mend or add it.",
        ),
        "rulebook.unknown_kind": (
            "规则“{code}”的类别“{found}”不认识。可用：{expected}。",
            "Rule “{code}” has the unknown kind “{found}”. Known ones: {expected}.",
        ),
        "rulebook.items_or_rules": (
            "项目“{code}”须有下级项目或规则，且只能有其一。",
            "Item “{code}” must have items or rules, and not both.",
        ),
        "rulebook.lasts": (
            "规则“{code}”（{kind}）会动分，不能写 lasts。只有备查（flag）的事项可以连续几天、提前登记。",
            "Rule “{code}” ({kind}) moves points and can't say lasts. Only records (flag) may last several days or lie ahead.",
        ),
        "rulebook.kind_in_period": (
            "规则“{code}”（{kind}）不能用于按季计分的项目。",
            "Rule “{code}” ({kind}) can't be used in an item that is allotted by period.",
        ),
        "rulebook.periods": (
            "一年应分为 1、2、3、4、6 或 12 期，现为 {count} 期。请更正 periods。",
            "A year has 1, 2, 3, 4, 6 or 12 periods, found {count}. Mend “periods”.",
        ),
        "rulebook.items_in_period": (
            "项目“{code}”按期计分，只能有规则，不能有下级项目。",
            "Item “{code}” is allotted by period, so it holds rules and no items.",
        ),
        "rulebook.limits": (
            "项目“{code}”的下限高于上限。请更正 floor 或 cap。",
            "Item “{code}” has a floor above its cap. Mend one of them.",
        ),
        "rulebook.weight_in_sum": (
            "项目“{code}”写了权重，但上级项目是相加。请删去权重，或把上级改为 weighted。",
            "Item “{code}” has a weight, but its parent only adds up. Remove it, or make the parent “weighted”.",
        ),
        "document.heading": (
            "条款标题应为“### 锚点 · 编号 · 出处 · 名称”，现为“{found}”。",
            "A clause heading is “### anchor · id · label · title”, found “{found}”.",
        ),
        # checking a rulebook
        "check.full_sum": (
            "项目“{code}”的下级满分合计 {found}，应等于其满分 {expected}。",
            "The items under “{code}” add up to {found}; they must add up to its full points, {expected}.",
        ),
        "check.weight_sum": (
            "项目“{code}”的下级权重合计 {found}，应为 1。",
            "The weights under “{code}” add up to {found}; they must add up to 1.",
        ),
        "check.period_sum": (
            "项目“{code}”每期 {each} 分、共 {count} 期，与满分 {expected} 不符。",
            "Item “{code}” has {each} for each of {count} periods, which isn't its full {expected}.",
        ),
        "check.category_full": (
            "目标类别“{category}”的满分 {found} 与项目“{code}”的满分 {expected} 不符。",
            "Goals of “{category}” are worth {found}, but item “{code}” has {expected}.",
        ),
        "check.category_unused": (
            "目标类别“{category}”（{title}）没有任何规则划档，其目标不会计分。请加一条 graded 规则，或删去该类别。",
            "No rule grades the goals of “{category}” ({title}), so they move nothing. Add a graded rule or remove the class.",
        ),
        "check.uncited": (
            "计分条款 {code}（{title}）没有任何规则引用。请引用，或在 unscored 中说明理由。",
            "The scoring clause {code} ({title}) is cited by no rule. Cite it, or give the reason under “unscored”.",
        ),
        "check.uncased": (
            "计分条款 {code}（{title}）没有案例。请在 cases/ 中至少写一例。",
            "The scoring clause {code} ({title}) has no case. Write at least one in cases/.",
        ),
        "check.reading_unused": ("口径 {code} 没有任何规则引用。", "The reading {code} is cited by no rule."),
        "check.case_failed": ("案例“{name}”不符：{found}", "The case “{name}” fails: {found}"),
        # facts
        "ledger.unknown_rule": (
            "记录 {entry}：规则“{found}”不存在。请从规则表中选择。",
            "Entry {entry}: there is no rule “{found}”. Choose one from the table of rules.",
        ),
        "ledger.unknown_department": (
            "记录 {entry}：科室“{found}”不在考核范围。请更正科室名称。",
            "Entry {entry}: “{found}” is no assessed department. Mend the name.",
        ),
        "ledger.unknown_level": (
            "记录 {entry}：层级“{found}”不适用于“{rule}”。可用：{expected}。",
            "Entry {entry}: “{found}” is no level of “{rule}”. Known ones: {expected}.",
        ),
        "ledger.unknown_goal": (
            "记录 {entry}：本科室没有编号为“{found}”的{category}。请更正目标编号。",
            "Entry {entry}: the department has no goal “{found}” of the class “{category}”. Mend the goal's code.",
        ),
        "ledger.duplicate_id": (
            "记录号 {entry} 重复。每条记录须有唯一的记录号。",
            "Entry number {entry} stands twice. Each entry needs a number of its own.",
        ),
        "ledger.bad_count": (
            "记录 {entry}：数量 {found} 应为 1 至 {most} 的整数；冲正记录须写明所冲正的记录号。",
            "Entry {entry}: the count {found} must be a whole number from 1 to {most}; a reversal must name what it reverses.",
        ),
        "ledger.outside_year": (
            "记录 {entry}：发生日期 {found} 不在 {year} 考核年度内。请核对日期。",
            "Entry {entry}: {found} is not in the year {year}. Check the date.",
        ),
        "ledger.bad_until": (
            "记录 {entry}（{rule}）：止期 {found} 不成立。请假一类的登记才有止期，不得早于起期 {on}，不得跨年；跨年的请在下一年另记一笔。",
            "Entry {entry} ({rule}): {found} can't be its last day. Only leave and the like lasts; it ends after {on} and within the year.",
        ),
        "ledger.amount_missing": (
            "记录 {entry}：评定类记录须写明分值。请补上。",
            "Entry {entry}: a judged entry must state its points. Add them.",
        ),
        "ledger.amount_range": (
            "记录 {entry}：分值 {found} 应大于 0 且不超过 {most}。",
            "Entry {entry}: the points {found} must be above 0 and at most {most}.",
        ),
        "ledger.reversal_without_original": (
            "记录 {entry} 要冲正的记录 {found} 不存在，或本身就是冲正。请更正所冲正的记录号。",
            "Entry {entry} reverses {found}, which doesn't exist or is a reversal itself. Mend the number.",
        ),
        "ledger.reversal_differs": (
            "记录 {entry} 与所冲正的记录 {found} 不是同一事项（科室、规则、目标、层级、事项须一致，数量须为负）。",
            "Entry {entry} isn't the same event as {found}, which it reverses (department, rule, goal, level and matter must agree, the count be negative).",
        ),
        "ledger.reversal_exceeds": (
            "记录 {entry} 的冲正数量合计超过原数量 {count}。请核对。",
            "The reversals of entry {entry} come to more than its count of {count}. Check them.",
        ),
        "ledger.reversed_already": (
            "记录 {entry} 已全部冲正，不必再冲正。",
            "Entry {entry} has been reversed in full already.",
        ),
        "ledger.reverses_too_much": (
            "记录 {entry} 尚有 {standing}，不能冲正 {found}。请核对数量。",
            "Of entry {entry}, {standing} still stand; {found} can't be reversed. Check the count.",
        ),
        "goals.unknown_department": (
            "目标 {goal}：科室“{found}”不在考核范围。请更正科室名称。",
            "Goal {goal}: “{found}” is no assessed department. Mend the name.",
        ),
        "goals.unknown_category": (
            "目标 {goal}：类别“{found}”不存在。可用：{expected}。",
            "Goal {goal}: there is no class “{found}”. Known ones: {expected}.",
        ),
        "goals.duplicate": (
            "{department}的目标编号 {goal} 重复。请改用不同的编号。",
            "{department} has two goals {goal}. Give one another code.",
        ),
        "goals.sum": (
            "{department}的{category}基本分合计 {found}，应为 {expected}。请由局长办公会核定。",
            "The base points of “{category}” of {department} come to {found}; they must come to {expected}. The director's meeting fixes them.",
        ),
        "goals.base_range": (
            "目标 {goal} 的基本分 {found} 应为大于 0 的准确数（最多 12 位）。",
            "The base points {found} of goal {goal} must be an exact number above 0, of at most 12 digits.",
        ),
        "goals.usual": (
            "{department}有 {found} 项{category}，通常为 {low}–{high} 项。",
            "{department} has {found} of “{category}”; {low}–{high} are usual.",
        ),
        "facts.unknown_attribute": (
            "{department}缺少“{found}”，无法计算{rule}。请在科室表中补上。",
            "{department} has no “{found}”, so “{rule}” can't be computed. Add it to the table of departments.",
        ),
        "facts.bad_attribute": (
            "{department}的“{found}”为 {number}，应为不小于 0 的整数。请在科室表中更正。",
            "{department}'s “{found}” is {number}; it must be a whole number, not below 0. Mend the table of departments.",
        ),
        "facts.bad_year": (
            "年度 {found} 不是公历年份。请更正。",
            "{found} is no calendar year. Mend it.",
        ),
        "facts.duplicate_department": ("科室代码“{found}”重复。", "The department code “{found}” stands twice."),
        "facts.no_departments": (
            "没有任何科室。请在科室表或规则中列出。",
            "There is no department. List them in the facts or the rulebook.",
        ),
        "grading.condition_missing": (
            "{department}目标 {goal} 划为{grade}，须写明所依据的条件。请补上。",
            "{department}'s goal {goal} is graded “{grade}”, which must name the condition relied on. Add it.",
        ),
        "grading.condition_unknown": (
            "{department}目标 {goal}：条件“{found}”不属于{grade}。可用：{expected}。",
            "{department}'s goal {goal}: “{found}” is no condition of “{grade}”. Known ones: {expected}.",
        ),
        "grading.evidence_missing": (
            "{department}目标 {goal} 划为{grade}，须附佐证。请补上。",
            "{department}'s goal {goal} is graded “{grade}”, which needs evidence. Add it.",
        ),
        "grading.conflict": (
            "{department}目标 {goal} 有多个有效档次（记录 {found}）。请冲正多余的一个。",
            "{department}'s goal {goal} has more than one standing grade (entries {found}). Reverse the surplus one.",
        ),
        "grading.key_work": (
            "{department}目标 {goal} 为实事或重点工作，划为{grade}：请对照口径核对是否应划更低档次。",
            "{department}'s goal {goal} is practical or key work and graded “{grade}”: check by the readings whether a lower grade applies.",
        ),
        # pending
        "grading.missing": (
            "{department}目标 {goal} 尚未划档。请考核小组先划档。",
            "{department}'s goal {goal} has no grade yet. The group must grade it first.",
        ),
        "goals.none": (
            "{department}没有{category}。请先由局长办公会审定。",
            "{department} has no goals of the class “{category}”. The director's meeting must fix them first.",
        ),
        "period.open": (
            "{department}“{item}”的{period}尚未结束。",
            "{department}, “{item}”: {period} isn't over yet.",
        ),
        "judged.missing": (
            "{department}“{rule}”尚未评定。请考核小组先评定。",
            "{department}: “{rule}” isn't judged yet. The group must judge it first.",
        ),
    }
)
