"""What if, on its page: one supposition or several, all in the address; what changes first; and how firmly the ranking stands."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.audit.models import Record
from kaohe.engine import Entry, Happened, Regraded, Repriced, RestGraded, TakenBack, YearOver
from kaohe.ledger.actions import record_entries
from kaohe.ledger.models import Entry as LedgerEntry
from kaohe.web.shapes.supposing import read, written
from tests.support.ending import ready
from tests.support.forms import filled
from tests.support.pages import at, text

pytestmark = pytest.mark.once


@pytest.fixture
def closing(world):
    """Both departments graded alike: 85.00 less what the ledger takes; `budget` lost 1 × 0.4 by an absence."""
    world.absence()
    return ready(world)


def asked(client, query=""):
    return client.get(f"/2025/what-if/{query}")


@pytest.fixture
def office(closing, client):
    client.force_login(closing.office)
    return client


@pytest.mark.parametrize(
    "supposition",
    [
        Regraded("budget", "Y-Z1", "good"),
        Regraded("budget", "甲:乙 丙/%", "good"),
        RestGraded("qualified"),
        TakenBack("318"),
        TakenBack("318", 2),
        Repriced("brief.adopted", "city", Decimal("1.5")),
        Happened(Entry("", "budget", "brief.adopted", date(2025, 3, 1), 2, level="city", matter="经验：一")),
        YearOver(),
    ],
)
def test_what_is_written_into_an_address_is_read_out_of_it(supposition):
    assert read(written(supposition)) == supposition


@pytest.mark.parametrize("text", ["", "grade", "grade:a:b", "back:1:x", "price:a:b:c", "event:a:b:notaday:1:::", "over:1", "drop:table", "price:a:b:1e9"])
def test_what_no_page_writes_is_passed_over(text):
    assert read(text) is None


def main(answer):
    """The page without its side bar."""
    return text(answer).split("<main", 1)[1]


def test_a_form_leads_to_an_address_and_that_shows_what_would_be(office):
    answer = asked(office, "?add=price&rule=training.absence/each&amount=2")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"if": ["price:training.absence:each:2"]}
    page = text(office.get(answer["Location"]))
    assert "“无故缺勤”每次计 2 分（办法为 1 分）" in page
    assert "−0.4" in page
    assert "学习培训 6 → 5" in page


@pytest.mark.parametrize(
    ("fields", "supposed", "told"),
    [
        ("add=grade&goal=budget/Y-Z1&grade=good", "grade:budget:Y-Z1:good", "预算科的目标 Y-Z1 目标Y-Z1 划为“良好”"),
        ("add=back&entry=%231&number=", "back:1", "收回记录 #1（预算科 无故缺勤 2025-03-12 ×1）"),
        (
            "add=event&department=general&rule=network.delay/&occurred_on=2025-05-06&count=1&amount=&matter=",
            "event:general:network.delay:2025-05-06:1:::",
            "再有一笔：综合科 未用局域网致延误 2025-05-06 ×1",
        ),
        (
            "add=event&department=budget&rule=brief.adopted/city&occurred_on=2025-05-06&count=1&amount=&matter=%E7%94%B2",
            "event:budget:brief.adopted:2025-05-06:1:city::甲",
            "信息采用（市级机关采用）",
        ),
    ],
)
def test_each_kind_of_supposition_has_its_form(office, fields, supposed, told):
    answer = asked(office, f"?{fields}")
    assert [unquote(each) for each in parse_qs(urlsplit(answer["Location"]).query)["if"]] == [supposed]
    assert told in text(office.get(answer["Location"]))


def test_several_are_made_at_once_and_each_can_be_left_out(office):
    both = "?if=grade:general:G-Z1:good&if=back:1"
    page = asked(office, both)
    assert "会变的科室" in text(page)
    assert 'href="/2025/what-if/?if=back%3A1"' in page.content.decode()
    more = asked(office, f"{both}&add=price&rule=exam.failed/each&amount=3")
    assert len(parse_qs(urlsplit(more["Location"]).query)["if"]) == 3


def test_places_change_with_the_points(office):
    """综合科 leads by 0.4; without the absence both are equal, and with a better grade 预算科 is first."""
    page = text(asked(office, "?if=grade:budget:Y-Z1:good"))
    assert "2 → <strong>1</strong>" in page
    assert "1 → <strong>2</strong>" in page


def test_a_form_that_was_not_understood_is_shown_again_as_it_was_typed(office):
    answer = asked(office, "?add=price&rule=&amount=-3")
    assert answer.status_code == 422
    assert 'value="-3"' in answer.content.decode()
    assert "请填不小于 0 的小数" in text(answer)


def test_what_cannot_be_supposed_is_told_and_left_out(office):
    page = text(asked(office, "?if=back:99&if=grade:budget:Y-Z9:good&if=back:1"))
    assert "没有可以收回的记录 99" in page
    assert "没有编号为“Y-Z9”的目标" in page
    assert "+0.4" in page


def test_what_would_be_wrong_is_told(office):
    page = text(asked(office, "?if=event:budget:brief.adopted:2025-05-06:1:unheard::"))
    assert "照这些假设，还有这些未定或有误" in page
    assert "unheard" in page


def test_a_running_year_is_looked_at_as_if_it_were_graded_and_over(world, client):
    client.force_login(world.office)
    page = text(client.get("/2025/what-if/?if=rest:qualified&if=over"))
    assert "尚未划档的目标都划为“合格”" in page
    assert "暂无名次" not in page
    assert "暂无名次" in text(client.get("/2025/what-if/"))


def test_nothing_is_kept(office):
    before = Record.objects.count(), LedgerEntry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        asked(office, "?if=grade:budget:Y-Z1:good&if=back:1&if=price:training.absence:each:2")
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []
    assert (Record.objects.count(), LedgerEntry.objects.count()) == before
    assert office.post("/2025/what-if/", filled({"if": "back:1"})).status_code == 405


def test_another_edition_is_looked_at_too(office, closing):
    dearer = closing.cycle.rulebook().texts["rulebook.yaml"].replace("label: 无故缺勤, each: 1", "label: 无故缺勤, each: 3")
    assert asked(office, "?edition=nothing").status_code == 404
    _adopted(closing, dearer)
    page = asked(office, "?edition=dearer")
    assert "学习培训 6 → 4" in text(page)
    assert '<option value="dearer" selected>' in page.content.decode()


def _adopted(world, rules):
    from kaohe.cycles.models import Edition
    from kaohe.engine import load

    book = load({**world.cycle.rulebook().texts, "rulebook.yaml": rules}).rulebook
    Edition.objects.create(
        bureau=world.bureau, code="dearer", label="修订稿", texts=dict(book.texts), digest=book.digest, digest_sm3=book.digest_sm3,
        adopted_on=date(2025, 12, 1), adopted_by=world.director,
    )  # fmt: skip


def test_a_deputy_supposes_only_about_what_they_may_see(closing, client):
    client.force_login(closing.deputy_director)
    page = text(asked(client, "?if=grade:general:G-Z1:excellent"))
    assert "没有编号为“G-Z1”的目标" in page
    assert "目标G-Z1" not in page
    assert "G-Z1 目标" not in text(asked(client))
    own = text(asked(client, "?if=grade:budget:Y-Z1:excellent"))
    assert "综合科" in own
    record_entries(
        officer=closing.office, cycle=closing.cycle,
        entries=[Entry("2", "general", "training.absence", date(2025, 5, 6), persons=("某人",), about="不宜外传", evidence=("表",))],
    )  # fmt: skip
    number = LedgerEntry.objects.latest("number").number
    hidden = text(asked(client, f"?if=back:{number}"))
    assert "没有可以收回的记录" in hidden
    assert "不宜外传" not in hidden


def test_the_same_number_of_queries_however_many_are_supposed(office):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            asked(office, query)
        return len(captured)

    queries("")
    assert queries("?if=back:1") == queries("?if=back:1&if=grade:budget:Y-Z1:good&if=price:exam.failed:each:2") <= 15


# ---- the ranking's firmness --------------------------------------------------------------------------------------------


def test_each_pair_of_neighbours_with_its_gap_and_what_would_swap_them(office):
    page = text(office.get("/2025/what-if/stability/"))
    assert '<strong class="kh-number">0.40</strong>' in page
    assert "预算科的目标 Y-Z1 目标Y-Z1 划为“良好”" in page
    assert "综合科的目标 G-Q1 目标G-Q1 划为“基本合格”" in page
    assert "收回预算科的一笔" not in page  # it would only draw level


def test_each_change_leads_to_its_what_if(office):
    page = office.get("/2025/what-if/stability/").content.decode()
    url = "/2025/what-if/?if=grade%3Abudget%3AY-Z1%3Agood"
    assert f'href="{url}"' in page
    assert "2 → <strong>1</strong>" in text(office.get(url))


def test_a_deputy_is_told_only_how_many_changes_there_are_elsewhere(closing, client):
    client.force_login(closing.deputy_director)
    page = text(client.get("/2025/what-if/stability/"))
    assert "目标 Y-Z1" in page
    assert "G-Q1" not in page
    assert "另有 6 项在您不能查看的科室" in page


def test_while_nobody_is_ranked_the_page_says_why(world, client):
    client.force_login(world.office)
    assert "还没有名次" in text(client.get("/2025/what-if/stability/"))


def test_an_edition_is_tried_on_this_years_facts_before_it_is_adopted(closing, client):
    from kaohe.web.tests.test_editions import RULES, zipped

    client.force_login(closing.leading_group)
    dearer = zipped(**{"rulebook.yaml": RULES.replace("label: 无故缺勤, each: 1", "label: 无故缺勤, each: 3")})
    page = text(client.post("/editions/", filled({"files": dearer})))
    assert "自带的" not in page  # its own case no longer holds, and so it can't be adopted
    longer = zipped(**{"rulebook.yaml": RULES.replace("label: 办公室, size: 9", "label: 办公室, size: 8")})
    page = text(client.post("/editions/", filled({"files": longer})))
    assert "假如2025 年度按这个版本" in page
    assert "没有任何科室的得分和名次会变" in page


def test_who_may_try_other_numbers_is_led_from_one_page_to_the_other(closing):
    leader, deputy = at(closing.leading_group), at(closing.deputy_director)
    assert 'href="/2025/try/"' in main(leader.get("/2025/what-if/"))
    assert 'href="/2025/what-if/"' in main(leader.get("/2025/try/"))
    assert 'href="/2025/try/"' not in main(deputy.get("/2025/what-if/"))

