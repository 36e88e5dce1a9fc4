"""Forms: what a page asks, read and checked for form only; whether it may be done, the actions say."""
