"""Days on which people work, and counting by them: pure data and arithmetic, without Django and without a clock.

calendar.Calendar         which days are worked, as far as that is known
national.national         the country's calendar of 2004 to 2026, as the State Council's office announced it
counting.deadline         when "within two days" is over, to the second
"""
