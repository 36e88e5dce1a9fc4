"""Tests of the pure engine; none of them needs a database."""
