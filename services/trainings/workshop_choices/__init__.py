"""Workshops as somebody with a seat chooses them."""
