"""What the leading group decides: the grade of each goal."""
