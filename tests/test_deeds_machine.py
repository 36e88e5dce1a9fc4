"""Any deeds in any order by anyone, on any day: no state outside the tables, as many records as deeds, a board that holds.

Hypothesis plays the bureau. What the table of deeds, the stage or the rules don't allow is refused and leaves nothing;
everything else must leave the books whole.
"""

from datetime import date, timedelta
from itertools import groupby

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from kaohe.audit.chain import BEGINNING, sealed
from kaohe.cycles.actions import advance_stage
from kaohe.cycles.stages import MOVES, Stage
from kaohe.goals.actions import (
    Part,
    Progress,
    Ruling,
    agree,
    assign_goal,
    change_fixed_goals,
    compile_sheets,
    decide_goals,
    fix_sheets,
    hand_in_progress,
    lock_goals,
    open_sheet,
    propose,
    return_progress,
    return_sheet,
    save_draft_goals,
    save_progress,
    submit_progress,
    withdraw,
    withdraw_progress,
)
from kaohe.goals.models import Decision, Goal, GoalSheet, ProgressReport, State, Told
from kaohe.goals.rows import row_of
from kaohe.ledger.actions import AGREED, answer_entry, record_entry, reverse_entry
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Proof
from kaohe.panels.actions import Finding, ask_excuse, decide_excuse, verify_progress
from kaohe.panels.models import Answer, Excuse
from kaohe.people.actions import delegate, revoke_delegation
from kaohe.people.models import Delegation
from kaohe.people.roles import Role
from tests.support.bureau import found
from tests.support.goal_rows import goal_rows
from tests.support.machine import YearMachine, played, reach

#: What every run must have seen done, and not only refused.
BACKBONE = {
    "save_draft_goals", "propose", "agree", "compile_sheets", "decide_goals", "fix_sheets", "lock_goals", "record_entry",
    "reverse_entry", "save_progress", "submit_progress", "verify_progress",
}  # fmt: skip
CODES = tuple(row["code"] for row in goal_rows())
JANUARY, LAST = date(2025, 1, 10), date(2026, 2, 1)
#: The moves that there are; staying where one is needs no table.
SHEET_MOVES = {
    State.DRAFT: {State.PROPOSED}, State.PROPOSED: {State.DRAFT, State.AGREED}, State.AGREED: {State.DRAFT, State.COMPILED},
    State.COMPILED: {State.DRAFT, State.FIXED}, State.FIXED: set(),
}  # fmt: skip
REPORT_MOVES = {
    Told.DRAFT: {Told.FILLED, Told.SUBMITTED}, Told.FILLED: {Told.DRAFT, Told.SUBMITTED},
    Told.SUBMITTED: {Told.DRAFT, Told.VERIFIED}, Told.VERIFIED: set(),
}  # fmt: skip
EXCUSE_MOVES = {Answer.ASKED: {Answer.GRANTED, Answer.DENIED}, Answer.GRANTED: set(), Answer.DENIED: set()}
#: Mostly whoever it belongs to does it; now and then somebody else tries.
BY = st.sampled_from([*[""] * 4 * len(Role), *(str(role) for role in Role)])
#: Mostly the first quarter, so that something comes of it.
QUARTER = st.sampled_from([1, 1, 1, 2, 4])
EVENTS = st.sampled_from(
    ["training.absence", "training.session", "discipline.absence", "brief.adopted", "brief.sent", "service.complaint_upheld",
     "integrity.breach", "execution.error", "duty.goal_missed", "nothing.known"]
)  # fmt: skip
#: How long ago something happened (some days are still to come, some in another year), and how often.
BACK = st.sampled_from([0, 0, 1, 2, 7, 30, -3, 200])
COUNT = st.sampled_from([1, 1, 1, 2, 3, 0])
SENTENCE = st.sampled_from(["请补充", "请补充", "", "  "])


