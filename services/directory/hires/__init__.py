"""Hires, one by one from a carrier's system."""
