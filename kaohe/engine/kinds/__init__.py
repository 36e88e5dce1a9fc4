"""The closed list of rule kinds: one file each, with its settings, its scoring and its sentences. See table.py."""
