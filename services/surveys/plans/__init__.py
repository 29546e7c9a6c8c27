"""What begins by itself, on one page."""
