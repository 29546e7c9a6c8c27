"""Who has changed or looked at one's own data, in every service."""
