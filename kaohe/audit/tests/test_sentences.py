"""Every deed reads as a sentence in both languages, and tells what it changed."""

import pytest

from kaohe.audit.models import Record
from kaohe.audit.sentences import changes, sentence, tag_words
from kaohe.audit.tags import Tag
from kaohe.engine import has_phrase, phrase


@pytest.mark.parametrize("tag", list(Tag))
def test_every_deed_has_its_words_in_both_languages(tag):
    assert has_phrase(f"told.{tag}"), f"audit/told.py has no words for {tag}"
    chinese, english = (phrase(f"told.{tag}", language, {"subject": "X"}) for language in ("zh", "en"))
    assert chinese != english
    assert english.isascii() or "“X”" in english
    assert tag_words(tag)


def told(**values):
    return Record(tag=Tag.OFFICER_APPOINTED, officer_name="李静", subject="王磊", **values)


def test_a_record_is_a_sentence():
    assert sentence(told()) == "李静任命了“王磊”"
    assert sentence(told(), "en") == "李静 appointed “王磊”"


def test_what_the_machine_did_says_so():
    record = Record(tag=Tag.BUREAU_FOUNDED, subject="某局")
    assert sentence(record) == "系统建立了单位“某局”"


def test_a_deed_of_a_later_version_is_still_told():
    assert "later:thing:done" in sentence(Record(tag="later:thing:done", officer_name="李静", subject="某事"))


def words(before=None, after=None, language="zh", names=None):
    return [each.words for each in changes(told(before=before or {}, after=after or {}), language, names)]


def test_what_changed_is_told_and_what_stayed_is_not():
    assert words({"title": "科员", "name": "王磊"}, {"title": "科长", "name": "王磊"}) == ["职务：科员 → 科长"]
    assert words({"title": "科员"}, {"title": ""}) == ["职务：科员 → （无）"]
    assert words({}, {"since": "2025-03-01", "until": None}) == ["起：2025-03-01"]


def test_codes_are_told_in_words():
    assert words({}, {"role": "office"}) == ["职责：考核办"]
    assert words({}, {"role": "office"}, "en") == ["role: assessment office"]
    assert words({}, {"rule": "training.absence"}, names={"rule": lambda code: "无故缺勤"}) == ["事项：无故缺勤"]


def test_lists_tables_and_yes_or_no_are_told_too():
    assert words({}, {"persons": ["王磊", "李静"]}) == ["人员：王磊、李静"]
    assert words({}, {"account_open": False}) == ["账号可用：否"]
    assert words({}, {"decisions": {"minutes": "3 号", "struck": []}}) == ["决定：纪要 3 号"]
    assert words({}, {"goals": [str(number) for number in range(9)]}) == ["目标：0、1、2、3、4、5 等 9 项"]
    assert words({}, {"about": "长" * 500})[0].endswith("…")


def test_a_code_that_is_no_field_speaks_for_itself():
    assert words({"Y-Z1": {"title": "旧"}}, {"Y-Z1": {"title": "新"}}) == ["Y-Z1：职务 旧 → 职务 新"]
