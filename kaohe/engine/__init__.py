"""The pure engine: rulebook and facts in, a score tree out in which every point names its clause and its event.

This is the whole public face; nothing else is imported from outside, but for the forms of `columns.py` that the room bulk
carries out, and for a rulebook's numbers by name (`parameters.py`). It knows no Django, no user and no clock.
"""

from kaohe.engine.account import Span
from kaohe.engine.again import score_again
from kaohe.engine.books import MOST_COUNT, is_later, spans_of
from kaohe.engine.cases import CaseResult, run_cases
from kaohe.engine.check import check, overtaken, sums
from kaohe.engine.compare import Difference, compare
from kaohe.engine.digests import sha256_hex, sm3_hex, sm3_plain
from kaohe.engine.exact import (
    MINUS,
    Exact,
    is_plain,
    plainest,
    read_number,
    read_shown,
    rounded,
    share,
    shown,
    signed,
    times,
    total,
)
from kaohe.engine.facts import Department, Entry, Facts, Goal
from kaohe.engine.kinds.table import KINDS
from kaohe.engine.load import Loaded, canonical_texts, clause_labels_of, english_of, load, load_folder
from kaohe.engine.phrases import Said, has_phrase, listed, phrase, register, several
from kaohe.engine.problems import ERROR, PENDING, WARNING, Place, Problem, Refused, errors
from kaohe.engine.prospects import Prospect, prospects
from kaohe.engine.rulebook import (
    Category,
    Caution,
    Clause,
    Condition,
    Grade,
    Honour,
    Item,
    Level,
    Progress,
    Ranking,
    Reading,
    Rule,
    Rulebook,
    Scale,
    Uses,
    Window,
    names_of,
)
from kaohe.engine.sameness import scoring_digests
from kaohe.engine.score import ENGINE_VERSION, score
from kaohe.engine.stability import Pair, Single, Swap, stability
from kaohe.engine.suggest import GoalYear, Reason, Suggestion, bearing_rules, grading_rule, suggest
from kaohe.engine.suppose import (
    Amount,
    Happened,
    Regraded,
    Repriced,
    RestGraded,
    Supposed,
    Supposition,
    TakenBack,
    YearOver,
    amounts,
    what_if,
)
from kaohe.engine.tree import Board, Line, Node, Placing, Raised, Standing
from kaohe.engine.tree_data import board_data, board_from_data, line_data, node_data
from kaohe.engine.variants import Variants
from kaohe.engine.words import Sentence, brief, explain, readable, say, say_entry, say_node, spoken, told_values

__all__ = [
    "ENGINE_VERSION", "ERROR", "KINDS", "MINUS", "MOST_COUNT", "PENDING", "WARNING",
    "Amount", "Board", "CaseResult", "Category", "Caution", "Clause", "Condition", "Department", "Difference",
    "Entry", "Exact", "Facts", "Goal", "GoalYear", "Grade", "Happened", "Honour", "Item", "Level", "Line", "Loaded",
    "Node", "Pair", "Place", "Placing", "Problem", "Progress", "Prospect", "Raised", "Ranking", "Reading", "Reason",
    "Refused", "Regraded", "Repriced", "RestGraded", "Rule", "Rulebook", "Said", "Scale", "Sentence", "Single", "Span",
    "Standing", "Suggestion", "Supposed", "Supposition", "Swap", "TakenBack", "Uses", "Variants", "Window", "YearOver",
    "amounts", "bearing_rules", "board_data", "board_from_data", "brief", "canonical_texts", "check", "clause_labels_of", "compare",
    "english_of", "errors", "explain", "grading_rule", "has_phrase", "is_later", "is_plain", "line_data", "listed", "load", "load_folder", "names_of",
    "node_data", "overtaken", "phrase", "plainest", "prospects", "read_number", "read_shown", "readable", "register", "rounded", "run_cases",
    "say", "say_entry", "say_node", "score", "score_again", "scoring_digests", "several", "sha256_hex", "share", "shown", "signed", "sm3_hex", "sm3_plain",
    "spans_of", "spoken", "stability", "suggest", "sums", "times", "told_values", "total", "what_if",
]  # fmt: skip