class Bureau2025(YearMachine):
    """A bureau in January with nothing done, and everybody's deeds."""

    @initialize(already=st.sampled_from([3, 2, 1, 0]))
    def begin(self, already):
        """In January, after the goals were fixed, after some events, or after a quarter was verified."""
        self.begins()
        self.seen, self.day = {}, JANUARY
        self.set_clock(self.day)
        for number, happens in enumerate((self.the_goals_are_fixed, self.something_happens, self.a_quarter_is_verified)):
            if number < already:
                happens()

    # ---- who and what ----

    def sheet(self):
        return GoalSheet.objects.select_related("department", "cycle__bureau").filter(department=self.world.budget).first()

    def report(self, number):
        reports = ProgressReport.objects.select_related("period__cycle__bureau", "department")
        return reports.filter(period__number=number, department=self.world.budget).first()

    def goal(self, number):
        goals = Goal.objects.select_related("department", "cycle__bureau").filter(department=self.world.budget)
        return goals[number % len(goals)] if goals else None

    def entry(self, number):
        entries = Entry.objects.select_related("department", "cycle__bureau", "goal")
        return entries[number % len(entries)] if entries else None

    def deed(self, by, proper, do, **told):
        """Somebody does it, or is refused and nothing is left of it; an absent object means there is nothing to do it to."""
        if None in told.values():
            return
        officer = getattr(self.world, by or proper)
        lent = Delegation.objects.with_names().filter(taker=officer, revoked_at__isnull=True).first()
        if lent and lent.stands_on(self.day) and not by:
            officer.delegation = lent
        self.happens(do, officer=officer, **told)

    # ---- goals ----

    @rule(by=BY, rows=st.sampled_from([goal_rows(), goal_rows(), goal_rows(("30", "30")), goal_rows()[:3], []]))
    def draft(self, by, rows):
        self.deed(by, "clerk", save_draft_goals, cycle=self.cycle, department=self.world.budget, rows=rows)

    @rule(by=BY)
    def propose(self, by):
        self.deed(by, "department_head", propose, sheet=self.sheet())

    @rule(by=BY)
    def withdraw(self, by):
        self.deed(by, "department_head", withdraw, sheet=self.sheet())

    @rule(by=BY)
    def look(self, by):
        sheet = self.sheet()
        if sheet and not sheet.opened_at:  # the second look is no deed
            self.deed(by, "deputy_director", open_sheet, sheet=sheet)

    @rule(by=BY)
    def agree(self, by):
        self.deed(by, "deputy_director", agree, sheet=self.sheet())

    @rule(by=BY, sentence=SENTENCE)
    def give_back(self, by, sentence):
        self.deed(by, "office", return_sheet, sheet=self.sheet(), sentence=sentence)

    @rule(by=BY)
    def compile(self, by):
        self.deed(by, "office", compile_sheets, cycle=self.cycle)

    @rule(by=BY, codes=st.sets(st.sampled_from(CODES)), rest=st.booleans(), decision=st.sampled_from(Decision))
    def decide(self, by, codes, rest, decision):
        rulings = {code: Ruling(decision, {"target": "一个不漏"}) for code in codes if decision != Decision.ADDED}
        if rest:
            rulings = {code: Ruling(Decision.APPROVED) for code in CODES} | rulings
        self.deed(by, "office", decide_goals, sheet=self.sheet(), rulings=rulings)

    @rule(by=BY, minutes=st.sampled_from(["〔2025〕8号", ""]))
    def fix(self, by, minutes):
        self.deed(by, "office", fix_sheets, cycle=self.cycle, minutes=minutes)

    @rule(by=BY)
    def lock(self, by):
        self.deed(by, "office", lock_goals, cycle=self.cycle)

    def the_goals_are_fixed(self):
        self.draft("", goal_rows())
        for step in (self.propose, self.agree, self.compile):
            step("")
        self.decide("", set(), True, Decision.APPROVED)
        self.fix("", "〔2025〕8号")
        self.lock("")
        self.a_day_comes(90)

    @rule(by=BY, title=st.sampled_from(["改名", "再改名"]), strike=st.booleans())
    def change(self, by, title, strike):
        rows = [row_of(goal) for goal in Goal.objects.standing().filter(department=self.world.budget)]
        rows = [{**row, "title": title, "base": ""} if not number else {**row, "base": ""} for number, row in enumerate(rows)]
        kept = rows[:-1] if strike else rows
        told = {"department": self.world.budget, "rows": kept, "minutes": "〔2025〕9号", "sentence": "调整"}
        self.deed(by, "office", change_fixed_goals, cycle=self.cycle, **told)

    @rule(by=BY, number=st.integers(0, 5))
    def assign(self, by, number):
        parts = [Part(self.world.clerk, self.world.people["officer"])]
        self.deed(by, "department_head", assign_goal, goal=self.goal(number), parts=parts)

    # ---- progress ----

    @rule(by=BY, number=QUARTER, met=st.sampled_from([True, True, False, None]))
    def tell(self, by, number, met):
        goals = Goal.objects.standing().filter(department=self.world.budget)
        told = {goal.code: Progress(met=met, completion=100, sentence="如实填报") for goal in goals}
        period = self.cycle.periods.get(number=number)
        self.deed(by, "clerk", save_progress, period=period, department=self.world.budget, told=told)

    @rule(by=BY, number=QUARTER)
    def hand_in(self, by, number):
        self.deed(by, "clerk", hand_in_progress, report=self.report(number))

    @rule(by=BY, number=QUARTER)
    def submit(self, by, number):
        self.deed(by, "department_head", submit_progress, report=self.report(number))

    @rule(by=BY, number=QUARTER)
    def take_back(self, by, number):
        self.deed(by, "department_head", withdraw_progress, report=self.report(number))

    @rule(by=BY, number=QUARTER, sentence=SENTENCE)
    def return_report(self, by, number, sentence):
        self.deed(by, "checker", return_progress, report=self.report(number), sentence=sentence)

    @rule(by=BY, number=QUARTER, met=st.booleans())
    def verify(self, by, number, met):
        report = self.report(number)
        codes = report.lines.values_list("goal__code", flat=True) if report else ()
        self.deed(by, "checker", verify_progress, report=report, findings={code: Finding(met, "现场查看") for code in codes})

    def a_quarter_is_verified(self):
        self.tell("", 1, True)
        self.submit("", 1)
        self.verify("", 1, True)

    @rule(by=BY, number=st.integers(0, 5), evidence=st.sampled_from([(Proof("文件"),), ()]))
    def ask(self, by, number, evidence):
        self.deed(by, "department_head", ask_excuse, goal=self.goal(number), reason="政策调整", evidence=evidence)

    @rule(by=BY, granted=st.booleans())
    def excuse(self, by, granted):
        asked = Excuse.objects.select_related("goal__department", "goal__cycle__bureau").last()
        self.deed(by, "leading_group", decide_excuse, excuse=asked, granted=granted, sentence="情况属实")

    # ---- the ledger ----

    @rule(by=BY, event=EVENTS, back=BACK, count=COUNT, number=st.integers(0, 5), sure=st.booleans())
    def record(self, by, event, back, count, number, sure):
        told = {
            "department": self.world.budget, "rule": event, "occurred_on": self.day - timedelta(back), "count": count,
            "persons": ["王浩然"], "about": "核对属实", "matter": f"事项{number}", "evidence": (Proof("记录"),), "confirmed": sure,
            "level": "city" if event == "brief.adopted" else "",
        }  # fmt: skip
        if event == "duty.goal_missed":
            told["goal"] = self.goal(number)
        self.deed(by, "office", record_entry, cycle=self.cycle, **told)

    def something_happens(self):
        for event in ("training.absence", "brief.adopted"):
            self.record("", event, 1, 2, 0, True)
        self.reverse("", 0, 1, "登记有误")

    @rule(by=BY, number=st.integers(0, 5), count=COUNT, why=st.sampled_from(["登记有误", "登记有误", ""]))
    def reverse(self, by, number, count, why):
        self.deed(by, "office", reverse_entry, entry=self.entry(number), why=why, count=count)

    @rule(by=BY, number=st.integers(0, 5))
    def answer(self, by, number):
        self.deed(by, "clerk", answer_entry, entry=self.entry(number), text=AGREED)

    # ---- people and time ----

    @rule(by=BY, to=st.sampled_from(["clerk", "officer", "checker", "office"]), days=st.integers(0, 40))
    def lend(self, by, to, days):
        told = {"to": getattr(self.world, to), "since": self.day, "until": self.day + timedelta(days), "reason": "出差"}
        self.deed(by, "department_head", delegate, **told)

    @rule(by=BY)
    def take_what_was_lent(self, by):
        lent = Delegation.objects.with_names().last()
        giver = lent.giver.username.removeprefix("north-") if lent else "office"
        self.deed(by, giver, revoke_delegation, delegation=lent)

    @rule(by=BY)
    def close(self, by):
        if self.day >= date(2025, 12, 1):  # else hardly any year would get beyond its first week
            self.deed(by, "office", advance_stage, cycle=self.cycle, to=Stage.CLOSING)

    @rule(days=st.sampled_from([1, 7, 30, 90]))
    def a_day_comes(self, days):
        self.day = min(self.day + timedelta(days), LAST)
        self.set_clock(self.day)

    # ---- what always holds ----

    @invariant()
    def every_state_was_reached_by_the_table(self):
        cycle = self.cycle
        now = {("cycle", cycle.pk): (cycle.stage, MOVES)}
        now |= {("sheet", each.pk): (each.state, SHEET_MOVES) for each in GoalSheet.objects.all()}
        now |= {("report", each.pk): (each.state, REPORT_MOVES) for each in ProgressReport.objects.all()}
        now |= {("excuse", each.pk): (each.answer, EXCUSE_MOVES) for each in Excuse.objects.all()}
        for key, (state, moves) in now.items():
            # A deed of several steps passes through states in between; one may have been reached by way of another.
            assert state in reach(moves, self.seen.get(key, next(iter(moves)))), key
        self.seen = {key: state for key, (state, _moves) in now.items()}

    @invariant()
    def the_ledger_is_whole(self):
        seal = BEGINNING
        entries = Entry.objects.select_related("department", "goal", "reverses").prefetch_related("evidence").order_by("number")
        for number, entry in enumerate(entries, 1):
            seal = sealed(seal, entry.contents(list(entry.evidence.all())))
            assert (entry.number, entry.seal) == (number, seal)

    @invariant()
    def nothing_is_taken_back_more_than_once(self):
        rows = Entry.objects.order_by("reverses").values_list("reverses", "count")
        taken = {original: -sum(count for _, count in each) for original, each in groupby(rows, lambda row: row[0]) if original}
        for entry in Entry.objects.filter(pk__in=taken):
            assert taken[entry.pk] <= entry.count


def test_whatever_people_do_in_whatever_order_the_books_hold(db):
    world = found("north")
    world.cycle.goals.filter(department=world.budget).delete()
    played(Bureau2025, world.at(Stage.SETTING), stories=15, steps=40, backbone=BACKBONE)
