"""A municipality in which carriers' developers try out what their systems send."""
