"""Forms as a browser sends them: with the key that the page gave them."""

from uuid import uuid4


def filled(data=None, *, key=None):
    """The fields of a form, with a fresh one-time key or the one given."""
    return {"form_key": str(key or uuid4()), **(data or {})}
