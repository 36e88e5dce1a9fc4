"""What templates may call beside Django's own tags."""
