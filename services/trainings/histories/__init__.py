"""All that one person has taken part in, for the office."""
