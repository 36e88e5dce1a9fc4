"""Measurements, never tests: `./run bench` prints how long things take on this machine, beside what they should reach."""
