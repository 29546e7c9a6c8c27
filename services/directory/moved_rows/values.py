"""How a row is marked of which only the key is left."""

GONE = "gone"
"""In a row of which there is only the key."""
