"""Sealed urns: answers that nobody can read before all are opened together, mixed and counted."""
