"""Proofs, letters, faces, heads and tables: what both outputs ask for."""

from dataclasses import replace

import pytest

from kaohe.paper import standard as std
from kaohe.paper.description import NUMBER, TEXT, Block, Column, Head, Heading, Table, Text
from kaohe.paper.fonts import choose
from kaohe.paper.heads import fitted_mark, moved_addressee, opening
from kaohe.paper.letters import MISSING, clean, in_every_text
from kaohe.paper.numbering import annex_marks, attachment_lines, numbered
from kaohe.paper.plain import plain_text
from kaohe.paper.proofs import code_of, proof_words, read_code, symbol_png, symbol_svg
from kaohe.paper.tables import lay_out
from kaohe.paper.tests.papers import DIGEST, PROOF, WHOLE

# ---- proofs ----


def test_a_code_comes_from_the_digest_and_can_be_typed():
    code = code_of(DIGEST)
    assert code == "KY3D-10C8-9HYP"
    assert code_of(DIGEST[:-1] + "9") == code, "it covers the first sixty bits"
    assert [read_code(typed) for typed in (code, "ky3d 10c8 9hyp", "KY3Dl0C89HYP", "KY3D－IOC8－9HYP")] == [code] * 4


@pytest.mark.parametrize("typed", ["", "KY3D-10C8", "KY3D-10C8-9HY!", "KY3D-10C8-9HYPP", "KY3D-10C8-9HYU"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValueError, match="code"):
        read_code(typed)


@pytest.mark.parametrize("digest", ["", "abc", "xyz" * 20])
def test_what_is_no_digest_has_no_code(digest):
    with pytest.raises(ValueError, match=r"digest|invalid"):
        code_of(digest)


def test_the_symbol_is_drawn_twice_and_said_once():
    assert symbol_svg(PROOF).startswith("<svg")
    assert symbol_png(PROOF).startswith(b"\x89PNG")
    first, lines, words = proof_words(PROOF)
    assert (first, "".join(lines), words) == (f"校验码 {PROOF.code}", f"SM3 {DIGEST}", f"二维码：{PROOF.address}")


# ---- letters ----


@pytest.mark.parametrize(
    ("text", "left"),
    [("A\tB", "A B"), ("a\x07b", "ab"), ("\u202e反", "反"), ("\ud800", ""), ("e\u0301", "é"), ("零\u200b宽", "零宽"), ("两\n行", "两\n行")],
)
def test_what_can_not_be_set_is_taken_out(text, left):
    assert clean(text) == left


def test_every_text_of_a_description_is_reached():
    loud = in_every_text(WHOLE, lambda text: text.replace("考核", "【】"))
    assert "考核" not in plain_text(loud)
    assert "第40科" in plain_text(loud)
    assert in_every_text(WHOLE, lambda text: text) == WHOLE


def test_a_missing_character_has_a_mark_of_its_own():
    assert MISSING == "〓"


# ---- faces ----


def test_licensed_faces_come_first_where_a_site_has_them():
    faces = choose(frozenset({"Noto Serif SC", "Noto Sans SC", "FangSong_GB2312", "FZXiaoBiaoSong-B05S"}))
    assert faces.chains["body"][0] == "FangSong_GB2312"
    assert faces.chains["title"][0] == "FZXiaoBiaoSong-B05S"
    assert not faces.title_is_thin
    assert [each.part for each in faces.substitutions] == ["kai", "hei", "song"]


def test_without_them_every_stand_in_is_named():
    faces = choose(frozenset({"Noto Serif SC", "Noto Sans SC"}))
    assert faces.title_is_thin
    assert {(each.wanted, each.used) for each in faces.substitutions} >= {("仿宋_GB2312", "Noto Serif SC"), ("黑体", "Noto Sans SC")}
    assert all(chain[-2:] == ("Noto Serif SC", "Noto Sans SC") or chain[0].startswith("Noto") for chain in faces.chains.values())


# ---- heads ----


@pytest.mark.parametrize("mark", ["局", "市南区财政局文件", "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗人民政府办公室文件"])
def test_a_mark_fits_its_line(mark):
    fitted = fitted_mark(mark)
    assert len(mark) * (fitted.size + fitted.tracking) * fitted.squeeze <= std.AREA_WIDTH * std.MM + 0.5
    assert fitted.size <= std.MARK_MOST


def test_an_addressee_that_would_fill_the_first_page_goes_into_the_colophon():
    assert moved_addressee(WHOLE) == ("机关各科室：", "")
    many = "、".join(f"第{number}科室" for number in range(60))
    assert moved_addressee(replace(WHOLE, addressee=many)) == ("", many)
    assert f"主送：{many}。" in plain_text(replace(WHOLE, addressee=many))
    assert moved_addressee(replace(WHOLE, addressee="")) == ("", "")


def test_a_plain_sheet_begins_with_its_title():
    plain = opening(replace(WHOLE, head=None))
    assert (plain.number_at, plain.rule_at, plain.title_at) == (0, 0, 0)
    assert plain.lines == 2
    assert opening(replace(WHOLE, head=None, title="")).lines == 0


def test_a_letters_mark_stands_above_the_area_and_its_number_under_the_rule():
    head = Head("示范区财政局", "示财函〔2026〕3号", letter=True)
    letter = opening(replace(WHOLE, head=head))
    assert letter.mark_at / std.MM == pytest.approx(30 - 37)
    assert letter.number_at - letter.rule_at == pytest.approx(std.LETTER_WEIGHT + 14)
    marked = opening(replace(WHOLE, head=head._replace(secrecy="机密", urgency="特急")))
    assert marked.title_at - letter.title_at == pytest.approx(std.PITCH)
    bare = opening(replace(WHOLE, head=head._replace(number="")))
    assert (bare.number_at, bare.title_at < letter.title_at) == (0, True)


# ---- numbers of headings and annexes ----


def test_headings_are_counted_level_by_level():
    blocks: list[Block] = [Heading("甲"), Heading("a", 2), Heading("b", 2), Text("x"), Heading("乙"), Heading("c", 2), Heading("d", 3), Heading("e", 4)]
    assert [number for number, _block in numbered(blocks)] == ["一、", "（一）", "（二）", "", "二、", "（一）", "1.", "（1）"]


def test_a_single_annex_has_no_number():
    assert annex_marks(WHOLE.annexes[:1]) == ["附件"]
    assert attachment_lines(WHOLE.annexes[:1]) == [("", "明细")]
    assert annex_marks(WHOLE.annexes) == ["附件1", "附件2"]
    assert attachment_lines(WHOLE.annexes) == [("1.", "明细"), ("2.", "宽表")]


# ---- tables ----


def table(columns, rows):
    return Table(tuple(columns), tuple(rows))


def test_a_table_is_as_wide_as_its_area():
    laid = lay_out(table([Column("名次"), Column("科室"), Column("说明", TEXT)], [("1", "预算科", "很长的说明" * 9)]), 156, 225)
    assert sum(laid.widths) == pytest.approx(156)
    assert laid.size == std.SMALL_FOUR


def test_many_columns_are_set_smaller_and_figures_are_never_torn():
    columns = [Column("科室", least=4), *(Column(f"第{number}项", NUMBER) for number in range(14))]
    laid = lay_out(table(columns, [("预算科", *("100.00",) * 14)]), 156, 225)
    assert laid.size < std.SMALL_FOUR
    wide = lay_out(table(columns[:6], [("预算科", *("100.00",) * 5)]), 156, 225)
    assert all(width > 6 * 0.55 * wide.size / std.MM for width in wide.widths[1:])


def test_a_row_higher_than_a_page_may_be_broken():
    laid = lay_out(table([Column("序号"), Column("说明", TEXT)], [("1", "短"), ("2", "长" * 3000)]), 156, 225)
    assert (laid.tall, laid.single) == ({1}, {0})


def test_heads_that_share_a_group_stand_under_one():
    columns = [Column("科室"), Column("任务", NUMBER, "报送"), Column("完成", NUMBER, "报送"), Column("名次")]
    upper, lower = lay_out(table(columns, [("a", "1", "2", "3")]), 156, 225).heads
    assert upper == (("科室", 1, 2), ("报送", 2, 1), ("名次", 1, 2))
    assert lower == (("任务", 1, 1), ("完成", 1, 1))
