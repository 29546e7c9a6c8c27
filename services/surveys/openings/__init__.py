"""Urns get their keys and are opened, all sheets together; what remains are counts and texts."""
