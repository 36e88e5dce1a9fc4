"""The daily book in any order by anyone: leave, rounds, quarters, bulletins, reminders, while people come, go and change duties.

What was announced stays as it was announced, whatever is written down, taken back or ended afterwards.
"""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from kaohe.cycles.models import Period
from kaohe.engine import board_data, score
from kaohe.goals.actions import remind_progress
from kaohe.ledger.actions import end_leave, record_leave, record_round, reverse_entry
from kaohe.ledger.actions.rounds import Finding
from kaohe.ledger.models import Entry
from kaohe.people.actions import appoint, close_account, end_appointment, move_officer, reopen_account
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import MEMBERS, Role
from kaohe.results.actions import close_quarter, issue_bulletin, open_quarter
from kaohe.results.models import Snapshot
from tests.support.bureau import found
from tests.support.machine import YearMachine, played

#: What a run must have seen done, and not only refused.
BACKBONE = {
    "record_leave", "end_leave", "record_round", "reverse_entry", "open_quarter", "close_quarter", "issue_bulletin", "remind_progress",
    "appoint", "end_appointment", "move_officer", "close_account", "reopen_account",
}  # fmt: skip
SPRING, LAST = date(2025, 2, 3), date(2025, 12, 31)
LEAVE, ABSENT = "discipline.leave", "discipline.absence"
BY = st.sampled_from([*[""] * 4 * len(Role), *(str(role) for role in Role)])
PERSON = st.sampled_from(["王浩然", "赵启明", "马俊杰"])
BACK = st.sampled_from([0, 0, 1, 5, -4, 60])
NUMBER = st.integers(0, 5)
QUARTER = st.sampled_from([1, 1, 2, 4])
WHO = st.sampled_from(["officer", "clerk", "nobody", "checker"])
ROLE = st.sampled_from([Role.OFFICER, Role.CLERK, Role.CHECKER, Role.LEADING_GROUP, Role.AUDITOR])
WHY = st.sampled_from(["登记有误", "工作需要", ""])


