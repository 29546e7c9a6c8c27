"""Requests of one kind share a transaction."""
