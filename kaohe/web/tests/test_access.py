"""Who may open which page: every address for every role, in a table that no address may be missing from."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from kaohe.cycles.stages import Stage
from kaohe.people.models import Bureau
from kaohe.people.roles import Role
from tests.support.forms import filled

pytestmark = pytest.mark.once

SEE_ALL = {Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.AUDITOR, Role.CHECKER}
SEE_BUDGET = {*SEE_ALL, Role.DEPUTY_DIRECTOR, Role.DEPARTMENT_HEAD, Role.CLERK, Role.OFFICER}
SEE_GENERAL = SEE_ALL
SEE_BOARD = {Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.DEPUTY_DIRECTOR, Role.AUDITOR}
GRADING_ALL = {Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.AUDITOR}
SEE_GRADING = {*GRADING_ALL, Role.DEPUTY_DIRECTOR}
SEE_SUBORDINATES = {Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.AUDITOR}
DOSSIERS = {Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.AUDITOR}
INSIDERS = {*Role, "nobody"}
EVERYONE = {*INSIDERS, "stranger"}

#: Address name → (path, who is shown it). Whoever is not named is told that there is nothing; a visitor goes to the gate.
PAGES = {
    "overview": ("/2025/", INSIDERS),
    "department": ("/2025/departments/budget/", SEE_BUDGET),
    "department of others": ("/2025/departments/general/", SEE_GENERAL),
    "overview-live": ("/2025/live/", INSIDERS),
    "department-live": ("/2025/departments/budget/live/", SEE_BUDGET),
    "department-live of others": ("/2025/departments/general/live/", SEE_GENERAL),
    "ledger": ("/2025/ledger/", INSIDERS),
    "entry": ("/2025/ledger/1/", SEE_BUDGET),
    "rulebook": ("/rulebook/shinan-finance-2005/", INSIDERS),
    "board-csv": ("/2025/export/board.csv", INSIDERS),
    "board-xlsx": ("/2025/export/board.xlsx", INSIDERS),
    "papers": ("/2025/papers/", INSIDERS),
    "paper": ("/2025/papers/members/?of=year", INSIDERS),
    "paper of a department": ("/2025/papers/statement/?of=budget", SEE_BUDGET),
    "paper of others": ("/2025/papers/score/?of=general", SEE_GENERAL),
    "paper of all": ("/2025/papers/score-sheet/?of=year", SEE_BOARD),
    "paper-pdf": ("/2025/papers/statement.pdf?of=budget", SEE_BUDGET),
    "paper-word": ("/2025/papers/statement.docx?of=budget", SEE_BUDGET),
    "ledger-xlsx": ("/2025/ledger/export.xlsx", INSIDERS),
    "paper-sheet": ("/2025/papers/score.xlsx?of=budget", SEE_BUDGET),
    "paper-check": ("/papers/check/", EVERYONE),
    "pictures": ("/2025/pictures/", INSIDERS),
    "picture-svg": ("/2025/pictures/framework.svg", INSIDERS),
    "picture-png": ("/2025/pictures/framework.png", INSIDERS),
    "picture-sheet": ("/2025/pictures/heat.xlsx", INSIDERS - {Role.ADMINISTRATOR, Role.SECURITY, "nobody"}),
    "scores": ("/2025/export/scores.xlsx", SEE_BUDGET),
    "password": ("/password/", EVERYONE),
    "goals": ("/2025/goals/", INSIDERS),
    "goals-agree": ("/2025/goals/agree/", {Role.DEPUTY_DIRECTOR, Role.DIRECTOR}),
    "goals-people": ("/2025/goals/people/", INSIDERS),
    "goals-template": ("/2025/goals/template.xlsx", {Role.OFFICE, Role.CLERK, Role.DEPARTMENT_HEAD}),
    "goals-export": ("/2025/goals/export.xlsx", INSIDERS),
    "goal-sheet": ("/2025/departments/budget/goals/", SEE_BUDGET),
    "goal-sheet of others": ("/2025/departments/general/goals/", SEE_GENERAL),
    "tasks": ("/2025/tasks/", INSIDERS),
    "year-ics": ("/2025/tasks/dates.ics", INSIDERS),
    "calendar-table": ("/calendar/2026/table.xlsx", INSIDERS),
    "inbox": ("/inbox/", EVERYONE),
    "inbox-done": ("/inbox/done/", EVERYONE),
    "inbox-started": ("/inbox/started/", EVERYONE),
    "inbox-count": ("/inbox/count/", EVERYONE),
    "messages": ("/inbox/messages/", EVERYONE),
    "search": ("/search/", EVERYONE),
    "trail": ("/trail/", {Role.AUDITOR}),
    "sign-ins": ("/trail/sign-ins/", {Role.AUDITOR}),
    "grading": ("/2025/grading/", SEE_GRADING),
    "progress": ("/2025/progress/", INSIDERS),
    "excuses": ("/2025/excuses/", INSIDERS),
    "progress-report": ("/2025/progress/3/budget/", SEE_BUDGET),
    "people": ("/people/", INSIDERS),
    "duties": ("/duties/", INSIDERS),
    "duty-review": ("/people/review/", {Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR}),
    "intake-template": ("/people/import/template.xlsx", {Role.ADMINISTRATOR}),
    "intake-export": ("/people/import/export.xlsx", {Role.ADMINISTRATOR}),
    "objections": ("/2025/objections/", INSIDERS),
    "uses": ("/2025/uses/", INSIDERS),
    "fairness": ("/2025/fairness/", {Role.OFFICE, Role.LEADING_GROUP, Role.AUDITOR}),
    "department-dossier": ("/departments/of/budget/dossier/", SEE_BUDGET),
    "department-dossier of others": ("/departments/of/general/dossier/", SEE_GENERAL),
    "person-dossier": ("/people/of/north-officer/dossier/", {*DOSSIERS, Role.DEPUTY_DIRECTOR, Role.DEPARTMENT_HEAD, Role.OFFICER}),
    "person-dossier of others": ("/people/of/north-checker/dossier/", {*DOSSIERS, Role.CHECKER}),
    "subordinates": ("/subordinates/2025/", SEE_SUBORDINATES),
    "subordinates-table": ("/subordinates/2025/table.xlsx", SEE_SUBORDINATES),
    "what-if": ("/2025/what-if/", SEE_BOARD),
    "stability": ("/2025/what-if/stability/", SEE_BOARD),
    "record-choose": ("/2025/ledger/record/", {Role.OFFICE, Role.CHECKER}),
    "bulk-template": ("/2025/ledger/bulk/template.xlsx", {Role.OFFICE, Role.CHECKER}),
}
RECORDERS = {Role.OFFICE, Role.CHECKER}
LEADERS = {Role.LEADING_GROUP, Role.DIRECTOR}
OWN_DRAFTS = {Role.CLERK, Role.DEPARTMENT_HEAD}
KEEPERS = {Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR}
LENDERS = {*Role} - KEEPERS
#: Pages that show a form and take it at the same address: (path, who is shown it, who may send it).
FORMS = {
    "channels": ("/desk/channels/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "goal-draft": ("/2025/departments/budget/goals/draft/", OWN_DRAFTS, OWN_DRAFTS),
    "goal-change": ("/2025/departments/budget/goals/change/", {Role.OFFICE}, {Role.OFFICE}),
    "goal-people": ("/2025/departments/budget/goals/people/", SEE_BUDGET, {Role.DEPARTMENT_HEAD}),
    "goals-meeting": ("/2025/goals/meeting/", {Role.OFFICE}, {Role.OFFICE}),
    "goals-import": ("/2025/goals/import/", {Role.OFFICE}, {Role.OFFICE}),
    "grading-meeting": ("/2025/grading/meeting/", GRADING_ALL, {Role.OFFICE, Role.LEADING_GROUP}),
    "person": ("/people/of/north-clerk/", INSIDERS, {Role.ADMINISTRATOR, Role.SECURITY, Role.CLERK}),  # the clerk's own
    "nominations": ("/people/nominations/", {Role.ADMINISTRATOR, Role.SECURITY}, {Role.SECURITY}),
    "person-new": ("/people/new/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "secrets": ("/people/passwords/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "intake": ("/people/import/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "offices": ("/departments/", INSIDERS, {Role.ADMINISTRATOR}),
    "office": ("/departments/of/budget/", INSIDERS, {Role.ADMINISTRATOR, Role.SECURITY}),
    "office-new": ("/departments/new/", {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "bodies": ("/groups/", INSIDERS, {Role.SECURITY, Role.OFFICE}),
    "delegations": ("/delegations/", INSIDERS, LENDERS),
    "settings": ("/settings/", {Role.OFFICE, *LEADERS}, {Role.OFFICE, *LEADERS}),
    "editions": ("/editions/", INSIDERS, LEADERS),
    "calendar": ("/calendar/2026/", INSIDERS, {Role.OFFICE}),
    "calendar-load": ("/calendar/load/", {Role.OFFICE}, {Role.OFFICE}),
    "open-year": ("/years/open/", {Role.OFFICE}, {Role.OFFICE}),
    "year-dates": ("/2025/tasks/dates/", {Role.OFFICE}, {Role.OFFICE}),
    "trying": ("/2025/try/", {Role.OFFICE, *LEADERS}, {Role.OFFICE, *LEADERS}),
    "stage": ("/2025/stage/", {Role.OFFICE}, {Role.OFFICE}),
    "quarter": ("/2025/quarters/3/", INSIDERS, {Role.OFFICE}),
    "results": ("/2025/results/", INSIDERS, set()),
    "reward": ("/2025/uses/reward/", DOSSIERS, set()),
    "record": ("/2025/ledger/record/training.absence/", RECORDERS, RECORDERS),
    "screen": ("/2025/ledger/screens/attendance/", RECORDERS, RECORDERS),
    "screen of a register": ("/2025/ledger/screens/briefs/", RECORDERS, RECORDERS),
    "bulk": ("/2025/ledger/bulk/", RECORDERS, RECORDERS),
    "reverse": ("/2025/ledger/1/reverse/", RECORDERS, RECORDERS),
}
OPEN = {"login": "/sign-in/", "health": "/health/"}
ONWARD = {"home": "/", "calendar-now": "/calendar/", "inbox-next": "/inbox/next/", "quarters": "/2025/quarters/", "subordinates-now": "/subordinates/"}
#: Their paths hold what the database gives; test_trail.py, test_recording.py, test_intake.py, test_grading.py, test_papers.py,
#: test_batches.py, test_ending.py, test_subordinates.py and test_uses.py go through them.
ELSEWHERE = (
    "intake-trial", "intake-failed", "history", "evidence", "notice", "notice-department", "quarter-department", "objection-new", "objection", "final",
    "archive", "grading-minutes", "paper-page", "batches", "batch-file", "allotment", "allotment-table", "subordinate",
)  # fmt: skip
#: Always one's own, whoever one is; nothing is there yet.
OWN = {"draft": "/desk/drafts/absence/"}
POST_ONLY = {
    "channel-close": "/desk/channels/mail/close/", "grading-step": "/2025/grading/step/", "grading-conclude": "/2025/grading/conclude/",
    "goals-office": "/2025/goals/office/", "goals-agree-all": "/2025/goals/agree/all/",
    "goals-fix": "/2025/goals/fix/", "goals-failed": "/2025/goals/import/failed.xlsx",
    "goal-step": "/2025/departments/budget/goals/step/", "goal-opened": "/2025/departments/budget/goals/opened/",
    "act": "/delegations/act/", "delegation-revoke": "/delegations/1/revoke/",
    "logout": "/sign-out/", "language": "/language/", "theme": "/theme/", "messages-read": "/inbox/messages/read/",
    "message": "/inbox/messages/1/", "batch-cancel": "/2025/papers/batches/1/cancel/", "progress-remind": "/2025/progress/remind/",
    "excuses-step": "/2025/excuses/step/", "progress-step": "/2025/progress/3/budget/step/", "answer": "/2025/ledger/1/answer/",
    "leave-end": "/2025/ledger/1/end/",
}  # fmt: skip
NOT_THERE = ["/2024/", "/2025/?period=9", "/2025/departments/nowhere/", "/2025/ledger/999/", "/rulebook/other/", "/nowhere/"]

PEOPLE = [*(str(role) for role in Role), "nobody"]


@pytest.fixture
def year(world):
    world.absence()
    Bureau.objects.create(code="below", name="below局", demonstration=True, superior=world.bureau)
    return world


def test_no_address_is_missing_from_the_table():
    named = {name.split(" ")[0] for name in [*PAGES, *FORMS, *OPEN, *ONWARD, *OWN, *POST_ONLY, *ELSEWHERE]}
    assert named == {pattern.name for pattern in get_resolver("kaohe.web.urls").url_patterns}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_form_is_taken_from_those_whose_it_is(year, client, person):
    """What each role is shown, and what nobody else may send, test_matrix.py asks at every stage."""
    client.force_login(getattr(year, person))
    taken = {name: client.post(path, filled()).status_code != 404 for name, (path, _, _) in FORMS.items() if name != "stage"}
    assert taken == {name: person in {str(each) for each in who} for name, (_, _, who) in FORMS.items() if name != "stage"}


@pytest.mark.parametrize("person", PEOPLE)
def test_another_bureau_is_not_even_there(year, elsewhere, client, person):
    elsewhere.at(Stage.RUNNING).absence()
    elsewhere.cycle.__class__.objects.filter(pk=elsewhere.cycle.pk).update(year=2031)
    client.force_login(getattr(year, person))
    for path in ("/2031/", "/2031/departments/budget/", "/2031/ledger/", "/2031/ledger/1/", "/2031/export/board.csv"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("person", PEOPLE)
def test_the_same_address_shows_each_bureau_its_own(year, elsewhere, client, person):
    elsewhere.absence(about="只属于南局的事")
    for world, other in ((year, elsewhere), (elsewhere, year)):
        client.force_login(getattr(world, person))
        page = client.get("/2025/ledger/").content.decode()
        assert ("只属于南局的事" in page) <= (world is elsewhere)
        assert f"{other.bureau.name}</small>" not in page


def test_a_visitor_is_sent_to_the_gate_and_back(year, client):
    for path, _ in PAGES.values():
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={quote(path)}")


def test_the_gate_and_the_sign_of_life_are_open(year, client):
    assert {name: client.get(path).status_code for name, path in OPEN.items()} == dict.fromkeys(OPEN, 200)


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_always_ones_own_is_open_to_everyone_signed_in(year, client, person):
    assert {client.get(path).status_code for path in OWN.values()} == {302}
    client.force_login(getattr(year, person))
    assert {client.get(path).status_code for path in OWN.values()} == {204}


def test_the_front_door_leads_to_the_latest_year(year, client):
    client.force_login(year.auditor)
    assert client.get("/")["Location"] == "/2025/"


def test_someone_without_a_bureau_is_told_what_to_do(year, client):
    stranger = year.nobody
    stranger.bureau = None
    stranger.save(update_fields=["bureau"])
    client.force_login(stranger)
    answer = client.get("/")
    assert answer.status_code == 404
    assert "请联系考核办开立年度" in answer.content.decode()


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_is_not_there_is_said_so_kindly(year, client, path):
    client.force_login(year.office)
    answer = client.get(path)
    assert answer.status_code == 404
    assert "请核对地址" in answer.content.decode()


@pytest.mark.parametrize("path", [path for path, _ in PAGES.values() if path != "/password/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_only_show(year, client, path, method):
    client.force_login(year.office)
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", POST_ONLY.values())
def test_what_changes_something_is_never_a_link(year, client, path):
    client.force_login(year.office)
    assert client.get(path).status_code == 405


def test_before_the_notice_a_department_sees_only_itself(year, client):
    client.force_login(year.department_head)
    page = client.get("/2025/").content.decode()
    assert "预算科" in page
    assert "综合科" not in page
    assert "公示以前只显示您所在或分管科室的得分" in page


def test_after_the_notice_everyone_sees_the_places_but_no_details_of_others(year, client):
    year.at(Stage.NOTICED)
    client.force_login(year.department_head)
    page = client.get("/2025/").content.decode()
    assert "综合科" in page
    assert "/2025/departments/general/" not in page
    assert "/2025/departments/budget/" in page
    assert client.get("/2025/departments/general/").status_code == 404


def test_an_export_shows_no_more_than_the_page(year, client):
    client.force_login(year.department_head)
    table = client.get("/2025/export/board.csv").content.decode()
    assert "预算科" in table
    assert "综合科" not in table


def test_a_body_made_for_one_is_not_shown_to_another(year, client):
    client.force_login(year.office)
    assert "综合科" in client.get("/2025/ledger/").content.decode()
    client.force_login(year.clerk)
    assert "综合科" not in client.get("/2025/ledger/").content.decode()


def test_who_loses_a_role_loses_its_pages_at_once(year, client):
    client.force_login(year.department_head)
    assert client.get("/2025/departments/budget/").status_code == 200
    year.department_head.appointments.update(until="2025-01-01")
    assert client.get("/2025/departments/budget/").status_code == 404


def test_looking_changes_nothing(year, client):
    client.force_login(year.office)
    with CaptureQueriesContext(connection) as queries:
        for path, _ in PAGES.values():
            client.get(path)
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
