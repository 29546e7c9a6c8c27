"""Barriers that somebody met on a page, and what became of the report."""
