"""Access and erasure for people whom only other services know."""
