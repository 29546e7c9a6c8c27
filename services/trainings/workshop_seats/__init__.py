"""Who has a seat in which workshop, and who is next; decided while the gathering is held."""
