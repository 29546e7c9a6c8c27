"""Whether a municipality has a public directory, and whether search engines may take it in."""
