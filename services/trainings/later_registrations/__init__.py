"""How many registrations of a worker lie after a day, for whoever ends the employment."""
