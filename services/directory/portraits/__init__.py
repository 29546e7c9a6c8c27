"""Pictures as whoever may see them does, and as their owners put them up."""
