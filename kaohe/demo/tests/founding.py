"""The founding rulebook, read once for these tests."""

from kaohe.demo.workbook import demo_rulebook

RULEBOOK = demo_rulebook()
