"""Chinese first, English complete: every sentence has its English, and an English page holds no Chinese but people's own words."""

import ast
import re
from datetime import date
from pathlib import Path

import polib
import pytest
from django.conf import settings

from kaohe.cycles.models import Period
from kaohe.engine import phrase
from kaohe.engine.phrases import codes
from kaohe.people.models import Officer
from kaohe.web.tests.test_access import FORMS, NOT_THERE, PAGES
from tests.support.bureau import PAPER

pytestmark = pytest.mark.once

ROOM = Path(__file__).resolve().parents[1]
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
CALLS_IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext"}
TRANSLATE = re.compile(r'{% translate "([^"]+)"(?: context "(\w+)")? %}')
BLOCK = re.compile(r'{% blocktranslate(?:[^%]*? context "(\w+)")?[^%]*?%}(.*?){% (?:plural|endblocktranslate) %}')
CHINESE = re.compile(r"[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e]+")


def spoken_in_code():
    """Every literal that the code of any room hands to the translator, with its context."""
    for path in ROOM.parent.rglob("*.py"):
        if {"tests", "migrations", "engine", "files", "demo"} & set(path.parts):
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(call, "func", None), "id", "")
            said = [each.value for each in call.args if isinstance(each, ast.Constant)] if isinstance(call, ast.Call) else []
            if said and name in CALLS:
                yield None, said[0]
            elif said and name in CALLS_IN_CONTEXT:
                yield said[0], said[1]


def spoken_in_templates():
    """The same of every template; Django looks a sentence of a template up with its per cent signs doubled."""
    for path in ROOM.rglob("*.html"):
        text = path.read_text("utf-8")
        for literal, context in TRANSLATE.findall(text):
            yield context or None, literal.replace("%", "%%")
        for context, block in BLOCK.findall(text):
            yield context or None, re.sub(r"{{ (\w+) }}", r"%(\1)s", block.replace("%", "%%"))


def in_order(found):
    return sorted(found, key=lambda each: (each[0] or "", each[1]))


def test_every_sentence_has_its_english_in_its_own_context():
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if entry.translated() and "fuzzy" not in entry.flags}
    spoken = {*spoken_in_code(), *spoken_in_templates()}
    assert len(spoken) > 200
    assert {context for context, _words in spoken} >= {None, "many", "done", "trying"}
    assert in_order(spoken - known) == []


def test_no_english_is_left_over():
    spoken = {*spoken_in_code(), *spoken_in_templates()}
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE))}
    assert in_order(known - spoken) == []


def test_the_english_keeps_every_blank_to_be_filled():
    blanks = re.compile(r"%(?:\(\w+\))?s")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        for english in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if sorted(blanks.findall(entry.msgid)) != sorted(blanks.findall(english))
    ]
    assert wrong == []


#: The blanks of sentences that are filled with labels. In English these begin with a capital, wherever they come to stand.
LABELS = {"period", "category", "grade", "rule", "item", "level", "block", "stage"}
BLANK = re.compile(r"[{(](\w+)(?:[})]s?|:[^}]*})")


def astray(english, labels):
    """The labels that stand within a sentence as if they were words of it: neither at its head nor in quotation marks or brackets."""
    found = []
    for blank in BLANK.finditer(english):
        before = english[: blank.start()].removesuffix("%")
        head = BLANK.sub("", re.split(r"[.:;·\n]", before)[-1])
        if blank[1] in labels and before[-1:] not in ("“", "(") and re.search("[A-Za-z]", head):
            found.append(blank[1])
    return found


def test_a_label_stands_where_its_capital_belongs_in_english():
    assert astray("The bulletin of {period} is out", LABELS) == astray("Tell the progress of %(period)s", LABELS) == ["period"]
    assert not astray("{period}, {item}: the base of “{category}” ({rule})", LABELS)
    said = [(code, phrase(code, "en"), LABELS) for code in codes()]
    # In the rooms' own phrases roles are words of their sentences; in the catalogue they are labels.
    said += [(entry.msgid, english, LABELS | {"role"}) for entry in polib.pofile(str(CATALOGUE)) for english in (entry.msgstr, *entry.msgstr_plural.values())]
    odd = {name: found for name, english, labels in said if (found := astray(english, labels))}
    assert not odd


