"""What gatherings there are for everybody, and one's own registration for each."""
