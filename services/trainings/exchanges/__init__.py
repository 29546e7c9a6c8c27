"""What offices of other municipalities hold for those of all."""
