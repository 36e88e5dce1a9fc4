"""A year as arrays, by Polars and NumPy: run.py is where to begin, effects.py explains."""
