"""In a real Chromium: the newcomer's path, and that every page can be used by everyone."""
