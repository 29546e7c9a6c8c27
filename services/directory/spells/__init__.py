"""Times in which somebody was there without a day between, and how many were on which day."""
