"""What each page shows, made from boards, rulebooks and records: ready words and numbers, so that templates only print."""
