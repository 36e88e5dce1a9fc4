"""One file for one subject; each view opens the letter, asks one room, and answers with one page."""
