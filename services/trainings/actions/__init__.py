"""What somebody took upon themselves at a gathering, until it is done."""
