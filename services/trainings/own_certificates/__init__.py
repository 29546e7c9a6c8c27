"""Somebody's own certificates."""
