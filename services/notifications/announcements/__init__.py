"""The coordination office tells many something, and may ask them to confirm that they read it."""
