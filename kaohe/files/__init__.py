"""Files in and out: a year's facts from workbooks, CSV and JSON; workbooks, tables and bundles for people. No Django."""

from kaohe.files.findings import FactsRead
from kaohe.files.reading import read_facts

__all__ = ["FactsRead", "read_facts"]
