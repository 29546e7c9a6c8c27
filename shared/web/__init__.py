"""What every page and every route leans on: layout, errors, limits and who may enter."""
