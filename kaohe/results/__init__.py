"""Where rows become facts, facts become a score tree, and a tree becomes an announcement."""
