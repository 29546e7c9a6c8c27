"""What people are called, and as what they may act."""
