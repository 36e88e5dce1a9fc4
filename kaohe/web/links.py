"""A place to go to, as menus, switches and lists show it."""

from typing import NamedTuple


class Link(NamedTuple):
    """A place to go to. `counter`: an address that answers with a number to stand behind the label.

    finds: the window of Ctrl+K opens from it too.
    """

    label: str
    url: str
    icon: str = ""
    note: str = ""
    here: bool = False
    counter: str = ""
    finds: bool = False
