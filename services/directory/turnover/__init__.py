"""Who comes, stays and leaves: figures over five years, by the days on which it was so."""
