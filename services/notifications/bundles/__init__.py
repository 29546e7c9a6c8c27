"""What waits for one person until one moment, and then goes out as one mail."""
