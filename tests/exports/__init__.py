"""Texts through every export: none becomes a formula, and all come back equal.

    python -m tests.exports [NUMBER]     that many (100000) generated texts through each writer
"""
