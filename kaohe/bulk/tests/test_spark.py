"""Spark on a real standalone cluster gives the checksum that DuckDB gives, looks for the same mistakes, and shuffles once."""

import subprocess
import sys

import pytest

from kaohe.bulk.generating import Recipe, Size, generate
from tests.support.founding import founding_rulebook
from tests.support.repository import ROOT
from tests.support.spark import NoSpark, cluster


@pytest.mark.spark
def test_a_cluster_gives_the_same_checksum(tmp_path):
    generate(tmp_path / "year", Recipe(founding_rulebook(), 2025), Size(departments=200, entries=60, parts=2))
    command = [sys.executable, "-P", "-m", "kaohe.cli", "bulk", "verify", str(tmp_path / "year"), "--language", "en"]
    try:
        with cluster() as (address, environment):
            words = ["--engines", "duckdb,spark", "--master", address, "--sample", "20"]
            done = subprocess.run([*command, *words], cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    except NoSpark as missing:
        pytest.fail(str(missing))
    assert done.returncode == 0, done.stderr[-3000:]
    assert "All engines agree." in done.stdout
    checksums = [line.split()[2] for line in done.stdout.splitlines() if line.startswith(("duckdb", "spark"))]
    assert len(checksums) == 2
    assert len(set(checksums)) == 1
