"""Every address × role × ownership × stage × bureau against the declared table: nobody is let in unexpectedly, nobody kept out."""

import pytest
from django.test import Client

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import PLANNED, Stage
from kaohe.people.actions import place_under
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from kaohe.results.actions import decide_objection, issue_bulletin
from kaohe.results.models import Outcome
from kaohe.web.tests.test_access import FORMS, INSIDERS, PAGES, POST_ONLY, SEE_ALL, SEE_BUDGET, SEE_SUBORDINATES
from tests.support.bureau import World, found
from tests.support.ending import final, lapsed, objected, published, ready, reviewed
from tests.support.forms import filled

pytestmark = [pytest.mark.once, pytest.mark.django_db]

#: Roles that reach their own department and no other.
OWN = {Role.DEPUTY_DIRECTOR, Role.DEPARTMENT_HEAD, Role.CLERK, Role.OFFICER}
#: Pages that a department's name stands in the address of, and that are for everybody all the same.
OF_NOBODY = {"office", "person"}
#: What is there once results were announced and objected to, whatever the stage of the year is now.
ANNOUNCED = {
    "quarter-department": ("/2025/quarters/1/1/budget/", SEE_BUDGET),
    "notice": ("/2025/notices/1/", INSIDERS),
    "notice-department": ("/2025/notices/1/budget/", SEE_BUDGET),
    "objection": ("/2025/objections/1/", SEE_BUDGET),
    "final": ("/2025/final/", INSIDERS),
    "archive": ("/2025/final/archive.kaohe", SEE_ALL),
    "subordinate": ("/subordinates/2025/below/", SEE_SUBORDINATES),
    "objection-new": ("/2025/objections/new/?department=budget&item=training", {Role.DEPARTMENT_HEAD}),
}
#: Pages that are there at some stages only.
AT_STAGES = {"year-dates": PLANNED}
#: What somebody may send at some stages only, beyond what the table says for the year while it runs.
TAKEN_AT = {("results", stage): {Role.OFFICE} for stage in (Stage.NOTICED, Stage.REVIEWING, Stage.FINAL)}
#: Pages that more people are shown once results were announced.
SHOWN_AT = dict.fromkeys(("paper of all", "picture-sheet"), dict.fromkeys((Stage.NOTICED, Stage.REVIEWING, Stage.FINAL), INSIDERS))
#: Papers, pictures and files take their time, and what they depend on of a stage is whether results were announced.
ASKED_AT = {
    name: (Stage.RUNNING, Stage.NOTICED)
    for name, (path, _) in PAGES.items()
    if name.startswith(("paper", "picture")) or path.endswith((".xlsx", ".csv"))
}
#: Where everybody asks for everything.
BY_EVERYBODY = (Stage.RUNNING, Stage.NOTICED)
#: What one does to one's own account or session and nobody can be kept from.
OWN_AFFAIRS = {"logout", "language", "theme", "message", "messages-read", "act"}

PEOPLE = [*(str(role) for role in Role), "nobody"]


def names(who):
    return {str(each) for each in who}


def shown():
    """Address name, path, and who is shown it: one's own department's, and another's."""
    rows = [(name, *row) for name, row in {**PAGES, **ANNOUNCED}.items()] + [(name, path, who) for name, (path, who, _) in FORMS.items()]
    for name, path, who in rows:
        yield name, path, names(who)
        if "budget" in path and name not in OF_NOBODY:
            yield f"{name} of another", path.replace("budget", "general"), names(set(who) - OWN)


def taken():
    """The same for what is sent."""
    rows = [(name, path, who) for name, (path, _, who) in FORMS.items()]
    for name, path, who in rows:
        yield name, path, names(who)
        if "/budget/" in path and name not in OF_NOBODY:
            yield f"{name} of another", path.replace("/budget/", "/general/"), names(set(who) - OWN)


@pytest.fixture(scope="module")
def ended(django_db_setup, django_db_blocker):
    """Two bureaus with the same codes for everything; one has lived its year to the end and has a third under it. Made once, and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        north, south = found("north"), found("south")
        south.absence()
        Cycle.objects.filter(pk=south.cycle.pk).update(year=2031)
        north.absence()
        below = found("below")
        published(ready(below))
        place_under(bureau=below.bureau, superior=north.bureau)
        issue_bulletin(officer=ready(north).office, period=north.cycle.periods.get(number=1))
        published(north)
        objection = objected(north)
        lapsed(north)
        decide_objection(
            officer=north.leading_group, objection=reviewed(north, objection), outcome=Outcome.REFUSED, reason="事后补写"
        )
        final(north)
        yield north
        transaction.set_rollback(True)


def at(world: World, person: str) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=world.people[person].pk))
    return client


def asked(name: str, path: str, stage: Stage) -> bool:
    """What is beside the years is the same at every stage of one."""
    return stage in ASKED_AT.get(name.removesuffix(" of another"), Stage) if path.startswith("/2025/") else stage == Stage.RUNNING


def in_turn(people: set[str], stage: Stage, at: int) -> set[str]:
    """Who of those that are shown a page (the address at that place) asks for it: one after the other, where not everybody does."""
    turn = list(Stage).index(stage) + at
    return people if stage in BY_EVERYBODY else {sorted(people)[turn % len(people)]}


@pytest.mark.parametrize("stage", Stage)
def test_what_is_shown(ended, stage):
    """Whoever mustn't see a page asks for it at every stage; whoever is shown it asks while the year runs and once it is announced, and at other
    stages one of them, so that a page that is hidden there from some of them alone may not be found out.
    """
    world = ended.at(stage)
    wrong = []
    for person in PEOPLE:
        client = at(world, person)
        for place, (name, path, who) in enumerate(shown()):
            if not asked(name, path, stage):
                continue
            allowed = who | names(SHOWN_AT.get(name, {}).get(stage, ()))
            expected = person in allowed and stage in AT_STAGES.get(name, Stage)
            if expected and person not in in_turn(allowed, stage, place):
                continue
            got = client.get(path).status_code
            if got != (200 if expected else 404):
                wrong.append(f"{name} for {person} at {stage}: {got}, and {'shown' if expected else 'not there'} by the table")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("stage", Stage)
def test_what_is_taken_from_nobody_whom_the_table_does_not_name(ended, stage):
    """Whether a named one's form is carried out is the stage's and the form's matter; nobody else gets that far."""
    world = ended.at(stage)
    wrong = []
    for person in PEOPLE:
        client = at(world, person)
        for name, path, who in taken():
            allowed = who | names(TAKEN_AT.get((name, stage), ()))
            if person not in allowed and (got := client.post(path, filled()).status_code) != 404:
                wrong.append(f"{name} from {person} at {stage}: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", PEOPLE)
def test_another_bureaus_year_is_not_there(ended, person):
    client = at(ended, person)
    paths = [path for _name, path, _who in shown() if path.startswith("/2025/")]
    posts = [path for name, path in POST_ONLY.items() if name not in OWN_AFFAIRS and path.startswith("/2025/")]
    posts += [path for _name, path, _who in taken() if path.startswith("/2025/")]
    got = {path: client.get(path.replace("/2025/", "/2031/")).status_code for path in paths}
    got |= {f"POST {path}": client.post(path.replace("/2025/", "/2031/"), filled()).status_code for path in posts}
    assert {path: status for path, status in got.items() if status != 404} == {}
