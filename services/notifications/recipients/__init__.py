"""Who holds a role, and what people, schools and tasks are called."""
