"""Many facts in one request: changes, departures and cancellations, and long files of hires."""
