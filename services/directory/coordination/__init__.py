"""How many hours of coordination a municipality's office has had, as it became known."""
