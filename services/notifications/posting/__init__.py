"""Posts to endpoints what is due, to addresses that were looked at first."""
