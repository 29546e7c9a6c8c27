"""What a service has deleted by the clock, and what it will: one page of each service."""
