"""What a gathering talks about: items with times and owners, and what became of them."""
