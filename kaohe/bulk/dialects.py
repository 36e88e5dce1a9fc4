"""What differs between the engines that speak our SQL: a handful of words. Everything else is one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

#: What says nothing around a key: every blank that Python knows, as where facts are read.
BLANKS: Final = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())


def own_column(figure: str) -> str:
    """The name of that column, which no code makes that of another."""
    return f"own/{figure}"


class Dialect(NamedTuple):
    """One engine's words.

    name      as the command line calls it
    quote     around a name
    divide    whole-number division that drops the rest
    text      the type of a text
    binary    behind a text that is to be ordered byte by byte
    listed    a list of constants, from its members
    position  where a value stands in a list, from 1; empty where it doesn't
    picked    the member of a list at a place, from 1
    word      the sum of words (words.py): what overflows 62 bits may be lost, but must not stop the query
    hashed    sixty bits of a text's MD5, as a number
    moment    the type of a moment, which is another day elsewhere
    """

    name: str
    quote: str
    divide: str
    text: str
    binary: str
    listed: str
    position: str
    picked: str
    word: str
    hashed: str
    moment: str

    def named(self, name: str) -> str:
        """A name, safe for any letters."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def own(self, figure: str) -> str:
        """The column of a department's own number, where others stand beside it."""
        return self.named(own_column(figure))

    def said(self, text: str) -> str:
        """A text constant, safe for any letters."""
        if self.name == "spark":
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + text.replace("'", "''") + "'"

    def trimmed(self, cell: str) -> str:
        """A text without the blanks around it."""
        return f"TRIM(BOTH {self.said(BLANKS)} FROM {cell})"

    def texts(self, texts: Iterable[str]) -> str:
        """Several text constants, apart by commas."""
        return ", ".join(map(self.said, texts))

    def decimal(self, whole: str, places: int) -> str:
        """A whole number of units of the last of so many decimals, as an exact decimal."""
        if not places:
            return f"CAST({whole} AS DECIMAL(18, 0))"
        unit = f"CAST({'0.' + '1'.rjust(places, '0')} AS DECIMAL({places + 1}, {places}))"
        return f"CAST({whole} * {unit} AS DECIMAL(18, {places}))"

    def place(self, column: str, texts: Sequence[str]) -> str:
        """The place of a column's text among the texts, from 1; 0 where it isn't one of them."""
        if not texts:
            return "0"
        listed = self.listed.format(self.texts(texts))
        return f"COALESCE({self.position.format(list=listed, value=column)}, 0)"

    def known_place(self, column: str, texts: Sequence[str]) -> str:
        """The place of a column's text, from 1, NULL where it isn't one of them; an engine may work it out once a word."""
        if not texts:
            return "CAST(NULL AS INTEGER)"
        return self.position.format(list=self.listed.format(self.texts(texts)), value=column)

    def pick(self, numbers: Sequence[int], place: str) -> str:
        """The number at that place, from 1."""
        if len(set(numbers)) == 1:
            return str(numbers[0])
        listed = self.listed.format(", ".join(map(str, numbers)))
        if self.name == "duckdb":
            listed = f"{listed}::BIGINT[]"
        return self.picked.format(list=listed, place=place)

    def pick_text(self, texts: Sequence[str], place: str) -> str:
        """The text at that place, from 1. DuckDB is told that there are no others, and writes each only once into a file."""
        listed = self.listed.format(self.texts(texts))
        if self.name == "duckdb" and texts:
            listed = f"{listed}::ENUM({self.texts(texts)})[]"
        return self.picked.format(list=listed, place=place)


# DuckDB works a list's place out once for each word of a column's dictionary; that is what makes its look-up cheap.
DUCKDB: Final = Dialect(
    "duckdb", '"', "//", "VARCHAR", "", "[{}]", "list_position({list}, {value})", "({list})[{place}]",
    f"CAST(SUM({{}}) % {1 << 62} AS BIGINT)", "CAST('0x' || substr(md5({}), 1, 15) AS BIGINT)",
    "TIMESTAMP WITH TIME ZONE",
)  # fmt: skip
POSTGRES: Final = Dialect(
    "postgres", '"', "/", "TEXT", ' COLLATE "C"', "ARRAY[{}]", "array_position({list}, {value})", "({list})[{place}]",
    f"CAST(SUM({{}}) % {1 << 62} AS BIGINT)", "CAST(CAST('x' || substr(md5({}), 1, 15) AS BIT(60)) AS BIGINT)",
    "timestamptz",
)  # fmt: skip
SPARK: Final = Dialect(
    "spark", "`", "div", "STRING", "", "array({})", "NULLIF(array_position({list}, {value}), 0)",
    "get({list}, CAST({place} AS INT) - 1)", "COALESCE(try_sum({}), 0)",
    "CAST(conv(substr(md5({}), 1, 15), 16, 10) AS DECIMAL(20, 0))", "timestamp",
)  # fmt: skip
