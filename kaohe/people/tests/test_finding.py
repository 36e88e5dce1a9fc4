"""Finding by what is written, by letters and by initials: the same order in the database as beside it, from letters kept in the rows."""

import pytest

from kaohe.people.actions import carry_out, change_department, create_department, name_officer, set_departments
from kaohe.people.finding import fit, ranked
from kaohe.people.models import Department, Officer
from kaohe.people.pinyin import letters_of, letters_of_name
from kaohe.people.tests.rosters import handed_in, workbook
from kaohe.people.tests.test_departments import ASSETS

NAMES = ["预算科", "全市预算", "预算", "育苏", "会计科", "单雄信", "Y-Z1", "北京Office", "乐清100%科", "a_b", "曾庆波", "★"]
ASKED = ["预算", "ysk", "yusuan", "ys", "suan", "kjk", "kuaiji", "YSK", "y-z1", "yu suan", "y", "sxx", "dxx", "office", "%", "_", "'", ".", "qb", "综合", "12"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [("预算", "预算科"), ("ysk", "预算科"), ("yusuan", "预算科"), ("ys", "预算科"), ("suan", "预算科"), ("kjk", "会计科"),
     ("kuaiji", "会计科"), ("YSK", "预算科"), ("y-z1", "Y-Z1"), ("yu suan", "预算科"), ("y", "预算科")],
)  # fmt: skip
def test_a_name_is_found_by_what_people_type(asked, text):
    assert fit(asked, [text], letters_of(text)) is not None


@pytest.mark.parametrize(("asked", "text"), [("ysb", "预算科"), ("k", "预算科"), ("综合", "预算科"), ("12", "预算科"), (".ysk", "预算科")])
def test_what_does_not_fit_is_not_found(asked, text):
    assert fit(asked, [text], letters_of(text)) is None


def test_the_better_fit_comes_first():
    names = [name for name in NAMES if fit("预算", [name]) is not None]
    assert sorted(names, key=lambda name: fit("预算", [name])) == ["预算", "预算科", "全市预算"]
    by_letters = [name for name in NAMES if fit("ys", [], letters_of(name)) is not None]
    assert sorted(by_letters, key=lambda name: fit("ys", [], letters_of(name)))[0] in ("预算科", "预算", "育苏")


def test_the_database_finds_the_same_in_the_same_order(world):
    for number, name in enumerate(NAMES):
        Department.objects.create(bureau=world.bureau, code=f"d{number}", name=name)
    for asked in ASKED:
        rows = ranked(Department.objects.filter(code__startswith="d"), asked, ["name"], ["code"])
        expected = {name: place for name in NAMES if (place := fit(asked, [name], letters_of(name))) is not None}
        assert {row.name: row.fit for row in rows} == expected, asked
        assert [row.fit for row in rows] == sorted(expected.values())


def _department_letters_are_right():
    return {row.code: row.letters == letters_of(*(each for each in (row.name, row.short_name, *row.aliases) if each)) for row in Department.objects.all()}


def test_letters_are_kept_current_by_every_action(world, tmp_path):
    create_department(officer=world.administrator, bureau=world.bureau, department=ASSETS)
    change_department(officer=world.administrator, department=world.budget, changes={"name": "预算与绩效科", "aliases": ["绩效办"]})
    set_departments(officer=world.administrator, bureau=world.bureau, departments=[world.general.as_fact()])
    assert "jxb" in Department.objects.get(code="budget").letters
    departments = [["代码", "科室", "别名"], ["general", "综合事务科", "综合处"], [None, "国库科", None]]
    rows = [["张三", None, "综合事务科", None, None, None, None], ["李四新", "north-clerk", None, None, None, None, None]]
    carry_out(officer=world.administrator, intake=handed_in(world, workbook(tmp_path, rows, departments)))
    assert set(_department_letters_are_right().values()) == {True}
    name_officer(officer=world.administrator, who=world.office, name="单田芳", title="")
    assert Officer.objects.get(username="zhangsan").letters == " .zs zhangsan"
    for row in Officer.objects.all():
        assert row.letters == letters_of_name(row.name), row


def test_letters_are_not_saved_by_hand(world):
    row = world.budget
    row.letters = "anything"
    row.save()
    assert row.letters == letters_of("预算科")
