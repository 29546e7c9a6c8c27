"""What was sent to whom, at which address, and what became of it."""
