"""The command line: check, score, explain, compare, bundle and verify, on plain files and without a database."""
