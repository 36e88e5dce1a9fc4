"""What every machine that plays a bureau has in common: one transaction for a story, deeds that happen or leave nothing, whole books."""

from django.db import transaction
from django.db.models import Model
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.cycles.models import Cycle
from kaohe.engine import Refused, board_data, score
from kaohe.people.models import Bureau
from kaohe.results.boards import board_of
from kaohe.results.facts import gather


class YearMachine(RuleBasedStateMachine):
    """A bureau and its year, played by rules. Everything is undone when a story ends.

    world    set by `played`, inside the test's database
    counted  models of which a refusal must leave as many rows as there were
    """

    world = None
    counted: tuple[type[Model], ...] = ()
    succeeded: set[str] = set()
    sentences: set[str] = set()

    def begins(self):
        """First of all in a story."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.done = Record.objects.count()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def cycle(self):
        return Cycle.objects.with_edition().get(pk=self.world.cycle.pk)

    def set_clock(self, day):
        Bureau.objects.filter(pk=self.world.bureau.pk).update(clock=day)

    def happens(self, do, records=1, **told):
        """True where it was done; False where it was refused, and nothing is left of it."""
        before = [model.objects.count() for model in self.counted]
        try:
            do(**told)
        except Refused as refused:
            self.sentences.update((refused.message("zh"), refused.message("en")))
            assert [model.objects.count() for model in self.counted] == before
            return False
        self.done += records
        self.succeeded.add(do.__name__)
        return True

    @invariant()
    def there_are_as_many_records_as_deeds(self):
        assert Record.objects.count() == self.done
        assert first_broken() is None

    @invariant()
    def the_board_computes_to_the_same(self):
        cycle = self.cycle
        assert board_data(board_of(cycle)) == board_data(score(cycle.rulebook(), gather(cycle)))


def reach(moves, state):
    """Every state that can follow on this one, and this one."""
    found, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += moves[here]
    return found


def played(machine, world, *, stories, steps, backbone):
    """Play the machine in that world: every refusal has its sentence, and the backbone of deeds succeeded at least once."""
    machine.world, machine.succeeded, machine.sentences = world, set(), set()
    everything = settings(
        max_examples=stories, stateful_step_count=steps, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=everything)
    assert all(words.strip() for words in machine.sentences)
    assert machine.succeeded >= backbone, f"a machine that only meets refusals shows nothing: {backbone - machine.succeeded}"
