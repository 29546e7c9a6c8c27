"""Whoever cannot come says so by themselves."""
