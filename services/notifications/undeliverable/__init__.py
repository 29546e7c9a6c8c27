"""Letters that were given up, why, and the way to put them back."""
