"""Hires, one by one or in a file, from carriers' systems."""
