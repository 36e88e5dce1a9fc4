"""Names in letters: as people say them, and never the same login twice."""

import pytest

from kaohe.demo.people import demo_people
from kaohe.people.pinyin import letters_of, letters_of_name, login_for, name_spelled


@pytest.mark.parametrize(
    ("name", "letters"),
    [("张三", "zhangsan"), ("曾庆波", "zengqingbo"), ("任长青", "renchangqing"), ("单　雄信", "shanxiongxin"), ("吕思敏", "lvsimin"),
     ("尉迟恭", "yuchigong"), ("仇和", "qiuhe"), ("买买提·阿里", "maimaitiali"), ("Ｌｉ Lei", "lilei")],
)  # fmt: skip
def test_a_name_is_spelled_as_it_is_said(name, letters):
    assert name_spelled(name) == letters


def test_the_demonstration_has_the_logins_that_would_be_proposed():
    proposed: list[str] = []
    for person in demo_people():
        proposed.append(login_for(person.name, proposed))
    assert proposed == [person.login for person in demo_people()]


def test_two_of_one_name_get_two_logins():
    assert login_for("张三", ["zhangsan", "ZhangSan2"]) == "zhangsan3"


def test_a_name_that_nobody_can_spell_still_gets_a_login():
    assert login_for("★", []) == "user"


@pytest.mark.parametrize(
    ("texts", "letters"),
    [(["预算科"], " .ysk yusuanke"), (["会计科", "会计"], " .kjk kuaijike .kj kuaiji"), (["重庆路银行"], " .cqlyh chongqingluyinhang"),
     (["A1"], " .a a1"), ([], ""), (["★"], "")],
)  # fmt: skip
def test_a_text_is_found_by_its_letters_and_initials_with_words_read_as_words(texts, letters):
    assert letters_of(*texts) == letters


def test_a_person_is_found_by_the_surname_as_it_is_said_and_as_its_sign_is_read():
    assert letters_of_name("单雄信") == " .sxx shanxiongxin .dxx danxiongxin"
    assert letters_of_name("曾庆波") == " .zqb zengqingbo .cqb cengqingbo"
    assert letters_of_name("尉迟恭") == " .ycg yuchigong"
    assert letters_of_name("张三") == " .zs zhangsan"
