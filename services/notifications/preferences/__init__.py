"""What somebody wants to be told, topic by topic."""
