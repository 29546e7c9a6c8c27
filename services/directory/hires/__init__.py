"""Hires, one by one or in a list, from carriers' systems and from their clerks."""
