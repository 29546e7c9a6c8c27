"""Gatherings of which each can stand in for another: one seat for a person among them."""
