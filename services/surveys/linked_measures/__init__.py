"""One measure, for whoever holds the link of its mail."""
