"""Dates and running numbers as official papers write them (GB/T 9704, GB/T 15835)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_QUARTERS: Final = ("一", "二", "三", "四")


def day(moment: date) -> str:
    """Arabic digits without leading zeros: 2026年1月9日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def month_day(moment: date) -> str:
    """Where the year is plain: 1月9日."""
    return f"{moment.month}月{moment.day}日"


def minute(moment: datetime) -> str:
    """A day and the time of day to the minute: 2026年1月13日17:30."""
    return f"{day(moment)}{moment:%H:%M}"


def short_minute(moment: datetime) -> str:
    """Where the year is plain: 1月13日17:30."""
    return f"{month_day(moment)}{moment:%H:%M}"


def moment(at: date) -> str:
    """To the minute where the time is known, else the day; where the year is plain."""
    return short_minute(at) if isinstance(at, datetime) else month_day(at)


def days(first: date, last: date | None) -> str:
    """From day to day where the year is plain: 4月7日, 4月7日至11日, 4月28日至5月6日."""
    if last is None or last == first:
        return month_day(first)
    return f"{month_day(first)}至{f'{last.day}日' if (last.year, last.month) == (first.year, first.month) else month_day(last)}"


def year_number(mark: str, year: int, number: int) -> str:
    """The number of an official paper: the year in hexagonal brackets, no 第, no leading zero."""
    return f"{mark}〔{year}〕{number}号"


def numeral(number: int) -> str:
    """一, 十, 二十三, 一百零五: the numerals of headings. Raises ValueError below 1 and above 999."""
    if not 1 <= number <= 999:
        raise ValueError(f"no heading has the number {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """In front of a heading of that level: 一、 （一） 1. （1）."""
    return {1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def quarter(number: int) -> str:
    """第一季度 … 第四季度."""
    return f"第{_QUARTERS[number - 1]}季度"
