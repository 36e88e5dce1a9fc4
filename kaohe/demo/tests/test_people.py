"""The invented staff fits the founding rulebook's departments."""

from collections import Counter

from kaohe.demo import DEMO_BUREAU, demo_people
from kaohe.demo.people import CHECKER, CLERK, DEPUTY, HEAD, OFFICE, recorder_of
from kaohe.demo.tests.founding import RULEBOOK


def test_each_department_has_as_many_officers_as_the_rulebook_says():
    staff = Counter(person.department for person in demo_people() if person.department)
    assert staff == {department.code: department.size for department in RULEBOOK.departments}


def test_no_two_officers_share_a_name_or_a_login():
    people = demo_people()
    assert len({person.name for person in people}) == len({person.login for person in people}) == len(people)


def test_every_department_has_one_head_one_clerk_and_one_leader_who_supervises_it():
    people = demo_people()
    codes = sorted(department.code for department in RULEBOOK.departments)
    for role in (HEAD, CLERK):
        assert sorted(person.department for person in people if person.role == role) == codes
    assert sorted(code for person in people for code in person.supervises) == codes


def test_deputy_directors_belong_to_no_department():
    assert [person.department for person in demo_people() if person.role == DEPUTY] == ["", "", ""]


def test_nobody_records_what_their_own_department_did():
    home = {person.name: person for person in demo_people()}
    for department in RULEBOOK.departments:
        writers = {home[recorder_of(department.code, turn)] for turn in range(20)}
        assert {writer.role for writer in writers} <= {OFFICE, CHECKER}
        assert department.code not in {writer.department for writer in writers}


def test_the_bureau_says_that_it_is_a_demonstration():
    assert "演示" in DEMO_BUREAU
