"""Who gets a seat, who waits for one, and who is next: decided in one transaction."""
