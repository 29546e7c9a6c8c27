"""One registration, for whoever holds the link of its mail."""
