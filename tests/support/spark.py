"""A Spark cluster that lives as long as a test: one master and two workers on this machine, from the package's own programs."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

WHY_IT_MATTERS = "The same numbers must come from a cluster as well, so this is a failure and not something to pass over."
PATIENCE = 120
#: What a short life needs: no compilation for the long run, one collector, little memory.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
_SETTINGS = f"""
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.executor.memory 512m
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions {_JAVA}
spark.executor.extraJavaOptions {_JAVA}
spark.eventLog.enabled true
spark.eventLog.compress false
spark.eventLog.rolling.enabled false
"""


class NoSpark(Exception):
    """There is no Spark to test with; the message says how to get one."""


@contextmanager
def cluster(events: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yields the master's address and the environment that a driver needs; stops what it started. `events`: a folder where what happened
    is written down (`shuffled`). Raises NoSpark.
    """
    home = _home()
    with TemporaryDirectory(prefix="kaohe-spark-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "spark-defaults.conf").write_text(f"{_SETTINGS}spark.eventLog.dir {events.as_uri()}\n", encoding="utf-8")
        environment = os.environ | {
            "SPARK_HOME": str(home), "SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_JAVA_OPTS": _JAVA,
            "SPARK_DAEMON_MEMORY": "256m", "SPARK_WORKER_DIR": str(folder / "work"), "SPARK_LOCAL_DIRS": str(folder / "local"),
        }  # fmt: skip
        master = stack.enter_context(_daemon(home, environment, folder / "master", "master.Master", "--host", "127.0.0.1", "--port", "0"))
        address = _said(folder / "master", r"Starting Spark master at (spark://\S+)", master)
        for number in ("1", "2"):
            log = folder / f"worker{number}"
            worker = stack.enter_context(_daemon(home, environment, log, "worker.Worker", "--cores", "1", "--memory", "700M", address))
            _said(log, r"(Successfully registered) with master", worker)
        yield address, environment


def shuffled(events: Path) -> list[int]:
    """How many rows each stage of all that was asked of a cluster has moved, the most first."""
    found: Counter[tuple[Path, int]] = Counter()
    for file in events.iterdir():
        for line in file.read_text(encoding="utf-8").rstrip("\n").split("\n"):  # our texts hold blanks that end a line for Python
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd":
                found[file, event["Stage ID"]] += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Records Written"]
    return sorted(found.values(), reverse=True)


def _home() -> Path:
    if shutil.which("java") is None:
        raise NoSpark(f"There is no Java here. Run `./run setup --test`, or install one. {WHY_IT_MATTERS}")
    found = importlib.util.find_spec("pyspark")
    if found is None or not found.submodule_search_locations:
        raise NoSpark(f"There is no Spark here. Run `./run setup --test`. {WHY_IT_MATTERS}")
    return Path(found.submodule_search_locations[0])


@contextmanager
def _daemon(home: Path, environment: dict[str, str], log: Path, name: str, *words: str) -> Iterator[subprocess.Popen]:
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--webui-port", "0", *words]
    with log.open("wb") as said, subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as daemon:
        try:
            yield daemon
        finally:
            daemon.terminate()


def _said(log: Path, pattern: str, daemon: subprocess.Popen) -> str:
    """What the daemon has said, once it has said it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and daemon.poll() is None:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found.group(1)
        time.sleep(0.2)
    raise NoSpark(f"Spark did not start: {log.read_text(errors='replace')[-2000:]} {WHY_IT_MATTERS}")
