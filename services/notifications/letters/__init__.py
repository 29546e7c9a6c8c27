"""Which letter is owed to which role, and what has become of it."""
