"""When a worker is to be asked, and when not any more."""
