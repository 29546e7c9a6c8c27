"""Many facts in one request: changes, departures and the like, and long files of hires."""
