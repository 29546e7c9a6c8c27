"""Messages that could not be handled, of every service: seen, tried again, given up, corrected."""
