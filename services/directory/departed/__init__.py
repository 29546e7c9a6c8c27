"""Whoever has left everywhere, and has no role any more, is erased after their period."""
