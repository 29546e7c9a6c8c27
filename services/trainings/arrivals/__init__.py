"""People who register for one gathering at the same moment."""
