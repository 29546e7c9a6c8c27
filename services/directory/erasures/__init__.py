"""What the directory does of its own when somebody is to be erased."""
