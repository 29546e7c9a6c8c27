"""Gatherings for carriers' systems."""
