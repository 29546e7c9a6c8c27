"""People as others may see them: the list, a page of each, and the same for programs."""
