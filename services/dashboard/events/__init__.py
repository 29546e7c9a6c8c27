"""Every event that was announced, in the order it was seen, and in words."""
