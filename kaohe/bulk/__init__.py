"""The same rules over columns: a rulebook compiled to exact sums, for a province or a country. It knows no Django."""

from kaohe.bulk import phrases  # noqa: F401 (its sentences are there from the start)
