"""Whether somebody still has to be told, at the moment at which they would be."""
