"""Files in and out: a year's facts from workbooks, CSV and JSON; workbooks, tables and bundles for people. No Django.

What reads stands here. What writes workbooks is imported from its own file (facts_workbook, template, score_workbook),
for the library behind it is slow to load.
"""

from kaohe.files.facts_data import canonical_facts, facts_data, facts_from_data
from kaohe.files.facts_folder import write_facts_folder
from kaohe.files.findings import FactsRead
from kaohe.files.reading import read_facts

__all__ = ["FactsRead", "canonical_facts", "facts_data", "facts_from_data", "read_facts", "write_facts_folder"]
