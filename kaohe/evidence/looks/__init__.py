"""Looks into files, one kind in each. It runs in a child process and loads neither Django nor the engine."""
