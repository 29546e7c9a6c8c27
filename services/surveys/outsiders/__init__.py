"""People from outside who have measures: found by an office, and what they want."""
