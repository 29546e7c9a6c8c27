"""Somebody's own measures."""
