"""What carriers post about those who work, judged fact by fact and stored as a set."""
