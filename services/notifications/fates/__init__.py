"""What becomes of messages that were not sent."""
