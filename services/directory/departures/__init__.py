"""Changes of placements, and departures."""
