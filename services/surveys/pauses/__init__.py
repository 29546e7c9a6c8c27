"""What an office has paused of what begins by itself."""
