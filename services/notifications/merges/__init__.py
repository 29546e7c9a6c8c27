"""What follows here when two people are one, or two after all."""
