"""Who works at which school for which carrier, and how many hours."""
