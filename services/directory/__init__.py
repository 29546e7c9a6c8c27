"""Who works where: organizations, people, placements, and who may post what."""
