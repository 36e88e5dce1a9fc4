"""The frame of every command: find it, run it, and turn whatever happens into an exit status and a sentence that helps."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kaohe.cli import parser as arguments_of
from kaohe.cli.terminal import plain
from kaohe.cli.words import language_of, reason, say
from kaohe.engine import ENGINE_VERSION, Problem, Refused

DONE, FAULT, REFUSED, STOPPED, NOBODY_READS = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status: 0 done, 2 refused, 130 interrupted; never raises."""
    argv = sys.argv[1:] if argv is None else list(argv)
    language = language_of(argv, os.environ)
    _open_streams()
    try:
        status = _run(argv, language)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse leaves this way after --help and after a complaint
        return leaving.code if isinstance(leaving.code, int) else DONE
    except Refused as refused:
        show_problems(refused.problems, language)
        return REFUSED
    except BrokenPipeError:  # the reader has seen enough, as in `… | head`
        _forget_output()
        return NOBODY_READS
    except KeyboardInterrupt:
        print(f"\n{say('stopped', language)}", file=sys.stderr)
        return STOPPED
    except OSError as wrong:
        _forget_output()
        _complain(
            say("system", language, found=": ".join(filter(None, [str(wrong.filename or ""), reason(wrong, language)])))
        )
        return REFUSED
    except Exception as fault:  # a mistake of ours: say so in one line, and let KAOHE_TRACEBACK=1 tell the rest
        if os.environ.get("KAOHE_TRACEBACK"):
            raise
        _complain(say("fault", language, found=f"{type(fault).__name__}: {fault}", where=_where(fault)))
        return FAULT
    return status


def _open_streams() -> None:
    """Output goes somewhere, even where it was closed; a letter that an old terminal lacks is no reason to stop."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 (it stays open as long as we run)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _forget_output() -> None:
    """What could not be written is dropped, or Python would try again on its way out."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(argv: Sequence[str], language: str) -> int:
    command = arguments_of.command_in(argv)
    known = arguments_of.COMMANDS
    if command and command not in known:
        hint = arguments_of.suggestion(command, known, language)
        values = {"found": command, "suggestion": hint, "expected": tuple(known)}
        raise Refused([Problem("cli.no_command", values)])
    parser = arguments_of.build(command, language, f"kaohe {version()}")
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help()
        return DONE
    arguments.language = language
    try:
        return arguments_of.module_of(command).run(arguments)
    except Exception as wrong:
        if interrupted(wrong):
            raise KeyboardInterrupt from wrong
        raise


def interrupted(wrong: BaseException) -> bool:
    """True where somebody stopped the command, whatever was made of it on the way."""
    return any(_is_interruption(each) for each in _behind(wrong))


def _behind(wrong: BaseException | None) -> Iterator[BaseException]:
    """What went wrong, and what that came of."""
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or wrong.__context__


def _is_interruption(wrong: BaseException) -> bool:
    """Ctrl+C, also as DuckDB tells of it in the middle of a query."""
    told = isinstance(wrong, RuntimeError) and str(wrong) == "Query interrupted"
    told = told or (type(wrong).__module__ == "_duckdb" and "KeyboardInterrupt" in str(wrong))
    return told or isinstance(wrong, KeyboardInterrupt) or type(wrong).__name__ == "InterruptException"


def version() -> str:
    """The product's version, as the changelog's newest heading says, and the engine's."""
    changelog = Path(__file__).parents[2] / "CHANGELOG.md"
    with suppress(OSError):
        for line in changelog.read_text(encoding="utf-8").splitlines():
            word = line.removeprefix("## ").strip("[] ").split(" ")[0].strip("[]")
            if line.startswith("## ") and word[:1].isdigit():
                return f"{word} (engine {ENGINE_VERSION})"
    return f"(engine {ENGINE_VERSION})"


def show_problems(problems: Iterable[Problem], language: str) -> None:
    """Each on a line of its own on the error stream, what must be mended first."""
    order = ("error", "pending", "warning")
    for problem in sorted(problems, key=lambda each: order.index(each.severity)):
        _complain(f"{say(problem.severity, language)}: {problem.message(language)}")


def _complain(text: str) -> None:
    print(plain(text), file=sys.stderr)


def _where(fault: BaseException) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
