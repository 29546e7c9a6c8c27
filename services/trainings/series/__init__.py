"""Several gatherings of one kind, laid out at once over a year; each stands on its own."""
