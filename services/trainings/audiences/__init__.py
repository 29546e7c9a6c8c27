"""A gathering for whoever is in a group of the directory."""
