"""An announcement is read and confirmed by whoever holds the link of its mail."""
