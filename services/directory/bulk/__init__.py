"""Many hires in one file, answered row by row."""
