"""What is done to a year: adopting the measures, opening it, planning and moving it, keeping its calendar."""

from kaohe.cycles.actions.amendments import withdraw_amendment, write_amendment
from kaohe.cycles.actions.calendar import clear_day, load_calendar, set_day
from kaohe.cycles.actions.editions import adopt_edition, sound
from kaohe.cycles.actions.years import advance_stage, open_cycle, set_dates

__all__ = [
    "adopt_edition",
    "advance_stage",
    "clear_day",
    "load_calendar",
    "open_cycle",
    "set_dates",
    "set_day",
    "sound",
    "withdraw_amendment",
    "write_amendment",
]
