"""GB/T 9704-2012 in numbers. Lengths are millimetres where a page is meant, points where type is."""

from __future__ import annotations

from typing import Final

MM: Final = 72 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - AREA_WIDTH, PAGE_HEIGHT - TOP - AREA_HEIGHT

LINES, CHARACTERS = 22, 28

#: Sizes of type in points: 2号, 3号, 4号, 小四, 五号, 小五.
TITLE, BODY, FOUR, SMALL_FOUR, FIVE, SMALL_FIVE = 22.0, 16.0, 14.0, 12.0, 10.5, 9.0

#: From line to line where 22 lines fill the area from its upper edge to its lower one: the last line needs no gap under it.
PITCH: Final = round((AREA_HEIGHT * MM - BODY) / (LINES - 1) - 0.05, 2)
#: A word processor gives every line its whole pitch, the last one too.
WORD_PITCH: Final = round(AREA_HEIGHT * MM / LINES - 0.03, 2)
#: From character to character; a hundredth short of exact, or the 28th would not fit.
CHARACTER: Final = round(AREA_WIDTH * MM / CHARACTERS - 0.01, 3)

#: The red head: how far under the area's upper edge the mark begins, and the rule under the number.
MARK_DROP, RULE_DROP = 35.0, 4.0
MARK_MOST, MARK_LEAST = 54.0, 32.0
RULE_WEIGHT: Final = 2.25
RED: Final = "#e60012"

#: A letter (信函): its mark begins so far under the page's upper edge, the lower double rule ends so far above the lower one. Both rules
#: are so long; number and marks stand seven eighths of a character under the upper one. Thick, gap and thin in points.
LETTER_TOP, LETTER_FOOT, LETTER_RULE = 30.0, 20.0, 170.0
LETTER_LEFT: Final = (PAGE_WIDTH - LETTER_RULE) / 2
LETTER_NEAR: Final = BODY * 7 / 8
LETTER_THICK, LETTER_GAP, LETTER_THIN = 2.25, 0.75, 0.75
LETTER_WEIGHT: Final = LETTER_THICK + LETTER_GAP + LETTER_THIN

#: The page number: how far under the area, how far from its edge (in characters).
NUMBER_DROP, NUMBER_INSET = 7.0, 1

#: Rules of the colophon in millimetres.
THICK, THIN = 0.35, 0.25

#: The proof at the foot: the symbol's side, and where it begins under the area.
SYMBOL, SYMBOL_DROP = 13.0, 6.5
#: On a letter's first page it stands under the lower rule.
LETTER_SYMBOL_DROP: Final = BOTTOM - LETTER_FOOT + 2.0

#: Characters in a line of the title at most; broken by sense, most lines are shorter.
TITLE_CHARACTERS: Final = 19
