"""Any deeds of the grading in any order by anyone: nothing counts before a meeting is concluded, and then all of it, once.

Hypothesis plays the leading group, its secretary, and those who would like to have a hand in it and may not.
"""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from kaohe.goals.models import Goal
from kaohe.ledger.actions import reverse_entry
from kaohe.ledger.models import Entry
from kaohe.panels.actions import (
    amend_meeting,
    conclude_meeting,
    enter_opinion,
    grade_goal,
    name_goal,
    open_meeting,
    remark,
    rule_agreed,
    rule_goal,
    withdraw_ruling,
)
from kaohe.panels.models import Grading, GradingMeeting, Opinion, Ruling
from kaohe.panels.verdicts import Verdict
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from tests.support.bureau import PAPER
from tests.support.grading import JANUARY, MEMBERS, world_to_grade
from tests.support.machine import YearMachine, played

#: What a run must have seen done, and not only refused.
BACKBONE = {
    "open_meeting", "amend_meeting", "enter_opinion", "remark", "rule_goal", "withdraw_ruling", "rule_agreed", "conclude_meeting",
    "name_goal", "grade_goal",
}  # fmt: skip
BY = st.sampled_from([*[""] * 6 * len(Role), *(str(role) for role in Role)])
NUMBER = st.integers(0, 7)
MEMBER = st.sampled_from(MEMBERS)
REASON = st.sampled_from(["成效突出", "群众认可", ""])
MINUTES = st.sampled_from(["〔2026〕1号", "〔2026〕2号", "〔2026〕3号", " "])
PRESENT = st.sampled_from([MEMBERS, MEMBERS, MEMBERS[:2], (), (*MEMBERS, "clerk")])
STALE = st.sampled_from([False, False, False, True])
CONDITIONS = {"excellent": ("e1",), "good": ("g1",), "unqualified": ("u1",)}
GRADE = st.sampled_from(["qualified", "qualified", "good", "excellent", "unqualified", "no_such_grade"])


