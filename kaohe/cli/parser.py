"""Arguments: argparse in the reader's language, one sub-parser a command, only the chosen command's file imported."""

from __future__ import annotations

import argparse
import difflib
import gettext
import re
import sys
import textwrap
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any, Final, NoReturn

from kaohe.cli.terminal import wrapped
from kaohe.cli.words import CHINESE, ENGLISH, say
from kaohe.engine import read_number

COMMANDS: Final = ("check", "score", "explain", "compare", "template", "bundle", "verify", "rules", "bulk")
#: With less than this not even a small year can be computed.
_LEAST_MEMORY: Final = 64 * 1000**2

_IN_CHINESE: Final = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本帮助并退出",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面应有一个值",
    "expected at most one argument": "后面至多有一个值",
    "expected at least one argument": "后面至少应有一个值",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "ignored explicit argument %r": "不接受值 %r",
    "invalid %(type)s value: %(value)r": "值 %(value)r 不对",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这一项（可用：%(choices)s）",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
}


class _Help(argparse.HelpFormatter):
    """Help that breaks Chinese by its real width and doesn't announce the list of commands twice."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width))

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        if action.nargs == argparse.PARSER:
            return textwrap.indent(textwrap.dedent(text.partition("\n")[2]), "  ")
        return text


class Parser(argparse.ArgumentParser):
    """An argument parser that complains in the reader's language and points at the help."""

    language = CHINESE

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Help, "allow_abbrev": False, **settings})
        self.register("type", Decimal, decimal(self.language))  # Decimal itself raises what argparse doesn't know

    def error(self, message: str) -> NoReturn:
        """Usage, what is wrong, where to read more; exit status 2."""
        self.print_usage(sys.stderr)
        print(say("usage_error", self.language, found=message), file=sys.stderr)
        print(say("see_help", self.language, program=self.prog), file=sys.stderr)
        raise SystemExit(2)


def speak(language: str) -> None:
    """Make argparse speak it: its words go through two functions of its module, made for being translated."""
    known = _IN_CHINESE if language == CHINESE else {}
    argparse._ = lambda text: known.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: known.get(  # type: ignore[attr-defined]
        many, gettext.NullTranslations().ngettext(one, many, count)
    )


def command_in(argv: Sequence[str]) -> str:
    """The command that the arguments name; "" where they name none."""
    words = iter(argv)
    for word in words:
        if word == "--language":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def build(command: str, language: str, version: str) -> Parser:
    """The parser of everything; only the given command is told in full."""
    speak(language)
    Parser.language = language
    parser = Parser(prog="./run", description=say("about", language), epilog=say("more_help", language))
    add_language(parser, language)
    parser.add_argument("--version", action="version", version=version, help=say("arg.version", language))
    title = say("commands", language)
    below = parser.add_subparsers(dest="command", metavar=title, title=title, parser_class=Parser)
    for name in COMMANDS:
        summary = say(name, language)
        sub = below.add_parser(name, help=summary, description=summary)
        if name == command:
            module_of(name).configure(sub, language)
            add_language(sub, language)
    return parser


def add_language(parser: argparse.ArgumentParser, language: str) -> None:
    """`--language`, wherever people write it. It has been obeyed by the time it is parsed."""

    def known(text: str) -> str:
        if text.lower()[:2] not in (CHINESE, ENGLISH):
            raise argparse.ArgumentTypeError(say("bad_language", language, found=text))
        return text

    parser.add_argument("--language", type=known, metavar="zh|en", help=say("arg.language", language))


def module_of(command: str) -> ModuleType:
    """The file of a command."""
    return import_module(f"kaohe.cli.commands.{command}")


def suggestion(found: str, known: Sequence[str], language: str) -> str:
    """The question whether another name was meant, for a name that is nearly one of the known ones, else nothing."""
    near = difflib.get_close_matches(found, known, n=1, cutoff=0.5)
    return say("perhaps", language, found=near[0]) if near else ""


def day(language: str):
    """The argument type of a date such as 2025-06-30."""

    def read(text: str) -> date:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise argparse.ArgumentTypeError(say("bad_date", language, found=text)) from None

    return read


def year(language: str):
    """The argument type of a year such as 2025."""

    def read(text: str) -> int:
        if not (text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2999):
            raise argparse.ArgumentTypeError(say("bad_year", language, found=text))
        return int(text)

    return read


def whole(language: str, least: int, most: int):
    """The argument type of a whole number within those bounds."""

    def read(text: str) -> int:
        written = text.strip()
        if not (re.fullmatch(r"[+-]?[0-9]{1,19}", written) and least <= int(written) <= most):
            raise argparse.ArgumentTypeError(say("bad_whole", language, found=text, least=least, most=most))
        return int(written)

    return read


def decimal(language: str):
    """The argument type of an exact number such as 10 or 2.5."""

    def read(text: str) -> Decimal:
        try:
            number = read_number(text)
        except ValueError:
            number = None
        if not isinstance(number, Decimal):
            raise argparse.ArgumentTypeError(say("bad_decimal", language, found=text))
        return number

    return read


def memory(language: str):
    """The argument type of an amount of memory such as 800MB, as DuckDB writes it."""

    def read(text: str) -> str:
        found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([KMGT])(i?)B", text.strip(), re.IGNORECASE)
        if not found or Decimal(found[1]) * (1024 if found[3] else 1000) ** ("KMGT".index(found[2].upper()) + 1) < _LEAST_MEMORY:
            raise argparse.ArgumentTypeError(say("bad_memory", language, found=text))
        return text.strip()

    return read
