"""Registrations that begin: a seat, or a place in line, for one or several at once."""
