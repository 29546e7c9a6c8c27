"""Published minutes, for those who were there."""
