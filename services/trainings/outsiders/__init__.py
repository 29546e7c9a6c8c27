"""Guests as an office finds them, and what they want with what is kept about them."""
