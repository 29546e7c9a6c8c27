"""Who speaks for a working group, elected for a time."""
