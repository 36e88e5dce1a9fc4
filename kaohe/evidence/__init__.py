"""Files that prove something: looked through before they are taken, kept once under their own digest, never changed."""
