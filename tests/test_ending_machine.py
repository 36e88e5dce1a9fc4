"""Any deeds of the year's end in any order by anyone at any moment: no half state, nothing announced twice, nothing worse."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from kaohe.cycles.stages import MOVES, Stage
from kaohe.engine import Entry, Refused, board_data, score
from kaohe.ledger.actions import record_entry
from kaohe.panels.actions import grade_goal
from kaohe.people.roles import Role
from kaohe.results.actions import (
    Disputed,
    GradeAnew,
    TakeBack,
    WriteDown,
    assign_reviewer,
    decide_objection,
    file_objection,
    finalise_results,
    lapse_due,
    propose,
    publish_results,
    reopen_year,
    return_proposal,
    review_objection,
    withdraw_objection,
    withdraw_proposal,
)
from kaohe.results.models import MOVES as OBJECTION_MOVES
from kaohe.results.models import Ask, Decision, Notice, Objection, Outcome, Proposal, Snapshot, State
from tests.support.bureau import PAPER, found
from tests.support.ending import NOTICE, ready, second_reviewer
from tests.support.machine import YearMachine, played, reach

#: What a run must have seen done, and not only refused.
BACKBONE = {
    "propose", "publish_results", "file_objection", "assign_reviewer", "review_objection", "decide_objection", "finalise_results",
    "reopen_year", "lapse_due",
}  # fmt: skip
BY = st.sampled_from([*[""] * 6 * len(Role), *(str(role) for role in Role)])
OUTCOMES = st.sampled_from([Outcome.UPHELD, Outcome.UPHELD, Outcome.PARTLY, Outcome.REFUSED])
GRADES = st.sampled_from(["good", "excellent", "qualified", "unqualified"])


class TheEnd(YearMachine):
    """A bureau with its year ready to be announced."""

    @initialize(far=st.integers(0, 5))
    def begin(self, far):
        """Before anything, proposed, published, objected to, final, or taken up again."""
        self.begins()
        self.now, self.seen = NOTICE, {}
        steps = (self.is_proposed, self.is_published, self.is_objected_to, self.is_made_final, self.is_taken_up_again)
        for step in steps[:far]:
            step()

    # ---- who and what ----

    def objection(self, number):
        rows = list(Objection.objects.with_names().order_by("number"))
        return rows[number % len(rows)] if rows else None

    def deed(self, by, proper, do, records=1, **told):
        """Somebody does it, or is refused and nothing is left of it; an absent object means there is nothing to do it to."""
        if None in told.values():
            return
        self.happens(do, records, officer=getattr(self.world, by or proper), **told)

    # ---- two hands ----

    @rule(by=BY, ask=st.sampled_from(Ask), reason=st.sampled_from(["查实", "查实", ""]))
    def is_proposed(self, by="", ask=Ask.NOTICE, reason="查实"):
        self.deed(by, "office", propose, cycle=self.cycle, ask=ask, reason=reason, at=self.now)

    @rule(by=BY)
    def is_taken_back(self, by):
        self.deed(by, "office", withdraw_proposal, proposal=Proposal.objects.last())

    @rule(by=BY)
    def is_returned(self, by):
        self.deed(by, "director", return_proposal, proposal=Proposal.objects.last(), sentence="再核对")

    @rule(by=BY)
    def is_published(self, by=""):
        self.deed(by, "director", publish_results, proposal=Proposal.objects.last(), at=self.now)

    @rule(by=BY)
    def is_finalised(self, by):
        lapsing = self.cycle.lapsed_at is None
        self.deed(by, "director", finalise_results, records=1 + lapsing, proposal=Proposal.objects.last(), at=self.now)

    @rule(by=BY)
    def is_reopened(self, by=""):
        self.deed(by, "director", reopen_year, proposal=Proposal.objects.last(), at=self.now)

    # ---- objections ----

    @rule(by=BY, what=st.sampled_from(["entry", "goal", "item", "foreign"]), reason=st.sampled_from(["有假条", "有假条", ""]))
    def objects(self, by="", what="entry", reason="有假条"):
        world = self.world
        line = {
            "entry": Disputed("training", "学习培训 −1", entry=self.cycle.entries.get(number=1)),
            "goal": Disputed("business.key", "目标 Y-Z1", goal=world.goal()),
            "item": Disputed("information", "信息考核"),
            "foreign": Disputed("business.key", "目标 G-Z1", goal=world.goal("G-Z1")),
        }[what]
        told = {"department": world.budget, "line": line, "reason": reason, "at": self.now}
        self.deed(by, "department_head", file_objection, notice=Notice.objects.last(), **told)

    @rule(by=BY, number=st.integers(0, 3))
    def is_withdrawn(self, by, number):
        self.deed(by, "department_head", withdraw_objection, objection=self.objection(number))

    @rule(by=BY, number=st.integers(0, 3), to=st.sampled_from(["", "", "office", "checker", "clerk"]))
    def is_assigned(self, by="", number=0, to=""):
        reviewer = getattr(self.world, to) if to else second_reviewer(self.world)
        self.deed(by, "leading_group", assign_reviewer, objection=self.objection(number), reviewer=reviewer)

    @rule(number=st.integers(0, 3), outcome=OUTCOMES, finding=st.sampled_from(["查实", "查实", ""]))
    def is_reviewed(self, number=0, outcome=Outcome.UPHELD, finding="查实"):
        objection = self.objection(number)
        if objection is None or objection.reviewer is None:
            return
        try:
            review_objection(officer=objection.reviewer, objection=objection, outcome=outcome, finding=finding, at=self.now)
        except Refused:
            return
        self.done += 1
        self.succeeded.add("review_objection")

    @rule(by=BY, number=st.integers(0, 3), outcome=OUTCOMES, grade=GRADES, more=st.booleans())
    def is_decided(self, by="", number=0, outcome=Outcome.UPHELD, grade="good", more=False):
        objection = self.objection(number)
        if objection is None:
            return
        remedies = [] if outcome == Outcome.REFUSED else [TakeBack()] if objection.entry else []
        if objection.goal and outcome != Outcome.REFUSED:
            remedies = [GradeAnew(grade, ("g1",) if grade == "good" else ("e1",) if grade == "excellent" else ("u1",) if grade == "unqualified" else ())]
        if more:
            remedies.append(WriteDown(Entry("", "", "brief.adopted", date(2025, 3, 20), level="city", matter="经验")))
        told = {"objection": objection, "outcome": outcome, "reason": "如其所述", "remedies": remedies, "at": self.now}
        regraded = sum(isinstance(each, GradeAnew) for each in remedies)
        self.deed(by, "leading_group", decide_objection, records=1 + regraded, **told)

    # ---- the books and the clock ----

    @rule(by=BY)
    def something_is_recorded(self, by):
        told = {"persons": ["赵启明"], "about": "未请假", "evidence": PAPER, "confirmed": True, "rule": "discipline.absence"}
        self.deed(by, "office", record_entry, cycle=self.cycle, department=self.world.budget, occurred_on=date(2025, 9, 3), **told)

    @rule(by=BY, grade=GRADES)
    def is_graded_anew(self, by, grade):
        conditions = {"good": ["g1"], "excellent": ["e1"], "unqualified": ["u1"]}.get(grade, [])
        told = {"grade": grade, "conditions": conditions, "reason": "重议", "evidence": PAPER}
        self.deed(by, "leading_group", grade_goal, goal=self.world.goal("G-Q1"), **told)

    @rule(hours=st.sampled_from([1, 20, 60, 200]))
    def time_passes(self, hours=60):
        self.now += timedelta(hours=hours)

    @rule()
    def ticks(self):
        if lapse_due(self.now):
            self.done += 1
            self.succeeded.add("lapse_due")

    # ---- whole stories, so that what comes late is also met ----

    def is_objected_to(self):
        self.objects()
        self.is_assigned()
        self.is_reviewed()
        self.time_passes()
        self.ticks()

    def is_made_final(self):
        self.is_decided()
        self.is_proposed()
        self.is_published()
        self.is_proposed(ask=Ask.FINAL)
        self.is_finalised("")

    def is_taken_up_again(self):
        self.is_proposed(ask=Ask.REOPEN)
        self.is_reopened()

    # ---- what always holds ----

    @invariant()
    def every_state_was_reached_by_its_table(self):
        cycle = self.cycle
        for key, now, moves in [
            ("cycle", Stage(cycle.stage), MOVES),
            *((each.pk, State(each.state), OBJECTION_MOVES) for each in Objection.objects.all()),
        ]:
            was = self.seen.get(key, Stage.CLOSING if key == "cycle" else State.FILED)
            assert now in reach(moves, was), key
            self.seen[key] = now

    @invariant()
    def whatever_was_announced_computes_to_the_same(self):
        cycle = self.cycle
        for snapshot in Snapshot.objects.select_related("cycle__edition"):
            assert board_data(score(cycle.rulebook(), snapshot.read_facts())) == snapshot.board

    @invariant()
    def nothing_is_announced_twice_nor_by_one_person(self):
        assert list(Notice.objects.values_list("number", flat=True)) == list(range(1, Notice.objects.count() + 1))
        rounds = list(Snapshot.objects.filter(kind="final").values_list("round", flat=True))
        assert len(rounds) == len(set(rounds))
        for notice in Notice.objects.select_related("proposal"):
            assert notice.proposal.proposed_by_id != notice.proposal.answered_by_id

    @invariant()
    def no_review_made_it_worse(self):
        for decision in Decision.objects.all():
            assert Fraction(decision.after) >= Fraction(decision.before)

    @invariant()
    def nobody_is_announced_worse_without_a_time_to_object(self):
        for notice in Notice.objects.filter(until__isnull=True).select_related("snapshot__cycle__edition"):
            first = Notice.objects.filter(snapshot__round=notice.snapshot.round).earliest("number").snapshot.read_board()
            later = notice.snapshot.read_board()
            assert all(later.of(each.department.code).tree.points >= each.tree.points for each in first.standings)

    @invariant()
    def a_final_year_has_nothing_open(self):
        if self.cycle.stage == Stage.FINAL:
            newest = Snapshot.objects.filter(kind="final").latest("pk")
            assert not Objection.objects.open().filter(notice__snapshot__round=newest.round).exists()
            assert newest.facts_digest == Notice.objects.latest("number").snapshot.facts_digest


def test_whatever_happens_at_the_end_of_the_year_the_results_hold(db):
    world = found("north")
    world.absence()
    second_reviewer(world)
    played(TheEnd, ready(world), stories=15, steps=30, backbone=BACKBONE)
