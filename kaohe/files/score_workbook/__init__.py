"""The score as a workbook whose sums are live: anyone can follow each point, change a count, and see the total move."""

from kaohe.files.score_workbook.book import write_score_workbook

__all__ = ["write_score_workbook"]
