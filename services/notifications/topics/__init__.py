"""Whoever has supported a topic is told what became of it, and nobody else learns who that is."""
