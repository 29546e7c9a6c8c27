"""What follows from a result or a meeting: who does it, until when, what became of it."""
