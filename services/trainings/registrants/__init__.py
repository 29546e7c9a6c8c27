"""Registrations follow people who are merged, and lose those who are erased."""