def test_no_template_holds_chinese_outside_its_sentences():
    for path in ROOM.rglob("*.html"):
        text = re.sub(r"{% blocktranslate.*?endblocktranslate %}", "", TRANSLATE.sub("", path.read_text("utf-8")))
        left = set(CHINESE.findall(text)) - {"考", "中文"}
        assert not left, f"{path.name}: {left}"


@pytest.fixture
def year(world):
    """The bureau with every kind of thing on its pages, its own words in Latin letters so that ours stand out."""
    labels = ("一季度", "二季度", "三季度", "四季度")
    for period, label in zip(Period.objects.filter(cycle=world.cycle), labels, strict=True):
        Period.objects.filter(pk=period.pk).update(label=label)
    world.bureau.__class__.objects.filter(pk=world.bureau.pk).update(name="North")
    Officer.objects.filter(bureau=world.bureau).update(name="Somebody")
    world.cycle.goals.update(title="A goal")
    papers = tuple(paper.__class__("Paper") for paper in PAPER)
    told = {"persons": ["Li"], "about": "Not there", "evidence": papers}
    for rule, more in [
        ("training.absence", {"count": 9}),
        ("credits.falsified", {}),
        ("service.complaint_upheld", {"matter": "m-1"}),
        ("execution.error", {"matter": "m-1"}),
        ("brief.adopted", {"level": "city", "matter": "b-1"}),
        ("brief.adopted", {"level": "district", "matter": "b-1"}),
        ("training.session", {"count": 5}),
        ("integrity.breach", {}),
    ]:
        world.absence(rule=rule, **told, **more)
    world.absence(rule="brief.sent", occurred_on=date(2025, 2, 3), matter="b-2", **told)
    return world


@pytest.mark.parametrize("path", [path for path, _ in PAGES.values() if not path.endswith(".xlsx")] + NOT_THERE + [
    *(path for path, *_ in FORMS.values()),
    "/2025/?period=2", "/2025/departments/budget/?period=1", "/2025/ledger/5/", "/2025/ledger/?clause=3.1.4.2", "/sign-in/",
])  # fmt: skip
def test_an_english_page_holds_no_chinese(year, client, path):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if path != "/sign-in/":
        client.force_login(year.office)
    answer = client.get(path)
    text = answer.content.decode() if answer.headers["Content-Type"].startswith("text/") else ""
    text = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)  # what is Chinese in itself, and says so
    page = re.sub(r'<span class="kh-seal[^>]*>考</span>|>中文<', "", text)
    assert not set(CHINESE.findall(page))


ALONE = [
    re.compile(rf"<{kind}[^>]*>(.*?)</{kind.split()[0]}>", re.DOTALL)
    for kind in ("h1", "h2", "h3", "h4", "label", "legend", "button", "summary", "option", "caption", "dt", 'th scope="col"', 'span class="kh-mark')
]


@pytest.mark.parametrize("path", [path for path, _ in PAGES.values() if not path.endswith(".xlsx")] + [
    *(path for path, *_ in FORMS.values()), "/2025/ledger/record/leave.taken/", "/2025/ledger/?clause=3.1.4.2",
])  # fmt: skip
def test_what_stands_by_itself_begins_with_a_capital_in_english(year, client, path):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(year.office)
    answer = client.get(path)
    page = answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
    texts = {" ".join(re.sub(r"<[^>]+>", "", inner).split()) for kind in ALONE for inner in kind.findall(page)}
    assert sorted(text for text in texts if text[:1].islower()) == []


def test_a_refusal_at_the_gate_is_in_english_too(world, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.post("/sign-in/", {"username": "x", "password": "y"}).content.decode()
    assert "The account or the password is wrong" in page


def test_a_button_that_records_is_not_called_what_was_recorded(world, client):
    client.force_login(world.office)
    client.cookies["django_language"] = "en"
    page = client.get("/2025/ledger/record/training.absence/").content.decode()
    assert re.search(r"</svg>Record</button>", page)
    side = re.search(r'<nav[^>]*>.*?</nav>', page, re.DOTALL)[0]
    assert re.search(r"Goals\s*<", side)
    assert re.search(r"Record\s*<", side)
