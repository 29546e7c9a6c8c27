"""Tasks as those see them who have them for an organization."""
