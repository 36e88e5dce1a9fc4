"""One event, one line: what a visitor typed can't forge a second line in the log."""

import logging


class OneLine(logging.Formatter):
    """Formats as usual, then writes line breaks and other control characters visibly."""

    def format(self, record: logging.LogRecord) -> str:
        message = super().format(record)
        return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in message)
