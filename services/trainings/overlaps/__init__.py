"""Who registers for two things at a time is told so, and may mean it."""
