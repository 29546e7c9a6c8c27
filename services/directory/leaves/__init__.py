"""Leave of absence: somebody keeps their post and is away, from a day on until they return."""
