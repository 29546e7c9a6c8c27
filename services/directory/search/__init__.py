"""People, schools and organizations found from the header of every page."""
