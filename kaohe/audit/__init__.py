"""Who did what, when: a book that is only ever continued, each record sealed to the one before it."""
