"""What is needed for a procedure and must not be deleted before it ends."""
