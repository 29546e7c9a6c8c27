"""In what capacity people are known, and where; the same whoever asks."""
