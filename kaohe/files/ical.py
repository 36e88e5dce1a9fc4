"""Dates as a calendar file (RFC 5545) that any calendar program takes in. It names what is due, never a score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

_FOLD: Final = 75


class Event(NamedTuple):
    """One entry: a whole day, or a moment. `uid` stays the same for ever, so that a second import replaces the first."""

    uid: str
    title: str
    when: date | datetime
    note: str = ""
    tentative: bool = False


def calendar_file(name: str, events: Iterable[Event], made_at: datetime) -> str:
    """The file's text. `made_at` says its zone, as every moment in it does."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kaohe//Kaohe//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{_moment(made_at)}",
            *_when(event.when),
            f"SUMMARY:{_text(event.title)}",
        ]
        if event.note:
            lines.append(f"DESCRIPTION:{_text(event.note)}")
        lines += [f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _when(when: date | datetime) -> list[str]:
    if isinstance(when, datetime):
        return [f"DTSTART:{_moment(when)}", f"DTEND:{_moment(when)}"]
    return [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{when + timedelta(days=1):%Y%m%d}"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Commas, semicolons and line breaks have a meaning of their own there."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 bytes, and none is cut within a character."""
    pieces, piece, room = [], "", _FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])
