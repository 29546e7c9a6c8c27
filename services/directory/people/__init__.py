"""People: what they are called, and where they are written to."""
