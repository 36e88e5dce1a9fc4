"""`kaohe template` and `kaohe rules`: what a recorder needs before the first entry."""

from python_calamine import CalamineWorkbook

from kaohe.wording.widths import width


def test_the_template_is_written(run, tmp_path):
    done = run("template", tmp_path / "year.xlsx")
    assert done.status == 0
    assert "已写出" in done.err
    assert {"科室", "目标", "划档", "考核记录"} <= set(CalamineWorkbook.from_path(tmp_path / "year.xlsx").sheet_names)


def test_a_template_must_be_named_as_a_workbook(run, tmp_path):
    done = run("template", tmp_path / "year")
    assert done.status == 2
    assert not (tmp_path / "year").exists()


def test_the_rules_are_listed_with_codes_and_clauses(run):
    done = run("rules")
    assert done.status == 0
    assert any(line.startswith("training.absence") and "附件3 一(一)1" in line for line in done.out.splitlines())
    assert max(width(line) for line in done.out.splitlines()) <= 80


def test_the_rules_are_searched(run):
    assert "brief.adopted" in run("rules", "信息").out
    assert "training" not in run("rules", "信息").out
    assert "brief.adopted" in run("rules", "BRIEF", "--language", "en").out


def test_a_word_that_no_rule_has_is_told(run):
    done = run("rules", "xyz")
    assert (done.status, done.out) == (2, "")
    assert "xyz" in done.err
