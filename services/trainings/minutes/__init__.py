"""Minutes of a gathering: written together, published once, and only corrected from then on."""
