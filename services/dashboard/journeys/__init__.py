"""The story of one correlation id, from its cause to its last effect."""
