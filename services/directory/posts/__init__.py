"""Planned posts of schools, and how much of them is vacant on which day."""
