"""The office decides about several registrations at once, from the list."""
