"""The code that somebody shows at the door."""
