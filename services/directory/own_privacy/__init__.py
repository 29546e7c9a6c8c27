"""What somebody wants with what is kept about them, as they ask for it themselves."""
