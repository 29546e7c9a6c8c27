"""Which qualifications the office follows, and what counts for them."""
