"""Who may sign in, and in what capacity they act."""
