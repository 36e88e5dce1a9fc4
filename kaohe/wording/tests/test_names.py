"""Persons are masked on what is published."""

import pytest

from kaohe.wording.names import hidden, masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王明", "王某"),
        ("王小明", "王某某"),
        ("欧阳修", "欧阳某"),
        ("欧阳文忠", "欧阳某某"),
        ("欧阳", "欧某"),
        ("赵珺", "赵某"),
        ("买买提·艾力", "买某"),
        ("John Smith", "J. S."),
        (" 李四 ", "李某"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_family_name_only(name, shown):
    assert masked(name) == shown


def test_the_name_itself_is_gone_from_a_text():
    text = hidden("王小明、王小无故缺勤，王小明已说明", ["王小", "王小明"])
    assert text == "王某某、王某无故缺勤，王某某已说明"


def test_a_text_without_the_persons_stays():
    assert hidden("预算科按时完成", ["王小明", "", "王"]) == "预算科按时完成"
