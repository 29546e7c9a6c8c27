"""Invitations to surveys of an office, and one reminder, of which only the numbers are kept."""
