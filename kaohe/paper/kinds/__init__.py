"""What each paper of the year says: pure functions from plain values and the engine's boards to a description.

Chinese only: an official paper has one language, whatever the reader's screen speaks.
"""
