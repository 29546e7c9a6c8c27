"""Other schools or hours from a day on, on a page."""
