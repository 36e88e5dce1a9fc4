"""Above the bureau: a superior sees what subordinates have published, all of that and nothing else, and nobody else sees it."""

import html
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kaohe.cycles.models import Cycle, Edition
from kaohe.engine import load
from kaohe.people.actions import place_under
from kaohe.people.models import Bureau, Officer
from kaohe.people.roles import Role
from kaohe.results import above
from kaohe.results.actions import propose, reopen_year
from kaohe.results.actions.keeping import keep
from kaohe.results.models import Ask, Kind
from tests.support.bureau import appoint_at_once, found, rulebook
from tests.support.ending import AFTER, again, final, lapsed, published, ready

SEEING = {"office", "director", "leading_group", "auditor"}
PAGE = "/subordinates/2025/"


def text(answer):
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def main(page):
    return re.search(r"<main.*</main>", page)[0]


def state_of(page, name):
    return re.search(rf"{name}.*?kh-mark [\w-]+\">([^<]+)<", page)[1]


def at(client, world, person="office", path=PAGE, **extra):
    client.force_login(getattr(world, person))
    return client.get(path, **extra)


@pytest.fixture
def ended(elsewhere):
    """The south has published: budget lost a point in training."""
    elsewhere.absence()
    published(ready(elsewhere))
    return elsewhere


@pytest.fixture
def superior(world, ended):
    place_under(bureau=ended.bureau, superior=world.bureau)
    return world


def test_only_those_who_lead_and_watch_a_superior_are_shown_it(superior, ended, client):
    for path in (PAGE, "/subordinates/2025/table.xlsx", "/subordinates/2025/south/"):
        got = {person for person in superior.people if at(client, superior, person, path).status_code == 200}
        assert got == SEEING, path
        assert {at(client, ended, person, path).status_code for person in ended.people} == {404}, "they have nobody under them"


def test_another_superior_sees_nothing_of_it(superior, client):
    other, own = found("west"), found("east")
    assert at(client, other).status_code == 404
    place_under(bureau=own.bureau, superior=other.bureau)
    assert "south局" not in text(at(client, other))
    assert at(client, other, path="/subordinates/2025/south/").status_code == 404


def test_siblings_do_not_see_each_other(superior, ended, client):
    sibling = found("west")
    place_under(bureau=sibling.bureau, superior=superior.bureau)
    assert {at(client, sibling, person).status_code for person in sibling.people} == {404}
    assert at(client, ended, path="/subordinates/2025/west/").status_code == 404


def test_who_is_no_longer_under_is_no_longer_seen(superior, ended, client):
    assert at(client, superior).status_code == 200
    place_under(bureau=ended.bureau, superior=None)
    assert at(client, superior).status_code == 404


def test_a_kept_page_follows_names_and_states(superior, ended, client):
    at(client, superior)
    Bureau.objects.filter(pk=ended.bureau.pk).update(name="改名局", short_name="改名")
    page = text(at(client, superior))
    assert "改名局" in page
    assert "south局" not in page


def test_the_menu_offers_it_to_a_superior_alone(superior, ended, client):
    assert 'href="/subordinates/"' in text(at(client, superior, path="/2025/"))
    assert 'href="/subordinates/"' not in text(at(client, superior, "clerk", "/2025/"))
    assert 'href="/subordinates/"' not in text(at(client, ended, path="/2025/"))
    assert at(client, superior, path="/subordinates/")["Location"] == PAGE


def test_a_bureau_is_told_who_sees_what_it_publishes(superior, ended, client):
    assert "上级单位（north局）也可以查看" in text(at(client, ended, "clerk", "/2025/results/"))
    assert "上级单位（" not in text(at(client, superior, "clerk", "/2025/results/"))


def test_a_superior_without_years_of_its_own_comes_to_it(superior, client):
    district = Bureau.objects.create(code="district", name="区考核办", demonstration=True)
    officer = Officer.objects.create(username="district-office", name="赵一", bureau=district, password="!")
    appoint_at_once(officer, Role.OFFICE)
    place_under(bureau=superior.bureau, superior=district)
    client.force_login(officer)
    assert client.get("/")["Location"] == "/subordinates/"
    page = text(client.get(PAGE))
    assert state_of(page, "north局") == "进行中"
    assert state_of(page, "south局") == "公示", "those of lower levels too"


