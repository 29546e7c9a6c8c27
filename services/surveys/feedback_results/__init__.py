"""What came of feedback about gatherings, for the office."""
