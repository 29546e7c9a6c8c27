"""One invitation, for whoever holds the link of its mail."""
