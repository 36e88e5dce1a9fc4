"""A page as a signed-in person gets it, and what can be read on it."""

import html

from django.test import Client


def at(officer):
    """A browser in which that officer has signed in."""
    client = Client()
    client.force_login(officer)
    return client


def text(answer):
    """The page as text: what was escaped stands as it is, every run of white space is one space."""
    return " ".join(html.unescape(answer.content.decode()).split())
