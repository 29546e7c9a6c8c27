"""One's own answer to an invitation."""
