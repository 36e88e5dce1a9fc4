"""What the demo bureau must hold, in sentences about it."""
