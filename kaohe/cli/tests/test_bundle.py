"""`kaohe bundle` and `kaohe verify`: sealed, verified, and every later change named."""


def sealed(run, facts, path):
    done = run("bundle", facts, path)
    assert done.status == 0
    return done.out.splitlines()[1]


def test_a_bundle_is_sealed_and_verified(run, facts, tmp_path):
    path = tmp_path / "year.kaohe"
    seal = sealed(run, facts, path)
    assert len(seal.replace(" ", "")) == 64
    done = run("verify", path)
    assert (done.status, done.err) == (0, "")
    assert seal in done.out
    assert "核验通过" in done.out


def test_the_seal_on_paper_is_compared(run, facts, tmp_path):
    path = tmp_path / "year.kaohe"
    seal = sealed(run, facts, path)
    assert "封签与纸面一致" in run("verify", path, "--seal", seal).out
    done = run("verify", path, "--seal", "0" * 64)
    assert done.status == 2
    assert "封签不符" in done.err


def test_it_speaks_english(run, facts, tmp_path):
    path = tmp_path / "year.kaohe"
    sealed(run, facts, path)
    assert "Verified: every byte is as sealed" in run("verify", path, "--language", "en").out


def test_a_changed_byte_is_named(run, facts, tmp_path):
    path = tmp_path / "year.kaohe"
    sealed(run, facts, path)
    data = bytearray(path.read_bytes())
    at = bytes(data).index("学习培训".encode())
    data[at] ^= 1
    path.write_bytes(bytes(data))
    done = run("verify", path)
    assert done.status == 2
    assert f"文件偏移 {at}" in done.err
    assert "rulebook/" in done.err
    assert "核验未通过：1 处问题。" in done.err


def test_bad_facts_are_not_bundled(run, bad_facts, tmp_path):
    done = run("bundle", bad_facts, tmp_path / "year.kaohe")
    assert (done.status, done.out) == (2, "")
    assert not (tmp_path / "year.kaohe").exists()


def test_the_facts_are_not_overwritten_by_their_bundle(run, facts):
    before = facts.read_bytes()
    assert run("bundle", facts, facts).status == 2
    assert facts.read_bytes() == before


def test_what_is_no_bundle_is_refused(run, facts, tmp_path):
    assert run("verify", facts).status == 2
    assert run("verify", tmp_path / "missing").status == 2
