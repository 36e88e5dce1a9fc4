"""Dates leave as a calendar file that keeps to its standard, whatever people call things."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kaohe.files.ical import Event, calendar_file

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))


def lines(*events, name="考核日程"):
    text = calendar_file(name, events, NOW)
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_a_date_is_a_whole_day_and_a_deadline_a_moment():
    found = lines(
        Event("goals@north", "目标审定", date(2026, 5, 29)),
        Event("objection@north", "异议截止", datetime(2026, 1, 21, 17, 30, tzinfo=CHINA)),
    )
    assert {"DTSTART;VALUE=DATE:20260529", "DTEND;VALUE=DATE:20260530", "DTSTART:20260121T093000Z"} <= set(found)
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2] == "END:VCALENDAR"
    assert found.count("BEGIN:VEVENT") == found.count("END:VEVENT") == 2


def test_a_provisional_date_says_so():
    assert "STATUS:TENTATIVE" in lines(Event("a", "划档", date(2027, 1, 15), tentative=True))
    assert "STATUS:CONFIRMED" in lines(Event("a", "划档", date(2026, 1, 15)))


def test_the_standards_own_marks_are_guarded():
    assert r"SUMMARY:甲\, 乙\; 丙\\丁\n戊" in lines(Event("a", "甲, 乙; 丙\\丁\n戊", date(2026, 1, 1)))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200))
def test_no_line_is_longer_than_the_standard_allows_and_no_character_is_cut(title):
    text = calendar_file("n", [Event("a", title, date(2026, 1, 1))], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    guarded = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{guarded}" in text.replace("\r\n ", "")
