"""Tells of dates that are others than people were told."""
