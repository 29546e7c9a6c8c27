"""Asking for everything that is kept about oneself, and fetching it."""
