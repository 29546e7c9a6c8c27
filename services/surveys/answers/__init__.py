"""What was answered, by nobody in particular, and what it amounts to."""
