"""What endpoints are told, and what became of each attempt."""
