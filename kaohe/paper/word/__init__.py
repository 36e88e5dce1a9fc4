"""The same paper as a Word file that can be edited: the standard's faces by name, real headings, fields, repeated heads."""

from kaohe.paper.word.book import write_word

__all__ = ["write_word"]
