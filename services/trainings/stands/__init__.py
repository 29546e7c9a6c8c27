"""What is true of a gathering now, in one word: over, full, open until a day."""
