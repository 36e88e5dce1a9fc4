"""The name of every deed in the audit trail, as `room:subject:action`."""

from enum import StrEnum


class Tag(StrEnum):
    """What was done. Reports filter by these; a tag once used is never renamed."""

    BUREAU_FOUNDED = "people:bureau:founded"
    DEMONSTRATION_OPENED = "people:demonstration:opened"
    DEPARTMENTS_SET = "people:departments:set"
    OFFICER_ADDED = "people:officer:added"
    PASSWORD_CHANGED = "people:password:changed"  # noqa: S105 - the name of a deed
    OFFICER_APPOINTED = "people:officer:appointed"
    APPOINTMENT_ENDED = "people:appointment:ended"
    EDITION_ADOPTED = "cycles:edition:adopted"
    CYCLE_OPENED = "cycles:cycle:opened"
    DATES_SET = "cycles:dates:set"
    STAGE_ADVANCED = "cycles:stage:advanced"
    CALENDAR_LOADED = "cycles:calendar:loaded"
    CALENDAR_DAY_SET = "cycles:day:set"
    CALENDAR_DAY_CLEARED = "cycles:day:cleared"
    PERIOD_CLOSED = "cycles:period:closed"
    GOALS_FIXED = "goals:goals:fixed"
    GOALS_LOCKED = "goals:goals:locked"
    ENTRY_RECORDED = "ledger:entry:recorded"
    ENTRIES_LOADED = "ledger:entries:loaded"
    ENTRY_REVERSED = "ledger:entry:reversed"
    ENTRY_ANSWERED = "ledger:entry:answered"
    FILE_STORED = "evidence:file:stored"
    GOAL_GRADED = "panels:goal:graded"
    GOAL_REGRADED = "panels:goal:regraded"
    GOALS_GRADED = "panels:goals:graded"
    BULLETIN_ISSUED = "results:bulletin:issued"
    RESULTS_PUBLISHED = "results:notice:published"
    RESULTS_FINALISED = "results:final:finalised"
