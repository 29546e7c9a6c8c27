"""What the office adds to a gathering so that its certificate says all it has to."""
