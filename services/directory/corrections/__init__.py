"""Names and addresses are changed from a day on, or corrected."""
