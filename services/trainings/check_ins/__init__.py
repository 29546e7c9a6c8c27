"""The door: the office opens the code that somebody shows, and says that they are there."""