def test_each_state_of_a_year_is_said_with_what_was_last_published(superior, ended, client):
    year = ended.cycle
    assert state_of(text(at(client, superior)), "south局") == "公示"
    lapsed(ended)
    final(ended)
    assert state_of(text(at(client, superior)), "south局") == "定案"
    before = at(client, superior, path="/subordinates/2025/south/")
    proposal = propose(officer=ended.office, cycle=ended.cycle, ask=Ask.REOPEN, reason="发现差错", at=AFTER)
    reopen_year(officer=ended.director, proposal=proposal, at=AFTER)
    again(ended)
    ended.absence(cycle=ended.cycle, about="重新开启以后才登记的", matter="")
    page = text(at(client, superior))
    assert state_of(page, "south局") == "定案", "that it was taken up again is no result yet"
    pattern = r"<span>预算科</span><span class=\"kh-number\">([\d.]+)<"
    assert re.search(pattern, page), "the final result goes on being shown"
    after = text(at(client, superior, path="/subordinates/2025/south/"))
    table = re.search(r"<tbody>.*?</tbody>", text(before))[0]
    assert table in after, "as it was announced, not as the ledger stands"
    assert year.pk


def test_nothing_that_runs_is_shown(world, elsewhere, client):
    place_under(bureau=elsewhere.bureau, superior=world.bureau)
    elsewhere.absence()
    ready(elsewhere)
    with CaptureQueriesContext(connection) as queries:
        page = text(at(client, world))
    assert state_of(page, "south局") == "进行中"
    assert "<span>预算科</span><span" not in page
    assert not [each for each in queries if "ledger_entry" in each["sql"] and "south" in each["sql"]]
    assert at(client, world, path="/subordinates/2025/south/").status_code == 404


def test_a_year_that_a_bureau_has_not_opened_is_said_so_and_one_that_none_has_is_not_there(superior, client):
    Bureau.objects.create(code="new", name="新局", demonstration=True, superior=superior.bureau)
    assert state_of(text(at(client, superior)), "新局") == "未开启"
    for year in ("2031", "0", "99999999999999999999"):
        assert at(client, superior, path=f"/subordinates/{year}/").status_code == 404
        assert at(client, superior, path=f"/subordinates/{year}/table.xlsx").status_code == 404
        assert at(client, superior, path=f"/subordinates/{year}/south/").status_code == 404
    assert at(client, superior, path="/subordinates/2025/new/").status_code == 404


def test_a_bulletin_is_no_result(world, elsewhere, client):
    place_under(bureau=elsewhere.bureau, superior=world.bureau)
    keep(elsewhere.cycle, Kind.BULLETIN, elsewhere.office, AFTER, period=elsewhere.cycle.periods.first())
    assert state_of(text(at(client, world)), "south局") == "进行中"
    assert at(client, world, path="/subordinates/2025/south/").status_code == 404


def test_the_published_page_names_departments_and_no_person(superior, client):
    page = text(at(client, superior, path="/subordinates/2025/south/"))
    assert "关于2025年度目标绩效考核结果的公示" in page
    assert "south局" in page
    assert "预算科" in page
    for hidden in ("王浩然", "未参加集中学习", "south·office", "south·director", "/departments/budget/", "/notices/"):
        assert hidden not in main(page)
    assert at(client, superior, path="/subordinates/2025/south/?of=999").status_code == 404
    assert at(client, superior, path="/subordinates/2025/south/?of=%C2%B2").status_code == 404


def test_what_was_announced_before_can_still_be_looked_at(superior, ended, client):
    first = ended.cycle.notices.get().snapshot_id
    lapsed(ended)
    final(ended)
    page = text(at(client, superior, path=f"/subordinates/2025/south/?of={first}"))
    assert "此后又公布过" in page
    assert "结果公示（1）" in page


@pytest.fixture
def three(superior, ended):
    """Two of the same text, and one that changed its own."""
    same, other = found("east"), found("west")
    _amended(other)
    for each in (same, other):
        published(ready(each))
        place_under(bureau=each.bureau, superior=superior.bureau)
    return superior


def _amended(world):
    """The bureau's year follows a text of its own, in which a sentence stands that the others don't have."""
    _adopted(world, rulebook().texts | {"document.md": rulebook().texts["document.md"] + "\n本办法另有规定。\n"})


def _adopted(world, texts):
    own = load(texts).rulebook
    edition = Edition.objects.create(
        bureau=world.bureau, code="own", label="另一办法", texts=texts, digest=own.digest, digest_sm3=own.digest_sm3,
        adopted_on=date(2024, 12, 31), adopted_by=world.director,
    )  # fmt: skip
    Cycle.objects.filter(pk=world.cycle.pk).update(edition=edition)
    again(world)


