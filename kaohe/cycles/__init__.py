"""The year: the edition of the rulebook it follows, its stage and its quarters."""
