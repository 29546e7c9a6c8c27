"""Where it is said that events have been seen."""

CHANNEL = "events"
"""Rings when there are new ones."""
