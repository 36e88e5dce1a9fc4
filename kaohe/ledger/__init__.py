"""What happened, as it was recorded: entries with their evidence, never edited."""
