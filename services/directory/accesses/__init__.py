"""Who changed or looked at what in a municipality, in every service, for its office."""
