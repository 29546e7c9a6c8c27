"""Finding and erasing everything of a person in one service: from what the columns declare."""
