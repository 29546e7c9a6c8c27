"""What is happening: the cockpit, the live events, and the story of one event."""
