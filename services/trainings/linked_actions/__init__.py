"""One action item, for whoever holds the link of its mail."""
