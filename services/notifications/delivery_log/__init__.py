"""What a municipality's people were to be told by mail, and how far each of it has come."""
