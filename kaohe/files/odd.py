"""What raises when something can't be understood or may not be taken. It loads nothing, so that a child process may use it."""

from __future__ import annotations


class Odd(Exception):
    """Something that can't be taken as it is: the code of the sentence that says so, and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
