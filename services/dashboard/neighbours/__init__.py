"""The services as the dashboard reaches them: over HTTP, as whoever asks."""