class TheGrading(YearMachine):
    """A bureau in January, every quarter verified and no goal graded."""

    counted = (Grading, Entry)

    @initialize(far=st.integers(0, 2))
    def begin(self, far):
        """Before anything, with a meeting that sits, or with one that was concluded."""
        self.begins()
        self.frozen = {}
        for step in (self.it_sits, self.it_has_decided)[:far]:
            step()

    # ---- who and what ----

    def goal(self, number):
        goals = Goal.objects.select_related("department__bureau", "cycle__bureau").order_by("pk")
        return goals[number % len(goals)]

    def meeting(self):
        return GradingMeeting.objects.select_related("cycle__bureau").last()

    def seen(self, goal, stale):
        """The version that the secretary's page shows; now and then one of yesterday."""
        ruling = Ruling.objects.filter(goal=goal, meeting=self.meeting()).first()
        return "of-yesterday" if stale else ruling.version if ruling else ""

    def deed(self, by, proper, do, gradings=False, **told):
        """Somebody does it, or is refused and nothing is left of it; what is graded leaves a record for each goal besides."""
        if None in told.values() and do is not name_goal:
            return
        before = Grading.objects.count()
        if self.happens(do, records=do is not grade_goal, officer=getattr(self.world, by or proper), **told):
            graded = Grading.objects.count() - before
            assert gradings or not graded, "only who concludes a meeting or grades anew gives a grade"
            self.done += graded

    # ---- members, each alone ----

    @rule(by=BY, member=MEMBER, number=NUMBER, grade=GRADE, reason=REASON, stale=STALE)
    def thinks(self, by, member, number, grade, reason, stale):
        told = {"grade": grade, "conditions": CONDITIONS.get(grade, ()), "reason": reason, "version": "of-yesterday" if stale else ""}
        self.deed(by, member, enter_opinion, goal=self.goal(number), **told)

    @rule(by=BY, number=NUMBER, text=REASON)
    def remarks(self, by, number, text):
        self.deed(by, "deputy_director", remark, goal=self.goal(number), text=text)

    # ---- the meeting ----

    @rule(by=BY, minutes=MINUTES, present=PRESENT, days=st.sampled_from([0, 0, -3, 2]))
    def opens(self, by="", minutes="〔2026〕1号", present=MEMBERS, days=0):
        people = [getattr(self.world, each) for each in present]
        self.deed(by, "office", open_meeting, cycle=self.cycle, held_on=JANUARY + timedelta(days), minutes=minutes, present=people)

    @rule(by=BY, minutes=MINUTES, present=PRESENT, stale=STALE)
    def amends(self, by, minutes, present, stale):
        told = {"held_on": JANUARY, "minutes": minutes, "present": [getattr(self.world, each) for each in present]}
        self.deed(by, "office", amend_meeting, meeting=self.meeting(), version="of-yesterday" if stale else "", **told)

    @rule(by=BY, number=NUMBER, grade=GRADE, reason=REASON, stale=STALE)
    def decides(self, by="", number=0, grade="qualified", reason="成效突出", stale=False):
        goal, evidence = self.goal(number), ("通报",)
        verdict = Verdict(grade, CONDITIONS.get(grade, ()), reason, evidence)
        self.deed(by, "leading_group", rule_goal, meeting=self.meeting(), goal=goal, verdict=verdict, version=self.seen(goal, stale))

    @rule(by=BY, number=NUMBER, stale=STALE)
    def takes_back(self, by, number, stale):
        goal = self.goal(number)
        self.deed(by, "leading_group", withdraw_ruling, meeting=self.meeting(), goal=goal, version=self.seen(goal, stale))

    @rule(by=BY)
    def rules_what_all_agree_on(self, by=""):
        self.deed(by, "leading_group", rule_agreed, meeting=self.meeting())

    @rule(by=BY, stale=STALE)
    def concludes(self, by="", stale=False):
        version = "of-yesterday" if stale else ""
        self.deed(by, "leading_group", conclude_meeting, gradings=True, meeting=self.meeting(), version=version)

    def it_sits(self):
        self.opens()
        self.remarks("", 0, "群众认可")
        for number in range(8):
            for member in MEMBERS:
                self.thinks("", member, number, "qualified", "", False)
        self.rules_what_all_agree_on()
        self.takes_back("", 1, False)

    def it_has_decided(self):
        self.decides()
        self.concludes()
        self.opens(minutes="〔2026〕2号")

    # ---- what grades rest on ----

    @rule(by=BY, number=st.sampled_from([0, 1, 2, None]), why=REASON)
    def names(self, by, number, why):
        goal = None if number is None else self.goal(number)
        entry = Entry.objects.select_related("cycle__bureau", "department__bureau").get(matter="投诉一件", reverses=None)
        self.deed(by, "leading_group", name_goal, entry=entry, goal=goal, why=why)

    @rule(by=BY, number=NUMBER, grade=GRADE, reason=REASON)
    def grades_alone(self, by, number, grade, reason):
        told = {"grade": grade, "conditions": CONDITIONS.get(grade, ()), "reason": reason, "evidence": PAPER}
        self.deed(by, "leading_group", grade_goal, gradings=True, goal=self.goal(number), **told)

    @rule(by=BY, number=NUMBER)
    def takes_the_entry_of_a_grade(self, by, number):
        """A grade is given anew by who gives grades, never taken out of the ledger behind its back."""
        grading = Grading.objects.standing().select_related("entry__cycle__bureau", "entry__department__bureau").first()
        if grading and number == 0:
            entries = Entry.objects.count()
            self.deed(by, "office", reverse_entry, entry=grading.entry, why="登记有误", count=1)
            assert Entry.objects.count() == entries

    # ---- what always holds ----

    @invariant()
    def every_goal_has_one_standing_grade_at_most_and_the_ledger_the_same_one(self):
        standing = list(Grading.objects.standing().select_related("entry"))
        assert len({each.goal_id for each in standing}) == len(standing)
        graded = Entry.objects.standing().filter(rule__startswith="grade.")
        assert {each.entry_id: each.grade for each in standing} == dict(graded.values_list("pk", "level"))

    @invariant()
    def one_meeting_sits_and_what_was_concluded_is_frozen(self):
        assert GradingMeeting.objects.sitting().count() <= 1
        now = {each.pk: (each.minutes, each.record, each.rulings.count()) for each in GradingMeeting.objects.exclude(closed_at=None)}
        assert {key: now[key] for key in self.frozen} == self.frozen
        assert not Ruling.objects.filter(meeting__in=now, grading=None).exists()
        assert not Ruling.objects.exclude(meeting__in=now).exclude(grading=None).exists()
        self.frozen = now

    @invariant()
    def nobody_had_a_hand_in_their_own_department(self):
        aside = {officer.pk: officer.recused_from for officer in Officer.objects.filter(pk__in=[self.world.people[each].pk for each in Role])}
        hands = [*Opinion.objects.values_list("member", "goal__department"), *Ruling.objects.values_list("entered_by", "goal__department")]
        hands += Grading.objects.values_list("decided_by", "goal__department")
        assert not [(who, where) for who, where in hands if where in aside.get(who, ())]



def test_whatever_is_said_and_ruled_in_whatever_order_the_grades_hold(db):
    world = world_to_grade(2, 4)
    world.absence(rule="service.complaint_upheld", matter="投诉一件", about="办事群众投诉查实")
    played(TheGrading, world, stories=10, steps=25, backbone=BACKBONE)
