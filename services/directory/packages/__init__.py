"""What somebody is told about themselves, as one file."""
