"""Jobs: what a service does by the clock."""
