"""Everyone who starts, and how far they are."""