class TheDays(YearMachine):
    """A bureau in February, its goals fixed."""

    counted = (Entry, Appointment, Snapshot)

    @initialize(far=st.integers(0, 2))
    def begin(self, far):
        """Before anything, after a leave and a round, or after the first quarter was announced."""
        self.begins()
        self.day, self.announced = SPRING, {}
        self.set_clock(self.day)
        for step in (self.something_is_found, self.a_quarter_is_announced)[:far]:
            step()

    # ---- who and what ----

    def period(self, number):
        return Period.objects.select_related("cycle__bureau").get(cycle=self.world.cycle, number=number)

    def place(self, number):
        return Department.objects.select_related("bureau").filter(bureau=self.world.bureau)[number % 2]

    def someone(self, who):
        return Officer.objects.select_related("bureau").get(pk=self.world.people[who].pk)

    def deed(self, by, proper, do, **told):
        """Somebody does it, or is refused and nothing is left of it; an absent object means there is nothing to do it to."""
        if told.get("entry", 1) is None or told.get("appointment", 1) is None:
            return
        self.happens(do, officer=getattr(self.world, by or proper), **told)

    # ---- leave, rounds, the ledger ----

    @rule(by=BY, person=PERSON, place=NUMBER, back=BACK, days=st.sampled_from([None, 0, 3, 30, -2]), sure=st.booleans())
    def asks_for_leave(self, by="", person="王浩然", place=0, back=0, days=3, sure=True):
        starts = self.day - timedelta(back)
        told = {"persons": [person], "starts": starts, "until": None if days is None else starts + timedelta(days), "confirmed": sure}
        self.deed(by, "office", record_leave, cycle=self.cycle, department=self.place(place), rule=LEAVE, **told)

    @rule(by=BY, days=st.sampled_from([0, 1, 40]))
    def comes_back_early(self, by="", days=1):
        entry = Entry.objects.filter(rule=LEAVE).select_related("cycle__bureau", "department__bureau").last()
        last = entry.occurred_on + timedelta(days) if entry else self.day
        self.deed(by, "office", end_leave, entry=entry, last_day=last)

    @rule(by=BY, person=PERSON, place=NUMBER, back=BACK, sure=st.booleans(), evidence=st.sampled_from([["检查表"], []]))
    def a_round_is_made(self, by="", person="赵启明", place=0, back=0, sure=True, evidence=("检查表",)):
        found = [Finding(self.place(place), ABSENT, (person,), about="不在岗")]
        told = {"occurred_on": self.day - timedelta(back), "findings": found, "excusing": [LEAVE], "evidence": evidence}
        self.deed(by, "office", record_round, cycle=self.cycle, confirmed=sure, **told)

    @rule(by=BY, number=NUMBER, why=WHY)
    def is_taken_back(self, by, number, why):
        rows = list(Entry.objects.select_related("cycle__bureau", "department__bureau"))
        self.deed(by, "office", reverse_entry, entry=rows[number % len(rows)] if rows else None, why=why)

    def something_is_found(self):
        self.asks_for_leave()
        self.comes_back_early()
        self.a_round_is_made()

    # ---- the quarter ----

    @rule(by=BY, number=QUARTER)
    def is_asked_for(self, by="", number=1):
        self.deed(by, "office", open_quarter, period=self.period(number))

    @rule(by=BY, number=QUARTER, place=NUMBER)
    def is_reminded_of(self, by="", number=1, place=0):
        self.deed(by, "office", remind_progress, period=self.period(number), departments=[self.place(place)])

    @rule(by=BY, number=QUARTER)
    def is_closed(self, by="", number=1):
        self.deed(by, "office", close_quarter, period=self.period(number))

    @rule(by=BY, number=QUARTER, why=WHY)
    def is_announced(self, by="", number=1, why=""):
        self.deed(by, "office", issue_bulletin, period=self.period(number), reason=why)

    def a_quarter_is_announced(self):
        self.is_asked_for()
        self.is_reminded_of()
        self.a_day_comes(90)
        self.is_closed()
        self.is_announced()

    # ---- people and time ----

    @rule(by=BY, who=WHO, role=ROLE, place=NUMBER, back=BACK)
    def is_appointed(self, by, who, role, place, back):
        where = self.place(place) if role in MEMBERS else None
        self.deed(by, "security", appoint, to=self.someone(who), role=role, department=where, since=self.day - timedelta(back))

    @rule(by=BY, number=st.integers(0, 20), back=BACK)
    def is_relieved(self, by, number, back):
        rows = list(Appointment.objects.filter(officer__bureau=self.world.bureau).select_related("officer__bureau", "department__bureau"))
        self.deed(by, "security", end_appointment, appointment=rows[number % len(rows)], until=self.day - timedelta(back))

    @rule(by=BY, who=WHO, place=NUMBER, back=BACK)
    def is_moved(self, by, who, place, back):
        told = {"department": self.place(place), "role": Role.OFFICER, "since": self.day - timedelta(back), "reason": "调整"}
        self.deed(by, "security", move_officer, who=self.someone(who), **told)

    @rule(by=BY, who=WHO, closed=st.booleans())
    def is_let_in_or_out(self, by, who, closed):
        self.deed(by, "administrator", close_account if closed else reopen_account, who=self.someone(who), reason="停用")

    @rule(days=st.sampled_from([1, 7, 30, 90]))
    def a_day_comes(self, days):
        self.day = min(self.day + timedelta(days), LAST)
        self.set_clock(self.day)

    # ---- what always holds ----

    @invariant()
    def what_was_announced_stays_and_recomputes(self):
        rows = Snapshot.objects.select_related("cycle__edition")
        now = {row.pk: (row.board, row.facts_digest) for row in rows}
        assert {key: now.get(key) for key in self.announced} == self.announced
        for row in rows:
            if row.pk not in self.announced:
                assert board_data(score(self.cycle.rulebook(), row.read_facts())) == row.board
        self.announced = now

    @invariant()
    def quarters_are_closed_in_their_order_and_announced_only_then(self):
        closed = [each.closed_on is not None for each in Period.objects.filter(cycle=self.world.cycle).order_by("number")]
        assert closed == sorted(closed, reverse=True)
        assert not Snapshot.objects.filter(period__closed_on=None).exists()

    @invariant()
    def nobody_holds_a_duty_twice_on_one_day(self):
        held = list(Appointment.objects.standing(self.day).values_list("officer", "role", "department"))
        assert len(held) == len(set(held))



def test_whatever_a_bureau_does_day_by_day_its_books_hold(db):
    played(TheDays, found("north"), stories=8, steps=30, backbone=BACKBONE)