def test_items_of_one_text_are_compared_as_shares_of_their_own_full_points(three, client):
    page = text(at(client, three))
    assert "《目标绩效考核办法（试行）》各项目" in page
    assert "《另一办法》只有west局依照，它的项目与别的单位不可比" in page
    drawing = re.search(r"<svg[^>]*aria-labelledby=\"items-0-t.*?</details>", page)[0]
    # 6 of 7 points in south's budget department, 7 of 7 everywhere else: the means are 92.9 and 100.
    assert re.search(r"学习培训</a></th>(<td[^>]*>[^<]*</td> ?){5}", drawing)
    assert "<td class=\"kh-right\">92.9</td>" in drawing
    key = re.search(r"\?item=(\w{8}\.training\.7)#item", page)[1]
    detail = text(at(client, three, path=f"{PAGE}?item={key}"))
    drawing = re.search(r"<svg[^>]*aria-labelledby=\"item-t.*?</details>", detail)[0]
    assert "满分 7 分（条款 附件3 一(一)1）" in drawing
    assert "85.7" in drawing, "6 of 7"
    assert "east局" in drawing
    assert "west局" not in drawing
    assert 'id="item"' not in text(at(client, three, path=f"{PAGE}?item=nothing"))


def test_the_table_can_be_taken_away(three, client):
    got = at(client, three, path="/subordinates/2025/table.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(got.content))
    assert book.sheet_names == ["单位", "科室名次", "分项"]
    bureaus = {row[0]: row for row in book.get_sheet_by_name("单位").to_python()[4:7]}
    assert set(bureaus) == {"south局", "east局", "west局"}
    assert bureaus["west局"][2] == "另一办法"
    assert isinstance(bureaus["west局"][6], float | int)
    items = book.get_sheet_by_name("分项").to_python()[4:]
    assert {row[4] for row in items if row[1] == "学习培训"} == {"south局", "east局"}


def test_in_english_it_is_english(three, client):
    client.cookies["django_language"] = "en"
    page = text(at(client, three))
    left = set(re.findall(r"[一-鿿]+", re.sub(r"<[^>]+>", " ", main(page))))
    assert left <= {"局", "另一办法"}, "only names that their own text doesn't translate"


def test_the_measures_of_a_bureau_that_announced_nothing_are_not_shown_either(world, elsewhere, client):
    place_under(bureau=elsewhere.bureau, superior=world.bureau)
    assert elsewhere.cycle.edition.label not in main(text(at(client, world)))


def test_an_item_of_other_full_points_is_not_laid_beside_the_others(superior, client):
    other, rules = found("east"), rulebook().texts["rulebook.yaml"]
    for item, full, own in (("training", 7, 9), ("exam", 4, 2)):  # together as before
        rules = re.sub(rf"(- item: {item}\n(?:.*\n){{2}}\s+full: ){full}\b", rf"\g<1>{own}", rules)
    _adopted(other, rulebook().texts | {"rulebook.yaml": rules})
    published(ready(other))
    place_under(bureau=other.bureau, superior=superior.bureau)
    page = text(at(client, superior))
    assert "2 个单位依照同一份办法" in page
    assert not re.search(r"\?item=\w{8}\.training\.", page)
    assert re.search(r"\?item=\w{8}\.business\.", page)


def test_an_item_that_is_scored_by_other_rules_is_not_laid_beside_the_others_and_keeps_its_own_measures_name(superior, client):
    other, rules = found("east"), rulebook().texts["rulebook.yaml"]
    stricter = re.sub(r"(code: training\.absence\b[^}]*?each: )1\b", r"\g<1>3", rules)
    assert stricter != rules
    _adopted(other, rulebook().texts | {"rulebook.yaml": stricter})
    published(ready(other))
    place_under(bureau=other.bureau, superior=superior.bureau)
    page = text(at(client, superior))
    for item in ("training", "total"):
        assert not re.search(rf"\?item=\w{{8}}\.{item}\.", page)
    assert re.search(r"\?item=\w{8}\.business\.", page)
    items = CalamineWorkbook.from_filelike(io.BytesIO(at(client, superior, path="/subordinates/2025/table.xlsx").content)).get_sheet_by_name("分项")
    measures = {row[4]: row[0] for row in items.to_python()[4:] if row[4]}
    assert measures["east局"] == "另一办法" != measures["south局"]


def test_many_bureaus_cost_no_more_queries(three, client):
    at(client, three)
    with CaptureQueriesContext(connection) as few:
        at(client, three)
    for code in ("b1", "b2", "b3"):
        place_under(bureau=published(ready(found(code))).cycle.bureau, superior=three.bureau)
    above._published.clear()
    above._bases.clear()
    with CaptureQueriesContext(connection) as cold:
        at(client, three)
    with CaptureQueriesContext(connection) as many:
        at(client, three)
    assert len(many) == len(few)
    assert len(cold) == len(many) + 2, "boards and texts, each once"
    assert not [each["sql"] for each in many if '"board"' in each["sql"] or '"texts"' in each["sql"]]
