"""Who has registered for a gathering, and what the office decides about it."""
